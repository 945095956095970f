"""Change one fact of a contract in a copy of its file: a bound, a required entry, an enum's value, a null, a type."""

import copy
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from conformance.contract.catalog import catalog
from conformance.contract.contract import Contract
from conformance.contract.openapi import OpenApiFile
from conformance.contract.shapes import Shapes
from conformance.wire.pointer import pointer_of

BOUNDS = ("minimum", "maximum", "minItems", "maxItems", "minLength", "maxLength")
_SAYS = {"type", "enum", "allOf", "oneOf", "anyOf", "properties", "$ref"}
OTHER_TYPE = {"string": "integer", "integer": "string", "number": "string", "boolean": "string", "array": "object", "object": "array"}  # fmt: skip

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Mutation:
    """``path`` leads to the schema that ``change`` changes."""

    path: Path
    says: str
    change: Callable[[dict[str, Any]], None]

    @property
    def pointer(self) -> str:
        return pointer_of(self.path)

    def __str__(self) -> str:
        return f"{self.pointer}: {self.says}"


def mutated(api_version: str, mutation: Mutation | None = None) -> Contract:
    """Return the contract of ``api_version`` as its file would be with ``mutation``."""
    file = catalog().file(api_version)
    tree = copy.deepcopy(file.tree)
    if mutation is not None:
        node: Any = tree
        for token in mutation.path:
            node = node[token]
        mutation.change(node)
    text = json.dumps(tree, indent=2, default=str)
    return Contract(api_version, Shapes(OpenApiFile(api_version, file.name, text, tree)))


def mutations(api_version: str) -> Iterator[Mutation]:
    """Yield every mutation of every schema in the file of ``api_version``."""
    file = catalog().file(api_version)
    for path, node in _schemas(file.tree, ()):
        yield from _of(path, node, file.is_31)


def _of(path: Path, node: dict[str, Any], is_31: bool) -> Iterator[Mutation]:
    for name in BOUNDS:
        for step in (1, -1) if name in node else ():
            yield Mutation(path, f"{name} {step:+}", partial(_put, name, node[name] + step))
    for index, entry in enumerate(node.get("required", ())):
        yield Mutation(path, f"{entry} no longer required", partial(_drop, "required", index))
    for name in node.get("properties", {}):
        if name not in node.get("required", ()):
            yield Mutation(path, f"{name} required", partial(_put, "required", [*node.get("required", ()), name]))
    for index, value in enumerate(node.get("enum", ())):
        if isinstance(value, str):
            renamed = [*node["enum"][:index], "renamed", *node["enum"][index + 1 :]]
            yield Mutation(path, f"{value} renamed", partial(_put, "enum", renamed))
            yield Mutation(path, f"{value} dropped", partial(_drop, "enum", index))
    if isinstance(node.get("type"), str):
        other = OTHER_TYPE.get(node["type"])
        if other:
            yield Mutation(path, f"{node['type']} becomes {other}", partial(_put, "type", other))
        if is_31 and "nullable" not in node:
            yield Mutation(path, "null", partial(_put, "type", [node["type"], "null"]))
    if not is_31 or "nullable" in node:
        yield Mutation(path, "null the other way", partial(_put, "nullable", not node.get("nullable", False)))


def _put(name: str, value: Any, node: dict[str, Any]) -> None:
    node[name] = value


def _drop(name: str, index: int, node: dict[str, Any]) -> None:
    node[name].pop(index)


def _schemas(node: Any, path: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield every schema below ``node``, no property's name taken for a keyword."""
    if isinstance(node, list):
        for index, value in enumerate(node):
            yield from _schemas(value, (*path, index))
        return
    if not isinstance(node, dict):
        return
    is_names = bool(path) and path[-1] in ("properties", "schemas", "mapping")
    is_schema = not is_names and bool(_SAYS & set(node))
    if is_schema and path and path[0] in ("paths", "components") and not {"parameters", "headers"} & set(path):
        yield path, node
    for name, value in node.items():
        if is_names or name not in ("enum", "default", "x-ms-enum", "required", "discriminator", "servers", "info"):
            yield from _schemas(value, (*path, name))
