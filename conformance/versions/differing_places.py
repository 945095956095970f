"""Where in a contract a fact stands: the keyword that says it, and its line and column."""

from collections.abc import Iterator
from typing import Any

from conformance.contract.shape import ANY, Shape


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


def places_of_null(left: Shape, right: Shape) -> tuple[str, str]:
    """Return where each side says whether null may be there: the very schema that differs, where one can be found."""
    accepting, other = (left, right) if left.null.accepted else (right, left)
    places = differing(accepting, other)
    if places is None:
        return place_of_null(left), place_of_null(right)
    return places if accepting is left else (places[1], places[0])


def differing(shape: Shape, other: Shape) -> tuple[str, str] | None:
    """Return the first of the schemas of ``shape`` that says something else of types, null or values in ``other``'s file.

    The first place is in the file of ``shape``; None where its schemas stand nowhere else or say the same.
    """
    for pointer, node in _nodes(shape):
        twin = other.shapes.file.at(pointer) if other.shapes.file.has(pointer) else None
        if not isinstance(twin, dict):
            continue
        for name in ("nullable", "type", "enum"):
            if node.get(name) != twin.get(name):
                here, there = (f"{pointer}/{name}" if name in one else pointer for one in (node, twin))
                return here, there
    return None


def places_of_types(
    left: Shape | None, right: Shape | None, lost: frozenset[str], gained: frozenset[str]
) -> tuple[str | None, str | None]:
    """Return where each side says its types: the very ``type`` that differs, of a branch too, where one can be found."""
    if left is None or right is None:
        return (left.type_pointer if left else None), (right.type_pointer if right else None)
    if lost:
        bringing, lacking = _bringing(left, right, lost)
    else:
        lacking, bringing = _bringing(right, left, gained)[::-1]
    return (bringing, lacking) if lost else (lacking, bringing)


def _bringing(one: Shape, other: Shape, kinds: frozenset[str]) -> tuple[str, str]:
    """Return where ``one`` brings ``kinds``, and where ``other`` does not take them."""
    refusing = [group for group in other.groups if group.kind != "discriminator" and not kinds <= group.types]
    pointers = [group.pointer for group in refusing]
    for group in one.groups:
        if kinds <= one.types and kinds <= other.types and group.pointer in (pointers or [group.pointer]):
            for branch in group.branches:
                if kinds & branch.shape.types and branch.shape.types != ANY:
                    place = branch.shape.type_pointer
                    return place, place_in(other, place) or (pointers or [other.type_pointer])[0]
    place = one.type_pointer
    if kinds <= other.types:
        return place, (pointers or [other.type_pointer])[0]
    return place, other.type_pointer


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
