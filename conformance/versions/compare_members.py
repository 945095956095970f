"""Compare the members that two conjunctions declare, require, or let pass beside."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from conformance.contract.shape import Shape
from conformance.versions.branches import Tags
from conformance.versions.conjunction import Conjunction
from conformance.versions.delta import Delta
from conformance.versions.member_path import ANY_MEMBER
from conformance.versions.smallest import smallest, smallest_object

Compare = Callable[[Shape | None, Shape | None], tuple[Delta, ...]]


def compare_members(
    left: Shape | None, right: Shape | None, one: Conjunction, other: Conjunction, tags: Tags, compare: Compare
) -> Iterator[Delta]:
    """Yield what differs for objects to which ``one`` applies on the left and ``other`` on the right.

    ``left`` and ``right`` are the shapes that these were chosen from by ``tags``, which are compared elsewhere.
    """
    into_left, into_right = partial(_with, left, tags), partial(_with, right, tags)
    for name in dict.fromkeys((*one.owners, *other.owners)):
        if name in tags:
            continue
        before, after = _admitted(one, name), _admitted(other, name)
        if before and after:
            for delta in compare(_member(one, name), _member(other, name)):
                yield delta.below(name, partial(into_left, name), partial(into_right, name))
        elif before:
            yield _removed(left, right, one, tags, name)
        elif after:
            yield _added(left, right, other, tags, name)
    yield from _required(left, right, one, other, tags)
    yield from _others(left, right, one, other, tags, compare)


def _admitted(together: Conjunction, name: str) -> bool:
    return name in together.owners or together.open


def _member(together: Conjunction, name: str) -> Shape | None:
    return together.member(name) if name in together.owners else together.additional


def _with(shape: Shape | None, tags: Tags, name: str, value: Any) -> dict[str, Any]:
    return smallest_object(shape, tags, {name: value})


def _made_with(shape: Shape | None, tags: Tags, together: Conjunction, name: str) -> dict[str, Any]:
    return smallest_object(shape, tags, {name: smallest(_member(together, name))})


def _without(shape: Shape | None, tags: Tags, names: frozenset[str]) -> dict[str, Any]:
    return smallest_object(shape, tags, {}, without=names)


def _removed(left: Shape | None, right: Shape | None, one: Conjunction, tags: Tags, name: str) -> Delta:
    place = one.owners[name][0].pointers[0]
    required = _is_required(one, name)
    lost = partial(_made_with, left, tags, one, name)
    gained = partial(_without, right, tags, frozenset((name,))) if required else None
    return Delta((name,), "member-removed", place, None, lost, gained, required=required)


def _added(left: Shape | None, right: Shape | None, other: Conjunction, tags: Tags, name: str) -> Delta:
    place = other.owners[name][0].pointers[0]
    required = _is_required(other, name)
    lost = partial(_without, left, tags, frozenset((name,))) if required else None
    gained = partial(_made_with, right, tags, other, name)
    return Delta((name,), "member-added", None, place, lost, gained, required=required)


def _is_required(together: Conjunction, name: str) -> bool:
    return frozenset((name,)) in together.required


def _required(
    left: Shape | None, right: Shape | None, one: Conjunction, other: Conjunction, tags: Tags
) -> Iterator[Delta]:
    """Yield what one side demands and the other does not require; a member that the other does not know at all is told of as such."""
    for names, pointer in other.demanded.items():
        if _demands_more(names, one, tags) and (_known(names, one) or len(names) > 1):
            lost = partial(_without, left, tags, names)
            says = ("does not require", "requires")
            yield Delta((), "required-added", one.pointer, pointer, lost, None, _says_required(says, names))
    for names, pointer in one.demanded.items():
        if _demands_more(names, other, tags) and (_known(names, other) or len(names) > 1):
            gained = partial(_without, right, tags, names)
            says = ("requires", "does not require")
            yield Delta((), "required-removed", pointer, other.pointer, None, gained, _says_required(says, names))


def _demands_more(names: frozenset[str], than: Conjunction, tags: Tags) -> bool:
    return not names & set(tags) and not any(known <= names for known in than.required)


def _known(names: frozenset[str], together: Conjunction) -> bool:
    return any(_admitted(together, name) for name in names)


def _says_required(says: tuple[str, str], names: frozenset[str]) -> tuple[str, str]:
    listed = " or ".join(f"`{name}`" for name in sorted(names))
    return f"{says[0]} {listed}", f"{says[1]} {listed}"


def _others(
    left: Shape | None, right: Shape | None, one: Conjunction, other: Conjunction, tags: Tags, compare: Compare
) -> Iterator[Delta]:
    """Yield what differs for members that are not declared: free, judged like a map's values, undeclared or refused."""
    if one.open and other.open:
        for delta in compare(one.additional, other.additional):
            put = partial(_with, left, tags, "anything"), partial(_with, right, tags, "anything")
            yield delta.below(ANY_MEMBER, *put)
        return
    before, after = _stance(one), _stance(other)
    if before == after:
        return
    lost = partial(_with, left, tags, "anything", _value(one)) if one.open else None
    gained = partial(_with, right, tags, "anything", _value(other)) if other.open else None
    yield Delta((ANY_MEMBER,), "others-changed", _stands(one), _stands(other), lost, gained, (before, after))


def _value(together: Conjunction) -> Any:
    return smallest(together.additional)


def _stance(together: Conjunction) -> str:
    if together.open:
        return "takes any further member"
    return "refuses further members" if together.closed else "declares no further member"


def _stands(together: Conjunction) -> str | None:
    found = together.closed or next((shape for shape in together.shapes if shape.additional_pointer), None)
    return found.additional_pointer if found else together.pointer
