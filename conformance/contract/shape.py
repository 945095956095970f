"""What a schema accepts, however it is written: ``allOf`` and ``$ref`` merged, branches told apart, intent beside letter.

A Shape is the conjunction of one or several schemas of one file. It is built when it is asked for, so that a look
at one member does not read the whole contract.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from conformance.contract.group import Group
    from conformance.contract.shapes import Shapes

# "number" includes "integer"; the two are told apart only where a schema says "integer".
TYPES: Final = ("object", "array", "string", "number", "boolean", "null")
ANY: Final = frozenset((*TYPES, "integer"))


@dataclass(frozen=True, slots=True)
class Keyword:
    """One JSON Schema keyword of a shape and the pointer where it stands in the file."""

    name: str
    value: Any
    pointer: str
    extensible: bool = False  # an enum that x-ms-enum.modelAsString opens


@dataclass(frozen=True, slots=True)
class Defect:
    """A place where the file contradicts itself; ``message`` says how, without a full stop."""

    pointer: str
    message: str


@dataclass(frozen=True, slots=True)
class Requirement:
    """A member that must be there; where member ``unless`` is there it need not.

    ``needless``: the file requires it, and the service does without it.
    """

    pointer: str
    unless: str | None = None
    needless: Defect | None = None


@dataclass(frozen=True)
class Member:
    """A declared member: where, and whether it is deprecated or was added by an amendment."""

    pointers: tuple[str, ...]
    deprecated: str | None = None
    defect: Defect | None = None


@dataclass(frozen=True)
class Nullness:
    """Whether null is accepted: by the letter, by the evident intent (``defect`` says why), or not."""

    accepted: bool
    defect: Defect | None = None


@dataclass(frozen=True, eq=False)
class Shape:
    """What an instance at one place may be; ``pointers`` are the schemas whose conjunction it is."""

    shapes: "Shapes" = field(repr=False)
    pointers: tuple[str, ...]
    types: frozenset[str]
    type_pointer: str
    null: Nullness
    keywords: tuple[Keyword, ...]
    members: dict[str, Member]
    required: dict[str, Requirement]
    dropped: dict[str, Defect]  # members that the file requires and defines nowhere
    items_pointers: tuple[str, ...]
    additional_pointers: tuple[str, ...]
    additional_allowed: bool | None  # None: the file does not say
    additional_pointer: str
    groups: "tuple[Group, ...]"
    default: Any = None
    has_default: bool = False
    deprecated: str | None = None

    @cached_property
    def missing_by_intent(self) -> dict[str, Defect]:
        """The members that the file requires and that need not be there, with the defect of the file."""
        needless = {name: one.needless for name, one in self.required.items() if one.needless is not None}
        return {**self.dropped, **needless}

    @property
    def declares_members(self) -> bool:
        """Whether an object's members are listed, so that another one is undeclared and not simply the user's own."""
        return bool(self.members) or any(group.declares_members for group in self.groups)

    @property
    def open(self) -> bool:
        """Whether any member may be there: a map, or an object of which nothing is said."""
        return (
            self.additional_allowed is True
            or bool(self.additional_pointers)
            or (not self.declares_members and self.additional_allowed is None)
        )

    def member(self, name: str) -> "Shape | None":
        """Return the shape of member ``name`` as this shape itself declares it, or None."""
        found = self.members.get(name)
        return self.shapes.of(found.pointers) if found else None

    @cached_property
    def items(self) -> "Shape | None":
        """The shape of an array's elements, or None where nothing is said of them."""
        return self.shapes.of(self.items_pointers) if self.items_pointers else None

    @cached_property
    def additional(self) -> "Shape | None":
        """The shape of a map's values, or None."""
        return self.shapes.of(self.additional_pointers) if self.additional_pointers else None

    def keyword(self, name: str) -> Keyword | None:
        """Return the first keyword ``name`` of this shape, or None."""
        return next((keyword for keyword in self.keywords if keyword.name == name), None)

    @cached_property
    def listed(self) -> tuple[Any, ...] | None:
        """The values that an enum allows (all enums together), or None where any is allowed."""
        enums = [keyword.value for keyword in self.keywords if keyword.name == "enum"]
        if not enums:
            return None
        return tuple(value for value in enums[0] if all(value in other for other in enums[1:]))

    def all_shapes(self) -> "Iterator[Shape]":
        """Yield this shape and those of its branches, at the same place of the instance."""
        yield self
        for group in self.groups:
            for branch in group.branches:
                yield from branch.shape.all_shapes()

    def property_pointer(self) -> str:
        """Return where the members are declared, for one that is not: the nearest ``properties`` of the file."""
        for shape in self.all_shapes():
            for member in shape.members.values():
                return member.pointers[0].rpartition("/")[0]
        return self.pointers[0]


def json_type(value: Any) -> str:
    """Return the JSON type of ``value``; ``integer`` only for a number without a fraction."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, str):
        return "string"
    if isinstance(value, dict):
        return "object"
    if isinstance(value, list):
        return "array"
    return "integer" if isinstance(value, int) or value == value.to_integral_value() else "number"
