"""Walk a value along its shape and tell what a schema engine does not: what is undeclared, deprecated, or a defect."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from conformance.contract.shape import Defect, Shape
from conformance.wire.pointer import Path


@dataclass(frozen=True, slots=True)
class Observation:
    """Something at ``path``: an ``undeclared`` or ``deprecated`` member, or a ``defect`` of the file that was met.

    ``pointer`` is its place in the file; of an undeclared member the ``properties`` that do not hold it, and
    ``declared`` are the members that are declared there.
    """

    kind: Literal["undeclared", "deprecated", "defect"]
    path: Path
    pointer: str
    declared: tuple[str, ...] = ()
    defect: Defect | None = None


def observe(value: Any, shape: Shape, path: Path = ()) -> Iterator[Observation]:
    """Yield what there is to tell about ``value``, outermost first."""
    if value is None:
        if shape.null.defect is not None:
            yield Observation("defect", path, shape.null.defect.pointer, defect=shape.null.defect)
        return
    here = tuple(applying(shape, value))
    if isinstance(value, dict):
        yield from _observe_object(value, here, path)
    elif isinstance(value, list):
        pointers = _together(pointer for one in here for pointer in one.items_pointers)
        if pointers:
            items = shape.shapes.of(pointers)
            for index, element in enumerate(value):
                yield from observe(element, items, (*path, index))


def _observe_object(value: dict[str, Any], here: tuple[Shape, ...], path: Path) -> Iterator[Observation]:
    shapes = here[0].shapes
    is_open = any(one.additional_allowed or one.additional_pointers for one in here) or not any(
        one.members for one in here
    )
    for one in here:
        for name, undefined in one.missing_by_intent.items():
            if name not in value:
                yield Observation("defect", path, undefined.pointer, defect=undefined)
    undecided = _undecided(here, value)
    declared: tuple[str, ...] | None = None
    for name, member in value.items():
        below = (*path, name)
        owners = [one.members[name] for one in here if name in one.members]
        if owners:
            deprecated = next((owner.deprecated for owner in owners if owner.deprecated), None)
            if deprecated:
                yield Observation("deprecated", below, deprecated)
            defect = next((owner.defect for owner in owners if owner.defect), None)
            if defect and all(owner.defect for owner in owners):
                yield Observation("defect", below, defect.pointer, defect=defect)
            pointers = _together(pointer for owner in owners for pointer in owner.pointers)
            yield from observe(member, shapes.of(pointers), below)
        elif not is_open and name not in undecided:
            if declared is None:
                declared = tuple(dict.fromkeys(known for one in here for known in one.members))
            yield Observation("undeclared", below, here[0].property_pointer(), declared)
        else:
            for one in here:
                if one.additional is not None:
                    yield from observe(member, one.additional, below)


def applying(shape: Shape, value: Any) -> Iterator[Shape]:
    """Yield the shape and those branches of it that ``value`` itself chooses."""
    yield shape
    for group in shape.groups:
        for branch in group.chosen(value):
            yield from applying(branch.shape, value)


def _undecided(here: tuple[Shape, ...], value: dict[str, Any]) -> set[str]:
    """Return the members that some branch declares where the tag names none: that is wrong then, and they may not be."""
    return {
        name
        for one in here
        for group in one.groups
        if group.tag is not None and not group.chosen(value)
        for branch in group.branches
        for shape in branch.shape.all_shapes()
        for name in shape.members
    }


def _together(pointers: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(pointers))
