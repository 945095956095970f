"""Walk a value along its shape and tell what a schema engine does not: what is undeclared, deprecated, or a defect.

What can be told at a place depends on the contract and on the branches that a value's tags choose. That is worked out
once a place, from the contract alone; a value is then looked up member by member.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Final, Literal, NamedTuple

from conformance.contract.shape import Defect, Shape
from conformance.wire.pointer import Path

# What has members or elements to tell of.
_HOLDERS: Final = (dict, list)


class Observation(NamedTuple):
    """Something at ``path``: an ``undeclared`` or ``deprecated`` member, or a ``defect`` of the file that was met.

    ``pointer`` is its place in the file; of an undeclared member the ``properties`` that do not hold it, and
    ``declared`` are the members that are declared there.
    """

    kind: Literal["undeclared", "deprecated", "defect"]
    path: Path
    pointer: str
    declared: tuple[str, ...] = ()
    defect: Defect | None = None


def observe(value: Any, shape: Shape, path: Path = ()) -> Sequence[Observation]:
    """Return what there is to tell about ``value``, outermost first."""
    found: list[Observation] = []
    _observe(value, _place(shape), path, found)
    return found


def _observe(value: Any, place: "_Place", path: Path, found: list[Observation]) -> None:
    if isinstance(value, dict):
        here = place.only or place.members(value)
        if here.missing_by_intent:
            _observe_missing(value, here, path, found)
        if not value.keys() <= here.silent:
            _observe_members(value, here, path, found)
    elif isinstance(value, list):
        if place.elements is not None:
            for index, element in enumerate(value):
                _observe(element, place.elements, (*path, index), found)
    elif value is None and place.null_defect is not None:
        found.append(Observation("defect", path, place.null_defect.pointer, defect=place.null_defect))


def _observe_missing(value: dict[str, Any], here: "_Members", path: Path, found: list[Observation]) -> None:
    for name, undefined in here.missing_by_intent:
        if name not in value:
            found.append(Observation("defect", path, undefined.pointer, defect=undefined))


def _observe_members(value: dict[str, Any], here: "_Members", path: Path, found: list[Observation]) -> None:
    for name, member in value.items():
        if name in here.silent:
            continue
        below = here.telling.get(name)
        if below is not None:
            if below.deprecated:
                found.append(Observation("deprecated", (*path, name), below.deprecated))
            if below.defect:
                found.append(Observation("defect", (*path, name), below.defect.pointer, defect=below.defect))
            if member is None or isinstance(member, _HOLDERS):
                _observe(member, below.place, (*path, name), found)
        elif here.closed and name not in here.undecided:
            found.append(Observation("undeclared", (*path, name), here.pointer, here.declared))
        else:
            for additional in here.additional:
                _observe(member, additional, (*path, name), found)


@dataclass(frozen=True, slots=True)
class _Below:
    """A declared member of which there may be something to tell, or of what it holds."""

    deprecated: str | None
    defect: Defect | None
    place: "_Place"


@dataclass(frozen=True, slots=True)
class _Members:
    """What is to tell of the members of an object: of the ``silent`` ones nothing, whatever they hold."""

    silent: frozenset[str]
    telling: dict[str, _Below]
    missing_by_intent: tuple[tuple[str, Defect], ...]
    closed: bool
    undecided: frozenset[str]
    declared: tuple[str, ...]
    pointer: str
    additional: tuple["_Place", ...]


class _Place:
    """One shape, and what is to tell of its values; of objects by the tags that choose their branches."""

    def __init__(self, shape: Shape) -> None:
        self._shape = shape
        self.null_defect = shape.null.defect
        self._tags = tuple(_tags(shape).items())
        self.only: _Members | None = None  # where no tag chooses
        self._members: dict[tuple[str | None, ...], _Members] = {}

    @cached_property
    def silent(self) -> bool:
        """Whether there is nothing to tell of any value."""
        shape = self._shape
        says = shape.groups or shape.members or shape.items_pointers or shape.additional_pointers
        return not (says or shape.missing_by_intent or self.null_defect)

    @cached_property
    def elements(self) -> "_Place | None":
        """The place of an array's elements, or None where there is nothing to tell of them."""
        pointers = _together(pointer for one in applying(self._shape, []) for pointer in one.items_pointers)
        below = _place(self._shape.shapes.of(pointers)) if pointers else None
        return None if below is None or below.silent else below

    def members(self, value: dict[str, Any]) -> _Members:
        """Return what is to tell of the members of ``value``."""
        key = tuple([tag if _text(tag := value.get(name)) in known else None for name, known in self._tags])
        members = self._members.get(key)
        if members is None:
            members = self._members[key] = _members(tuple(applying(self._shape, value)), value)
            self.only = None if self._tags else members
        return members


# A contract is kept as long as it judges; a test's own shapes go.
@lru_cache(maxsize=8192)
def _place(shape: Shape) -> _Place:
    return _Place(shape)


def _text(tag: Any) -> str | None:
    return tag if isinstance(tag, str) else None


def _tags(shape: Shape) -> dict[str, frozenset[str]]:
    """Return the members that choose a branch of ``shape``, or of one of its branches, with the values that do."""
    found: dict[str, frozenset[str]] = {}
    for one in shape.all_shapes():
        for group in one.groups:
            if group.tag is not None and group.by_tag:
                found[group.tag] = found.get(group.tag, frozenset()) | frozenset(group.tags)
    return found


def _members(here: tuple[Shape, ...], value: dict[str, Any]) -> _Members:
    shapes = here[0].shapes
    is_open = any(one.additional_allowed or one.additional_pointers for one in here) or not any(
        one.members for one in here
    )
    declared = tuple(dict.fromkeys(known for one in here for known in one.members))
    telling: dict[str, _Below] = {}
    for name in declared:
        owners = [one.members[name] for one in here if name in one.members]
        deprecated = next((owner.deprecated for owner in owners if owner.deprecated), None)
        defect = next((owner.defect for owner in owners if owner.defect), None)
        if not all(owner.defect for owner in owners):
            defect = None
        place = _place(shapes.of(_together(pointer for owner in owners for pointer in owner.pointers)))
        if deprecated or defect or not place.silent:
            telling[name] = _Below(deprecated, defect, place)
    return _Members(
        frozenset(declared) - telling.keys(),
        telling,
        tuple(item for one in here for item in one.missing_by_intent.items()),
        not is_open,
        _undecided(here, value),
        declared,
        here[0].property_pointer(),
        tuple(_place(one.additional) for one in here if one.additional is not None),
    )


def applying(shape: Shape, value: Any) -> Iterator[Shape]:
    """Yield the shape and those branches of it that ``value`` itself chooses."""
    yield shape
    for group in shape.groups:
        for branch in group.chosen(value):
            yield from applying(branch.shape, value)


def _undecided(here: tuple[Shape, ...], value: dict[str, Any]) -> frozenset[str]:
    """Return the members that some branch declares where the tag names none: that is wrong then, and they may not be."""
    return frozenset(
        name
        for one in here
        for group in one.groups
        if group.tag is not None and not group.chosen(value)
        for branch in group.branches
        for shape in branch.shape.all_shapes()
        for name in shape.members
    )


def _together(pointers: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(pointers))
