"""What one contract says of a member: where it may stand, its type, null, bounds, enum, default, and what it requires."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from conformance.contract.contract import Contract
from conformance.contract.shape import Shape
from conformance.versions.branches import choose, ways
from conformance.versions.conjunction import KINDS, OBJECT, kinds_of
from conformance.versions.member_path import ANY_MEMBER, ELEMENT, MemberPath, PayloadPart

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


@dataclass(frozen=True)
class _Found:
    shape: Shape | None
    required: bool = True
    deprecated: bool = False
    forgotten: bool = False


def payload_shape(contract: Contract, part: PayloadPart) -> Shape | None:
    """Return the shape of ``part`` of the plain chat operation, None where the contract does not describe it."""
    operation = contract.operation
    payload = {"request": operation.request, "response": operation.answer}.get(part) or operation.chunk
    return payload.shape if payload else None


def facts_of(contract: Contract, path: MemberPath) -> MemberFacts | None:
    """Return what ``contract`` says of the member at ``path``, or None where it does not declare it."""
    found = _at(contract, path)
    return _together(found) if found else None


def members_at(contract: Contract, path: MemberPath) -> tuple[str, ...]:
    """Return the steps that go on from ``path``: names of members, ``[]`` for elements, ``*`` for a map's members."""
    steps: dict[str, None] = {}
    for one in _at(contract, path):
        for together in ways(one.shape, OBJECT) if one.shape is not None else ():
            steps |= dict.fromkeys(together.owners)
            if together.additional is not None:
                steps[ANY_MEMBER] = None
        for together in ways(one.shape, "array") if one.shape is not None else ():
            if together.items is not None:
                steps[ELEMENT] = None
    return tuple(steps)


def _at(contract: Contract, path: MemberPath) -> list[_Found]:
    root = payload_shape(contract, path.part)
    found = [_Found(root)] if root is not None else []
    for step in path.steps:
        found = list(dict.fromkeys(below for one in found for below in _below(one, step)))
    return found


def _below(one: _Found, step: str) -> Iterator[_Found]:
    if one.shape is None:
        return
    if step == ELEMENT:
        for together in ways(one.shape, "array"):
            if together.items is not None:
                yield _Found(together.items, required=False, forgotten=one.forgotten)
        return
    for together in ways(one.shape, OBJECT):
        owners = together.owners.get(step, ())
        if owners:
            yield _Found(
                together.member(step),
                frozenset((step,)) in together.required,
                any(owner.deprecated for owner in owners),
                one.forgotten or all(owner.defect for owner in owners),
            )
        elif step == ANY_MEMBER and together.additional is not None:
            yield _Found(together.additional, required=False, forgotten=one.forgotten)


def _together(found: list[_Found]) -> MemberFacts:
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
