"""Two ways that a run may go on: where it is not known which, both are looked at."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from conformance.reading.leaving import Broke, Continued, Ends, Left, Raised, Returned
from conformance.reading.program import Call, Printed
from conformance.reading.python.journal import Aftermath, join_objects
from conformance.reading.python.machine import Machine
from conformance.reading.python.objects import Object
from conformance.reading.value import Known, Value

NOTHING: Final = Known(None)


@dataclass
class _Way:
    """One way, gone and taken back: what it changed, its calls and texts, its value, and how it was left."""

    after: Aftermath = field(default_factory=lambda: Aftermath({}))
    value: Object = NOTHING
    left: Left | None = None
    calls: list[tuple[int, Call]] = field(default_factory=list)
    printed: list[Printed] = field(default_factory=list)
    certain: bool = True

    @property
    def ends(self) -> bool:
        return isinstance(self.left, Ends | Raised)


def either(
    machine: Machine,
    first: Callable[[], Object],
    second: Callable[[], Object],
    expression: str,
    tested: Value | None = None,
) -> Object:
    """Go on by both ways and return what is known of their value.

    A way that ends the program is not taken. ``tested`` is what is not empty on the first way, and ``expression``
    stands for what differs.
    """
    one, other = _go(machine, first), _go(machine, second)
    if one.ends or other.ends:
        return _take(machine, other if one.ends else one)
    machine.journal.join(one.after, other.after, tested, expression)
    mark = machine.record.mark()
    for way in (one, other):
        machine.record.calls.extend(way.calls)
        machine.record.printed.extend(way.printed)
    machine.record.doubt(mark)
    if one.left is None and other.left is None:
        if not (one.certain and other.certain):
            machine.certain = False
        return join_objects(one.value, other.value, tested, expression)
    if isinstance(one.left, Returned) and isinstance(other.left, Returned):
        raise Returned(join_objects(one.left.value, other.left.value, tested, expression))
    if one.left is not None and type(one.left) is type(other.left):
        raise one.left
    for way in (one, other):
        _doubt(machine, way.left)
    machine.certain = False
    if one.left is not None and other.left is not None:
        raise one.left
    return one.value if one.left is None else other.value


def _go(machine: Machine, way: Callable[[], Object]) -> _Way:
    gone = _Way()
    certain, mark = machine.certain, machine.record.mark()
    machine.certain = True

    def follow() -> None:
        try:
            gone.value = way()
        except Left as left:
            gone.left = left

    try:
        gone.after = machine.journal.attempt(follow)
        gone.calls = machine.record.calls[mark[0] :]
        gone.printed = machine.record.printed[mark[1] :]
        gone.certain = machine.certain
    finally:
        machine.record.forget(mark)
        machine.certain = certain
    return gone


def _take(machine: Machine, way: _Way) -> Object:
    machine.journal.adopt(way.after)
    mark = machine.record.mark()
    machine.record.calls.extend(way.calls)
    machine.record.printed.extend(way.printed)
    if not machine.certain:
        machine.record.doubt(mark)
    machine.certain = machine.certain and way.certain
    if way.left is not None:
        raise way.left
    return way.value


def _doubt(machine: Machine, left: Left | None) -> None:
    """Take note that the function or loop around may have been left here."""
    if isinstance(left, Returned) and machine.frames:
        machine.frames[-1].returned.append(left.value)
    elif isinstance(left, Broke | Continued) and machine.loops:
        machine.loops[-1].doubted = machine.loops[-1].doubted or isinstance(left, Broke)
