"""Compare what two shapes accept of objects: the values of their tags first, then members, case by case."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from conformance.contract.shape import Shape
from conformance.versions.branches import ABSENT, OTHER, Choice, Tags, choose, values_of
from conformance.versions.compare_alternatives import compare_alternatives
from conformance.versions.compare_keywords import compare_keywords, listed_in_words
from conformance.versions.compare_members import compare_members
from conformance.versions.conjunction import OBJECT
from conformance.versions.delta import Delta, Kind, Witness, merged
from conformance.versions.differing_places import differing, place_in, place_of_null
from conformance.versions.smallest import smallest_object

Compare = Callable[[Shape | None, Shape | None], tuple[Delta, ...]]


def compare_objects(left: Shape | None, right: Shape | None, compare: Compare, tags: Tags | None = None) -> Iterator[Delta]:  # fmt: skip
    """Yield what differs for objects; ``tags`` are those that are decided already."""
    tags = tags or {}
    one, other = choose(left, OBJECT, tags), choose(right, OBJECT, tags)
    tag = one.undecided or other.undecided
    if tag is None:
        if one.taken and other.taken:
            yield from _case(left, right, one, other, compare, tags)
        return
    values = dict.fromkeys((*values_of(left, tag), *values_of(right, tag), None, ABSENT, OTHER))
    cases: list[tuple[Any, tuple[Delta, ...]]] = []
    common: list[tuple[Choice, Choice]] = []
    lost: dict[Any, tuple[Choice, Choice]] = {}
    gained: dict[Any, tuple[Choice, Choice]] = {}
    for value in values:
        decided = {**tags, tag: value}
        one, other = choose(left, OBJECT, decided), choose(right, OBJECT, decided)
        if one.taken and other.taken:
            common.append((one, other))
            cases.append((value, tuple(compare_objects(left, right, compare, decided))))
        elif one.taken:
            lost[value] = (one, other)
        elif other.taken:
            gained[value] = (one, other)
    yield from _tag_deltas(left, right, tag, tags, lost, gained, common)
    yield from merged(cases, tag)


def _case(
    left: Shape | None, right: Shape | None, one: Choice, other: Choice, compare: Compare, tags: Tags
) -> Iterator[Delta]:
    if one.ambiguous or other.ambiguous:
        yield from compare_alternatives(left, right, OBJECT, (one, other), compare)
        return
    yield from compare_keywords(one.conjunction, other.conjunction, OBJECT)
    yield from compare_members(left, right, one.conjunction, other.conjunction, tags, compare)


def _tag_deltas(
    left: Shape | None,
    right: Shape | None,
    tag: str,
    tags: Tags,
    lost: dict[Any, tuple[Choice, Choice]],
    gained: dict[Any, tuple[Choice, Choice]],
    common: list[tuple[Choice, Choice]],
) -> Iterator[Delta]:
    """Yield how the tag differs: whether it must be there, whether it may be null, which values it may have."""
    for special, kinds, steps in ((ABSENT, ("required-added", "required-removed"), ()), (None, ("null-removed", "null-added"), (tag,))):  # fmt: skip
        for found, kind in ((lost, kinds[0]), (gained, kinds[1])):
            if special in found:
                one, other = found.pop(special)
                places = _places(one, other, tag, special)
                if special is ABSENT:
                    places = _places_required(common, tag) or places
                yield _tag_delta(left, right, tag, tags, kind, steps, places, special, found is lost)  # type: ignore[arg-type]
    if not lost and not gained:
        return
    first = next(iter(lost.values()), None) or next(iter(gained.values()))
    last = next(iter(gained.values()), None) or first
    before, after = list(lost), list(gained)
    yield Delta(
        (tag,),
        "enum-changed",
        _places(*first, tag, next(iter(lost or gained)))[0],
        _places(*last, tag, next(iter(gained or lost)))[1],
        partial(_object, left, {**tags, tag: before[0]}) if before else None,
        partial(_object, right, {**tags, tag: after[0]}) if after else None,
        (_lists(before), _lists(after)),
    )


def _tag_delta(
    left: Shape | None,
    right: Shape | None,
    tag: str,
    tags: Tags,
    kind: Kind,
    steps: tuple[str, ...],
    places: tuple[str | None, str | None],
    value: Any,
    is_lost: bool,
) -> Delta:
    make: Witness = partial(_object, left if is_lost else right, {**tags, tag: value})
    said = ("may be null", "is never null") if value is None else (f"does not require `{tag}`", f"requires `{tag}`")
    says = said if is_lost else (said[1], said[0])
    return Delta(steps, kind, *places, make if is_lost else None, None if is_lost else make, says)


def _object(shape: Shape | None, tags: Tags) -> Any:
    return smallest_object(shape, tags, {})


def _lists(values: list[Any]) -> str:
    if not values:
        return "lists nothing more"
    listed = [value for value in values if value != OTHER]
    return "takes any value" if OTHER in values else f"lists {listed_in_words(listed)}"


def _places_required(common: list[tuple[Choice, Choice]], tag: str) -> tuple[str | None, str | None] | None:
    """Return the places of the branch that requires ``tag`` on one side only, None where there is no such branch."""
    name = frozenset((tag,))
    for choices in common:
        one, other = (choice.conjunction for choice in choices)
        if (name in one.required) != (name in other.required):
            demands, lacks = (one, other) if name in one.required else (other, one)
            here = demands.required[name]
            there = place_in(lacks.shapes[0], here) or lacks.shapes[-1].pointers[0]
            return (here, there) if demands is one else (there, here)
    return None


def _places(one: Choice, other: Choice, tag: str, value: Any) -> tuple[str | None, str | None]:
    """Return where each side says whether the tag may have ``value``; one of them takes it."""
    accepting, refusing = (one, other) if one.taken else (other, one)
    member = accepting.conjunction.member(tag)
    if value is not ABSENT and member is not None and refusing.conjunction.shapes:
        found = differing(member, refusing.conjunction.shapes[0])
        if found is None and (refusing.refused or "").endswith("/type"):
            there = refusing.refused  # the branch that the tag chooses is no object
            found = (
                place_in(accepting.conjunction.shapes[0], there) or _accepting(accepting, tag, value, None) or "",
                there or "",
            )
        if found is not None:
            return found if accepting is one else (found[1], found[0])
    return _place(one, other, tag, value), _place(other, one, tag, value)


def _place(own: Choice, other: Choice, tag: str, value: Any) -> str | None:
    """Return where one side says whether the tag may have ``value``; the other side's place where it is there too."""
    shapes = own.conjunction.shapes
    if not shapes:
        return None
    twin = place_in(shapes[0], _accepting(other, tag, value, shapes[0])) if own.refused else None
    return (
        twin
        or own.refused
        or _accepting(own, tag, value, other.conjunction.shapes[0] if other.conjunction.shapes else None)
    )


def _accepting(choice: Choice, tag: str, value: Any, other: Shape | None) -> str | None:
    """Return the keyword that takes ``value``: of several the one that says otherwise in the file of ``other``."""
    together = choice.conjunction
    if choice.refused:
        return None
    if value is ABSENT:
        return together.pointer
    member = together.member(tag)
    if member is None:
        return together.pointer
    if value is None:
        return place_of_null(member)
    listing = sorted((keyword for keyword in member.keywords if keyword.name == "enum"), key=lambda k: len(k.value))
    for keyword in listing:
        if (
            other is not None
            and place_in(other, keyword.pointer)
            and value not in other.shapes.file.at(keyword.pointer)
        ):
            return keyword.pointer
    return listing[0].pointer if listing else member.type_pointer
