"""Where in a contract a fact stands: the keyword that says it, and its line and column."""

from collections.abc import Iterator
from typing import Any

from conformance.contract.contract import Contract
from conformance.contract.shape import Shape
from conformance.finding import SpecPlace


def spec_place(contract: Contract, pointer: str | None) -> SpecPlace | None:
    """Return ``pointer`` with line and column, None where there is none.

    A member that the file forgot and the contract adds has no line: the nearest place that encloses it is named.
    """
    if pointer is None:
        return None
    file = contract.shapes.original
    while pointer and not file.has(pointer):
        pointer = pointer.rpartition("/")[0]
    found = contract.line_column(pointer)
    return SpecPlace(contract.file, pointer, found.line if found else None, found.column if found else None)


def place_of_null(shape: Shape) -> str:
    """Return the keyword that lets null pass, or the type that does not."""
    if not shape.null.accepted:
        return shape.type_pointer
    for pointer, node in _nodes(shape):
        if "nullable" in node:
            return f"{pointer}/nullable"
    for pointer, node in _nodes(shape):
        if "type" in node and "null" in node["type"]:
            return f"{pointer}/type"
    return shape.type_pointer


def place_of_type(shape: Shape | None, kinds: frozenset[str] = frozenset()) -> str | None:
    """Return where the types of ``shape`` are said: its own ``type``, or the branch that brings ``kinds``."""
    if shape is None:
        return None
    for group in shape.groups:
        if group.kind != "discriminator" and shape.type_pointer == shape.pointers[0]:
            bringing = [branch for branch in group.branches if kinds and kinds <= branch.shape.types]
            return bringing[0].shape.type_pointer if bringing else group.pointer
    return shape.type_pointer


def place_in(shape: Shape, pointer: str | None) -> str | None:
    """Return ``pointer`` where the file of ``shape`` has it too, else None."""
    return pointer if pointer is not None and shape.shapes.file.has(pointer) else None


def _nodes(shape: Shape) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the schemas that ``shape`` is made of, those of its branches too, as they stand in the file."""
    todo = list(reversed(shape.pointers))
    seen: set[str] = set()
    while todo:
        pointer = todo.pop()
        if pointer in seen or not shape.shapes.file.has(pointer):
            continue
        seen.add(pointer)
        node = shape.shapes.file.at(pointer)
        if not isinstance(node, dict):
            continue
        yield pointer, node
        for kind in ("anyOf", "oneOf", "allOf"):
            todo.extend(f"{pointer}/{kind}/{index}" for index in reversed(range(len(node.get(kind, ())))))
        if str(node.get("$ref", "")).startswith("#/"):
            todo.append(node["$ref"][1:])
