"""The contract that judges chunks: the version's own, else the nearest later one that has a chunk, with the habits in it."""

from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from conformance.contract.catalog import catalog
from conformance.contract.contract import Contract, contract
from conformance.contract.engines import EngineName
from conformance.contract.openapi import OpenApiFile
from conformance.contract.payload_schema import PayloadSchema
from conformance.contract.shapes import Shapes
from conformance.streams.habits import HABITS, Habit


@dataclass(frozen=True, eq=False)
class ChunkContract:
    """``contract`` describes the chunk, ``schema`` is what a chunk may be; ``own`` where it is the version's own."""

    contract: Contract
    schema: PayloadSchema
    own: bool


@cache
def chunk_contract(api_version: str, engine: EngineName) -> ChunkContract:
    """Return what judges the chunks of ``api_version``; the newest versions describe them, so there is always one."""
    known = catalog().with_chat
    for later in known[known.index(api_version) :]:
        plain = contract(later, engine)
        if plain.operation.chunk is not None:
            widened = _with_habits(plain, plain.operation.chunk)
            schema = widened.operation.chunk
            if schema is not None:
                return ChunkContract(widened, schema, later == api_version)
    raise LookupError(api_version)


def _with_habits(plain: Contract, chunk: PayloadSchema) -> Contract:
    """Return ``plain`` with a chunk that takes what the service does out of habit; the file's text stays as it is."""
    original = plain.shapes.original
    file = replace(original, tree=deepcopy(original.tree))
    for habit in HABITS:
        if habit.member:
            for pointer in chunk.shape.pointers:
                _widen(file, pointer, habit)
    shapes = Shapes(file)
    shapes.original = original
    return Contract(plain.api_version, shapes, plain.engine)


def _widen(file: OpenApiFile, pointer: str, habit: Habit) -> None:
    nodes = _resolved(file, file.at(pointer))
    for token in habit.at:
        nodes = [
            below
            for node in nodes
            for child in ([node.get("items")] if token == "*" else [node.get("properties", {}).get(token)])
            if child is not None
            for below in _resolved(file, child)
        ]
    if habit.not_required:
        for node in nodes:
            if habit.member in node.get("required", ()):
                node["required"] = [name for name in node["required"] if name != habit.member]
        return
    declaring = [node for node in nodes if habit.member in node.get("properties", {})]
    for node in declaring:
        _widen_member(node["properties"], habit)
    if not declaring and nodes:
        nodes[0].setdefault("properties", {})[habit.member] = deepcopy(habit.declares)


def _widen_member(properties: dict[str, Any], habit: Habit) -> None:
    """Let a member that the contract declares be what the habit makes of it: null beside what it is."""
    types = (habit.declares or {}).get("type")
    declared = properties[habit.member]
    if not isinstance(types, list) or "null" not in types:
        return
    if isinstance(declared.get("type"), str) and "allOf" not in declared:
        declared["type"] = [declared["type"], "null"]
    else:
        properties[habit.member] = {"anyOf": [declared, {"type": "null"}]}


def _resolved(file: OpenApiFile, node: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the schemas whose conjunction ``node`` is, itself first."""
    found = [node]
    reference = node.get("$ref")
    if isinstance(reference, str) and reference.startswith("#/"):
        found = _resolved(file, file.at(reference[1:]))
    for kind in ("allOf", "anyOf"):
        for part in node.get(kind, ()):
            found += _resolved(file, part)
    return found
