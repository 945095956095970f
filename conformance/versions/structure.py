"""What of a body decides which members are undeclared: its names, its types and its tags, and nothing that is user's text."""

from collections.abc import Collection
from typing import Any

from conformance.contract.shape import Shape, json_type

Structure = Any


def structure_of(value: Any, tags: Collection[str]) -> Structure:
    """Return what two bodies have in common that hold the same members: hashable, and the same for equal elements.

    ``tags`` are the members whose text chooses a branch.
    """
    if isinstance(value, dict):
        return tuple(
            (name, member if isinstance(member, str) and name in tags else structure_of(member, tags))
            for name, member in value.items()
        )
    if isinstance(value, list):
        return frozenset(structure_of(element, tags) for element in value)
    kind = type(value)
    return kind if kind in (str, int, bool, type(None)) else json_type(value)


def tags_below(shape: Shape, seen: set[Shape]) -> set[str]:
    """Return the members that choose a branch somewhere below ``shape``."""
    if shape in seen:
        return set()
    seen.add(shape)
    found = {group.tag for group in shape.groups if group.tag is not None}
    members = (shape.member(name) for name in shape.members)
    branches = (branch.shape for group in shape.groups for branch in group.branches)
    for below in (*members, shape.items, shape.additional, *branches):
        if below is not None:
            found |= tags_below(below, seen)
    return found
