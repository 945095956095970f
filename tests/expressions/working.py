"""Let a regular expression work, under a limit of the processor's time, and choose what it works longest on."""

import gc
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
_LONG = 3  # so many that take longer are enough to choose from
_AGAIN = 8


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
    """Return the attacks that take the pattern longest on a short text; nothing is asserted of the time.

    Those that seem to take longest are measured again: it may have been something else.
    """
    ways = work(expression.pattern, expression.uses)
    taken: list[tuple[float, tuple[str, str, str]]] = []
    for attack in pumped(expression.pattern):
        taken.append((_seconds(ways, text_of(attack, _SCREENED)), attack))
        if sum(seconds >= _ENOUGH for seconds, _ in taken) == _LONG:
            break
    longest = sorted(taken, reverse=True)[:_AGAIN]
    again = [(min(seconds, _seconds(ways, text_of(attack, _SCREENED))), attack) for seconds, attack in longest]
    return [attack for _, attack in sorted(again, reverse=True)[:count]]


def _seconds(ways: list[Callable[[str], Any]], text: str) -> float:
    """Return how long it takes to work on ``text``, up to what is enough; processor time is counted too coarsely for that."""
    start = time.perf_counter()
    try:
        with limited(_ENOUGH):
            for way in ways:
                way(text)
    except TooLong:
        return _ENOUGH
    return min(time.perf_counter() - start, _ENOUGH)


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raise TooLong inside once this process has worked so long; what others do on the machine does not count.

    Nothing is looked through for garbage meanwhile: of all that tests have left, that takes as long as an attack.
    """

    def stop(number: int, frame: object) -> None:
        raise TooLong

    collects = gc.isenabled()
    gc.disable()
    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
        if collects:
            gc.enable()
