"""Compare what two shapes accept, place by place; how either is written makes no difference."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from conformance.contract.shape import Shape
from conformance.versions.branches import Choice, choose
from conformance.versions.compare_alternatives import compare_alternatives
from conformance.versions.compare_keywords import compare_keywords
from conformance.versions.compare_objects import compare_objects
from conformance.versions.conjunction import KINDS, OBJECT, Conjunction, kinds_of
from conformance.versions.contents import Contents
from conformance.versions.delta import Delta
from conformance.versions.differing_places import places_of_null, places_of_types
from conformance.versions.member_path import ELEMENT
from conformance.versions.smallest import Impossible, smallest_array, smallest_of

_WORDS = {"object": "an object", "array": "an array", "integer": "an integer", "boolean": "true or false"}


class Comparison:
    """Compares shapes of two files; each pair once, so that schemas that hold themselves come to an end."""

    def __init__(self) -> None:
        self._known: dict[Any, tuple[Delta, ...]] = {}

    def of(self, left: Shape | None, right: Shape | None) -> tuple[Delta, ...]:
        """Return what differs; None is a place of which nothing is said, where everything is accepted."""
        key = self._key(left, right)
        if key not in self._known:
            self._known[key] = ()  # met again below itself: what differs there is told where it is met first
            self._known[key] = tuple(self._compare(left, right))
        return self._known[key]

    def _key(self, left: Shape | None, right: Shape | None) -> Any:
        return left, right

    def _compare(self, left: Shape | None, right: Shape | None) -> Iterator[Delta]:
        yield from _null(left, right)
        types = tuple(_types(left, right))
        yield from types
        for kind in _common_kinds(left, right):
            if kind == OBJECT:
                yield from compare_objects(left, right, self.of)
                continue
            one, other = choose(left, kind, {}), choose(right, kind, {})
            if one.ambiguous or other.ambiguous:
                if not types:
                    yield from compare_alternatives(left, right, kind, (one, other), self.of)
                continue
            yield from compare_keywords(one.conjunction, other.conjunction, kind)
            if kind == "array":
                yield from self._elements(one, other)

    def _elements(self, left: Choice, right: Choice) -> Iterator[Delta]:
        for delta in self.of(left.conjunction.items, right.conjunction.items):
            one, other = left.conjunction, right.conjunction
            yield delta.below(ELEMENT, partial(_array, one), partial(_array, other))


class ComparisonOfMany(Comparison):
    """Compares shapes of many files; what says the same at the same place of several files once.

    Pointers of what differs are those of the first file that it was met in.
    """

    def __init__(self) -> None:
        super().__init__()
        self._contents = Contents()

    def of(self, left: Shape | None, right: Shape | None) -> tuple[Delta, ...]:
        """Return what differs, see ``Comparison.of``."""
        return () if self._contents.of(left) == self._contents.of(right) else super().of(left, right)

    def _key(self, left: Shape | None, right: Shape | None) -> Any:
        # One file may say the same at two places; what differs at both is told at both.
        return tuple((self._contents.of(one), one.pointers if one else ()) for one in (left, right))


def _array(together: Conjunction, element: Any) -> list[Any]:
    return smallest_array(together, element)


def _null(left: Shape | None, right: Shape | None) -> Iterator[Delta]:
    before = left is None or left.null.accepted
    after = right is None or right.null.accepted
    if before == after:
        return
    if left is None or right is None:
        if kinds_of(left) != kinds_of(right):
            return  # told as a change of type
        places = (left.type_pointer if left else None, right.type_pointer if right else None)
    else:
        places = places_of_null(left, right)
    yield Delta(
        (),
        "null-removed" if before else "null-added",
        *places,
        _nothing if before else None,
        _nothing if after else None,
        ("may be null" if before else "is never null", "may be null" if after else "is never null"),
    )


def _nothing() -> None:
    return None


def _types(left: Shape | None, right: Shape | None) -> Iterator[Delta]:
    before, after = kinds_of(left), kinds_of(right)
    lost, gained = _missing(before, after), _missing(after, before)
    if not lost and not gained:
        return
    yield Delta(
        (),
        "type-changed",
        *places_of_types(left, right, lost, gained),
        partial(_any_of, left, lost, right) if lost else None,
        partial(_any_of, right, gained, left) if gained else None,
        (in_words(before, left), in_words(after, right)),
    )


def _missing(some: frozenset[str], others: frozenset[str]) -> frozenset[str]:
    missing = some - others
    return missing - {"integer"} if "number" in others else missing


def _any_of(shape: Shape | None, kinds: frozenset[str], other: Shape | None) -> Any:
    """Return a value of one of ``kinds``; a number is one that is not an integer where ``other`` takes integers."""
    for kind in sorted(kinds):
        try:
            if kind == "number" and "integer" in kinds_of(other):
                return _fraction(shape)
            return smallest_of(shape, kind)
        except Impossible:
            continue
    raise Impossible


def _fraction(shape: Shape | None) -> Any:
    from conformance.contract.shape import json_type
    from conformance.versions.smallest import candidates, fits

    together = choose(shape, "number", {}).conjunction
    for value in candidates(together, "number"):
        if json_type(value) == "number" and fits(together, "number", value):
            return value
    raise Impossible


def _common_kinds(left: Shape | None, right: Shape | None) -> list[str]:
    """Return the JSON types that both take: integer where one takes integers only."""
    before, after = kinds_of(left), kinds_of(right)
    common = before & after
    if ("integer" in before and "number" in after) or ("number" in before and "integer" in after):
        common |= {"integer"}
    return [kind for kind in KINDS if kind in common]


def in_words(kinds: frozenset[str], shape: Shape | None = None) -> str:
    """Return JSON types as a reader says them: ``a string or an array``."""
    if shape is None or kinds == kinds_of(None):
        return "anything"
    if not kinds:
        return "nothing at all"
    return " or ".join(_WORDS.get(kind, f"a {kind}") for kind in KINDS if kind in kinds)
