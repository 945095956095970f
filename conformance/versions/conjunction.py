"""The shapes that hold together for one kind of value at one place, seen as one."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from conformance.contract.group import spelled
from conformance.contract.json_schema import tightest
from conformance.contract.shape import Keyword, Member, Shape, json_type

OBJECT: Final = "object"
# What a value is for who chooses by its type; a number that is not an integer is told apart.
KINDS: Final = ("boolean", "string", "integer", "number", "array", "object")


@dataclass(frozen=True)
class Conjunction:
    """``shapes`` apply together to values of one JSON type; without any, everything is accepted."""

    shapes: tuple[Shape, ...]

    @cached_property
    def keywords(self) -> dict[str, Keyword]:
        """One keyword a name, the tightest; ``format`` of integers as the bounds that it means."""
        return {found.name: found for found in tightest(tuple(k for shape in self.shapes for k in shape.keywords))}

    @cached_property
    def owners(self) -> dict[str, tuple[Member, ...]]:
        """Each declared member with every declaration of it, in the order of the file."""
        found: dict[str, tuple[Member, ...]] = {}
        for shape in self.shapes:
            for name, member in shape.members.items():
                found[name] = (*found.get(name, ()), member)
        return found

    def member(self, name: str) -> Shape | None:
        """Return what member ``name`` has to be, or None where it is not declared."""
        return self._together(pointer for owner in self.owners.get(name, ()) for pointer in owner.pointers)

    @cached_property
    def items(self) -> Shape | None:
        """What an array's elements have to be, or None where nothing is said."""
        return self._together(pointer for shape in self.shapes for pointer in shape.items_pointers)

    @cached_property
    def additional(self) -> Shape | None:
        """What a map's values have to be, or None where nothing is said."""
        return self._together(pointer for shape in self.shapes for pointer in shape.additional_pointers)

    @cached_property
    def open(self) -> bool:
        """Whether any further member may be there and is not undeclared (a map, a free object)."""
        free = any(shape.additional_allowed or shape.additional_pointers for shape in self.shapes)
        return free or not self.owners

    @cached_property
    def closed(self) -> Shape | None:
        """The shape that refuses further members, or None."""
        return next((shape for shape in self.shapes if shape.additional_allowed is False and not shape.groups), None)

    @cached_property
    def required(self) -> dict[frozenset[str], str]:
        """Sets of members of which one must be there by the file, with the place that says so: usually one member each."""
        return self._required(needless=True)

    @cached_property
    def demanded(self) -> dict[frozenset[str], str]:
        """Those of ``required`` that the service does not do without."""
        return self._required(needless=False)

    def _required(self, needless: bool) -> dict[frozenset[str], str]:
        return {
            frozenset((name, requirement.unless) if requirement.unless else (name,)): requirement.pointer
            for shape in self.shapes
            for name, requirement in shape.required.items()
            if needless or requirement.needless is None
        }

    @property
    def pointer(self) -> str | None:
        """Where the first shape stands in its file."""
        return self.shapes[0].pointers[0] if self.shapes else None

    def _together(self, pointers: Iterable[str]) -> Shape | None:
        distinct = tuple(dict.fromkeys(pointers))
        return self.shapes[0].shapes.of(distinct) if distinct else None


def takes_scalar(shape: Shape | None, value: Any) -> bool:
    """Return whether ``shape`` takes a string, number, boolean or null, by type, enum and bounds."""
    if shape is None:
        return True
    if value is None:
        return shape.null.accepted
    kind = json_type(value)
    if kind not in kinds_of(shape) and not (kind == "integer" and "number" in kinds_of(shape)):
        return False
    return all(within(value, kind, keyword) for keyword in Conjunction((shape,)).keywords.values())


def within(value: Any, kind: str, keyword: Keyword) -> bool:
    """Return whether ``value`` of type ``kind`` satisfies one keyword; those that need an engine are taken as satisfied."""
    expected = keyword.value
    match keyword.name:
        case "enum":
            return any(same(value, listed) for listed in expected)
        case "minimum" if kind in ("integer", "number"):
            return bool(value >= expected)
        case "maximum" if kind in ("integer", "number"):
            return bool(value <= expected)
        case "exclusiveMinimum" if kind in ("integer", "number"):
            return bool(value > expected)
        case "exclusiveMaximum" if kind in ("integer", "number"):
            return bool(value < expected)
        case "minLength" if kind == "string":
            return bool(len(value) >= expected)
        case "maxLength" if kind == "string":
            return bool(len(value) <= expected)
        case _:
            return True


def same(left: Any, right: Any) -> bool:
    """Return whether two JSON values are equal; true is not 1."""
    if _numeric(left) and _numeric(right):
        return bool(left == right)
    return type(left) is type(right) and bool(left == right)


def _numeric(value: Any) -> bool:
    return json_type(value) in ("integer", "number")


def kinds_of(shape: Shape | None) -> frozenset[str]:
    """Return the JSON types that ``shape`` and its branches take together, null aside; number without integer."""
    if shape is None:
        return frozenset(KINDS) - {"integer"}
    kinds = spelled(shape.types - {"null"})
    for group in shape.groups:
        if group.kind != "discriminator":
            kinds = _common(kinds, frozenset().union(*(kinds_of(branch.shape) for branch in group.branches)))
    listed = shape.listed
    if listed is not None:
        said = {json_type(value) for value in listed}
        kinds = frozenset(kind for kind in kinds if kind in said or (kind == "number" and "integer" in said))
    return kinds


def _common(left: frozenset[str], right: frozenset[str]) -> frozenset[str]:
    common = left & right
    if ("integer" in left and "number" in right) or ("number" in left and "integer" in right):
        common |= {"integer"}
    return common
