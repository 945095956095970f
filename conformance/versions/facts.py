"""What one contract says of a member: where it may stand, its type, null, bounds, enum, default, and what it requires."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from conformance.contract.contract import Contract
from conformance.contract.shape import Shape
from conformance.versions.branches import choose, ways
from conformance.versions.conjunction import KINDS, OBJECT, kinds_of
from conformance.versions.declared import Declared, declared_at, declared_below
from conformance.versions.member_path import MemberPath

# Of several alternatives the loosest is told: the smallest of these, the largest of those.
_LOWER: Final = ("minimum", "exclusiveMinimum", "minItems", "minLength")
_UPPER: Final = ("maximum", "exclusiveMaximum", "maxItems", "maxLength")


@dataclass(frozen=True)
class MemberFacts:
    """What is said of one member, over all alternatives that declare it.

    ``types`` are JSON types, null aside. ``constraints`` are JSON Schema keywords with what is accepted: the bounds
    of an ``int64`` are exact, whatever the file rounds them to. ``requires`` are the members that each alternative
    requires, None where it is no object. ``forgotten``: the file does not declare it and the service takes it.
    """

    types: tuple[str, ...]
    null: bool
    required: bool
    deprecated: bool
    constraints: dict[str, Any]
    requires: tuple[str, ...] | None = None
    default: Any = None
    has_default: bool = False
    forgotten: bool = False

    def as_json(self) -> dict[str, Any] | None:
        """Return the facts as JSON; None for a member that the file itself does not declare."""
        if self.forgotten:
            return None
        found: dict[str, Any] = {
            "type": self.types[0] if len(self.types) == 1 else list(self.types),
            "null": self.null,
            "required": self.required,
            "deprecated": self.deprecated,
            **self.constraints,
        }
        if self.has_default:
            found["default"] = plain(self.default)
        if self.requires is not None:
            found["requires"] = list(self.requires)
        return found


def facts_of(contract: Contract, path: MemberPath) -> MemberFacts | None:
    """Return what ``contract`` says of the member at ``path``, or None where it does not declare it."""
    return facts_together(declared_at(contract, path))


def members_at(contract: Contract, path: MemberPath) -> tuple[str, ...]:
    """Return the steps that go on from ``path``: names of members, ``[]`` for elements, ``*`` for a map's members."""
    return tuple(declared_below(declared_at(contract, path), path.steps))


def facts_together(found: Sequence[Declared]) -> MemberFacts | None:
    """Return what the declarations of one member say together; None without any."""
    if not found:
        return None
    shapes = list(dict.fromkeys(one.shape for one in found))
    kinds = frozenset().union(*(kinds_of(shape) for shape in shapes))
    defaults = [shape for shape in shapes if shape is not None and shape.has_default]
    return MemberFacts(
        tuple(kind for kind in KINDS if kind in kinds and not (kind == "integer" and "number" in kinds)),
        any(shape is None or shape.null.accepted for shape in shapes),
        all(one.required for one in found),
        all(one.deprecated for one in found),
        _constraints(shapes, kinds),
        _requires(shapes) if kinds == {OBJECT} else None,
        defaults[0].default if defaults else None,
        bool(defaults),
        all(one.forgotten for one in found),
    )


def _constraints(shapes: list[Shape | None], kinds: frozenset[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for kind in (kind for kind in KINDS if kind in kinds and kind != OBJECT):
        said = [choose(shape, kind, {}).conjunction.keywords for shape in shapes if kind in kinds_of(shape)]
        for name in dict.fromkeys(name for keywords in said for name in keywords):
            values = [keywords[name].value for keywords in said if name in keywords]
            if len(values) == len(said):
                found[name] = plain(_loosest(name, values))
        formats = {keyword.value for shape in shapes if shape is not None and (keyword := shape.keyword("format"))}
        if len(formats) == 1:
            found["format"] = formats.pop()
    return found


def _loosest(name: str, values: list[Any]) -> Any:
    if name in _LOWER:
        return min(values)
    if name in _UPPER:
        return max(values)
    return list(dict.fromkeys(value for listed in values for value in listed)) if name == "enum" else values[0]


def _requires(shapes: list[Shape | None]) -> tuple[str, ...]:
    every = [together for shape in shapes for together in ways(shape, OBJECT)]
    names = dict.fromkeys(name for together in every for one in together.required if len(one) == 1 for name in one)
    return tuple(name for name in names if all(frozenset((name,)) in together.required for together in every))


def plain(value: Any) -> Any:
    """Return a number of a contract as JSON writes it: 1.5, and 2 for what is written 2.0."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
