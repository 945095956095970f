"""Let a regular expression work, under a limit of the processor's time, and choose what it works longest on."""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from tests.expressions.attacking import pumped
from tests.expressions.discovering import AT_ONE_PLACE, AnyPattern, Expression

_SCREENED = 1000
# Fifty times what a linear pattern takes for a text that short; what takes longer is tried under the limit itself.
_ENOUGH = 0.05


class TooLong(Exception):
    """The processor worked longer than was allowed."""


def work(pattern: AnyPattern, uses: frozenset[str]) -> list[Callable[[str], Any]]:
    """Return what the package does with the pattern, as functions of a text."""
    ways: list[Callable[[Any], Any]] = [getattr(pattern, one) for one in sorted(uses & AT_ONE_PLACE)]
    if uses - AT_ONE_PLACE - {"pattern", "flags", "groups", "groupindex"}:
        ways.append(lambda text: sum(1 for _ in pattern.finditer(text)))
    if isinstance(pattern.pattern, bytes):
        return [partial(_of_bytes, way) for way in ways]
    return ways


def _of_bytes(way: Callable[[Any], Any], text: str) -> Any:
    return way(text.encode("latin-1", "replace"))


def text_of(attack: tuple[str, str, str], length: int) -> str:
    before, pump, end = attack
    return before + pump * (length // len(pump)) + end


def worst_cases(expression: Expression, count: int = 2) -> list[tuple[str, str, str]]:
    """Return the attacks that take the pattern longest on a short text; nothing is asserted of the time."""
    ways = work(expression.pattern, expression.uses)
    taken = []
    for attack in pumped(expression.pattern):
        text = text_of(attack, _SCREENED)
        start = time.process_time_ns()
        try:
            with limited(_ENOUGH):
                for way in ways:
                    way(text)
        except TooLong:
            return [attack]
        taken.append((time.process_time_ns() - start, attack))
    return [attack for _, attack in sorted(taken, reverse=True)[:count]]


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raise TooLong inside once this process has worked so long; what others do on the machine does not count."""

    def stop(number: int, frame: object) -> None:
        raise TooLong

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
