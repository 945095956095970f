"""The smallest value that a shape accepts: what an example is made of."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any, Final

from conformance.contract.shape import Shape
from conformance.versions.branches import ABSENT, OTHER, Choice, Tags, choose, values_of
from conformance.versions.conjunction import OBJECT, Conjunction, kinds_of, within

_DEEPEST: Final = 24
_PREFERRED: Final = ("string", "boolean", "integer", "number", "array", OBJECT)


class Impossible(Exception):
    """No value is accepted, or none was found."""


def smallest(shape: Shape | None, depth: int = 0) -> Any:
    """Return a small value that ``shape`` accepts, with declared members only; raises Impossible."""
    if shape is None:
        return "text"
    if depth > _DEEPEST:
        raise Impossible
    kinds = kinds_of(shape)
    for kind in _PREFERRED:
        if kind in kinds:
            try:
                return smallest_of(shape, kind, depth)
            except Impossible:
                continue
    if shape.null.accepted:
        return None
    raise Impossible


def smallest_of(shape: Shape | None, kind: str, depth: int = 0) -> Any:
    """Return a small value of JSON type ``kind`` that ``shape`` accepts; raises Impossible."""
    if kind == OBJECT:
        return smallest_object(shape, {}, {}, depth=depth)
    together = _decided(shape, kind, {}).conjunction
    if kind == "array":
        return smallest_array(together, depth=depth)
    return next(_fitting(together, kind, candidates(together, kind)))


def smallest_array(together: Conjunction, element: Any = ABSENT, count: int = 0, depth: int = 0) -> list[Any]:
    """Return an array of ``count`` elements, or more where they must be; each is ``element`` where one is given."""
    keyword = together.keywords.get("minItems")
    number = max(count, keyword.value if keyword is not None else 0, 0 if element is ABSENT else 1)
    return [smallest(together.items, depth + 1) if element is ABSENT else element for _ in range(number)]


def smallest_object(
    shape: Shape | None, tags: Tags, members: Mapping[str, Any], without: Collection[str] = (), depth: int = 0
) -> dict[str, Any]:
    """Return an object with the tags and members given, and of the others only what must be there.

    Where one of several members must be there, it is none of ``without``. Raises Impossible.
    """
    choice = _decided(shape, OBJECT, tags)
    together = choice.conjunction
    made = {name: value for name, value in _tags_of(shape, tags).items() if value is not ABSENT}
    made |= members
    for names in together.required:
        if not names & set(made):
            name = next((name for name in sorted(names) if name not in without and name in together.owners), None)
            if name is None:
                name = min(names)
            made[name] = smallest(together.member(name), depth + 1)
    order = {name: place for place, name in enumerate(together.owners)}
    return dict(sorted(made.items(), key=lambda item: order.get(item[0], len(order))))


def _tags_of(shape: Shape | None, tags: Tags) -> dict[str, Any]:
    """Return ``tags`` with a value for each tag that they leave undecided: the first that is taken."""
    decided = dict(tags)
    while (undecided := choose(shape, OBJECT, decided).undecided) is not None:
        for value in (*dict.fromkeys(values_of(shape, undecided)), ABSENT, OTHER):
            if choose(shape, OBJECT, {**decided, undecided: value}).taken:
                decided[undecided] = value
                break
        else:
            raise Impossible
    return decided


def _decided(shape: Shape | None, kind: str, tags: Tags) -> Choice:
    choice = choose(shape, kind, _tags_of(shape, tags) if kind == OBJECT else tags)
    if not choice.taken or choice.ambiguous is not None:
        raise Impossible
    return choice


def candidates(together: Conjunction, kind: str) -> list[Any]:
    """Return values of JSON type ``kind`` on both sides of every bound, and those that are listed."""
    listed = together.keywords.get("enum")
    found: list[Any] = list(listed.value) if listed is not None else []
    bounds = [keyword.value for name, keyword in together.keywords.items() if name in _BOUNDS[kind]]
    if kind == "boolean":
        return [*found, False, True]
    if kind == "string":
        return [*found, "text", "", *("x" * n for bound in bounds for n in range(max(bound - 1, 0), bound + 2))]
    found += [0, 1, -1, *(bound + step for bound in bounds for step in (0, -1, 1))]
    if kind == "number":
        half = Decimal("0.5")
        exact = [Decimal(str(bound)) for bound in bounds]
        found += [half, -half, *(bound + step for bound in exact for step in (half, -half))]
        found += [(one + other) / 2 for one in exact for other in exact if one != other]
    return found


def fits(together: Conjunction, kind: str, value: Any) -> bool:
    """Return whether every keyword of ``together`` takes ``value``, which is of JSON type ``kind``."""
    from conformance.contract.shape import json_type

    found = json_type(value)
    right = found == kind or (kind == "number" and found == "integer")
    return right and all(within(value, kind, keyword) for keyword in together.keywords.values())


def _fitting(together: Conjunction, kind: str, values: list[Any]) -> Any:
    for value in values:
        if fits(together, kind, value):
            yield value
    raise Impossible


_NUMBERS: Final = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
_BOUNDS: Final = {"string": ("minLength", "maxLength"), "integer": _NUMBERS, "number": _NUMBERS, "boolean": ()}
