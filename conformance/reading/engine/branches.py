"""Two ways that a run may go on: where it is not known which, both are followed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, Generic, TypeVar

from conformance.reading.engine.journal import Aftermath, Decision, Fork
from conformance.reading.engine.leaving import Ends, Left, Raised, Returned
from conformance.reading.engine.record import Record
from conformance.reading.engine.run import Run

UNDECIDED: Final = Decision()


_Value = TypeVar("_Value")


@dataclass
class Way(Generic[_Value]):
    """One way, gone and taken back: what it changed, what was seen, its value, and how it was left."""

    after: Aftermath = field(default_factory=Aftermath)
    seen: Record = field(default_factory=Record)
    value: _Value | None = None
    left: Left | None = None


def either(
    run: Run,
    first: Callable[[], _Value],
    second: Callable[[], _Value],
    expression: str,
    decision: Decision = UNDECIDED,
) -> _Value:
    """Go on by both ways and return what is known of their value.

    A way that ends the program is not taken. Otherwise what differs behind them is not known (``expression`` stands for
    it), and what happens in them is not certain. Raises Left where both leave what is around.
    """
    one, other = _go(run, first), _go(run, second)
    if _ends(run, one.left):
        return _take(run, other)
    if _ends(run, other.left):
        return _take(run, one)
    fork = Fork(one.after, other.after, decision, expression, run.join)
    run.journal.join(fork)
    run.record.add(one.seen, certain=False)
    run.record.add(other.seen, certain=False)
    if one.left is None and other.left is None:
        return fork.value(one.value, other.value)  # type: ignore[no-any-return]
    if isinstance(one.left, Returned) and isinstance(other.left, Returned):
        raise Returned(fork.value(one.left.value, other.left.value))
    if type(one.left) is not type(other.left):
        run.may_leave(one.left)
        run.may_leave(other.left)
    if one.left is not None and other.left is not None:
        raise one.left
    return one.value if one.left is None else other.value  # type: ignore[return-value]


def look(run: Run, way: Callable[[], Any]) -> Way[Any]:
    """Follow what is likely not run, and take it back."""
    with run.frame("branch", doubted=True):
        return _go(run, way)


def _go(run: Run, way: Callable[[], _Value]) -> Way[_Value]:
    gone, mark = Way[_Value](), run.record.mark()

    def follow() -> None:
        try:
            gone.value = way()
        except Left as left:
            gone.left = left

    try:
        gone.after = run.journal.attempt(follow)
    finally:
        gone.seen = run.record.take_back(mark)
    return gone


def _take(run: Run, way: Way[_Value]) -> _Value:
    run.journal.adopt(way.after)
    run.record.add(way.seen)
    if way.left is not None:
        raise way.left
    return way.value  # type: ignore[return-value]  # a way that was not left has one


def _ends(run: Run, left: Left | None) -> bool:
    if isinstance(left, Returned):
        return not any(frame.of == "function" for frame in run.frames)
    return isinstance(left, Ends | Raised)
