"""The lines of a contract that declare a member: its own, those of the schema that it refers to, and what requires it."""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from conformance.contract.contract import Contract
from conformance.contract.openapi import OpenApiFile
from conformance.versions.declared import Declared

# A schema with many members of its own is cut: they are members too, and have passages of their own.
_MOST_LINES: Final = 40
# More declarations than this (a tag of every kind of content) say one by one what the first ones say.
_MOST_PASSAGES: Final = 12


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines of ``file`` from ``line`` on, without their common indent; ``omitted`` further ones are left out."""

    file: str
    line: int
    text: str
    omitted: int = 0


def passages_of(contract: Contract, found: Sequence[Declared]) -> tuple[Passage, ...]:
    """Return the passages of the declarations ``found``, each once; empty for a member that the file forgot."""
    file = contract.shapes.original
    pointers = dict.fromkeys(pointer for one in found for pointer in _pointers(file, one))
    cut = (_passage(file, pointer) for pointer in list(pointers)[:_MOST_PASSAGES])
    return tuple(passage for passage in cut if passage is not None)


def _pointers(file: OpenApiFile, one: Declared) -> Iterator[str]:
    for pointer in one.shape.pointers if one.shape is not None else ():
        if file.has(pointer):
            yield pointer
            yield from _referred(file, file.at(pointer))
    if one.required_at is not None and file.has(one.required_at):
        yield one.required_at


def _referred(file: OpenApiFile, node: Any) -> Iterator[str]:
    """Yield the schemas that ``node`` refers to, itself or in its ``allOf``."""
    if not isinstance(node, dict):
        return
    for one in (node, *node.get("allOf", ())):
        target = one.get("$ref") if isinstance(one, dict) else None
        if isinstance(target, str) and target.startswith("#/") and file.has(target[1:]):
            yield target[1:]


def _passage(file: OpenApiFile, pointer: str) -> Passage | None:
    found = file.passage(pointer)
    if found is None:
        return None
    line, text = found
    lines = textwrap.dedent(text).splitlines()
    kept = lines[:_MOST_LINES] if len(lines) > _MOST_LINES else lines
    return Passage(file.name, line, "\n".join(kept), len(lines) - len(kept))
