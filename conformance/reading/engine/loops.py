"""Loops: unrolled where their rounds are known; one round stands for those that are not."""

from collections.abc import Callable, Iterable
from typing import Any

from conformance.reading.engine.branches import either
from conformance.reading.engine.leaving import Broke, Continued
from conformance.reading.engine.limits import MOST_ROUNDS
from conformance.reading.engine.run import Run

Follow = Callable[[], Any]


def repeat_while(
    run: Run, holds: Callable[[], bool | None], body: Follow, expression: str, *, after: Follow | None = None
) -> bool:
    """Follow ``body`` while ``holds`` says True, and ``after`` behind each round; return whether it was left by ``break``.

    Once it is not known whether the loop goes on, one more round stands for all that may follow.
    """
    with run.frame("loop") as loop:
        for _ in range(MOST_ROUNDS):
            run.step()
            found = holds()
            if found is False:
                return False
            if found is None or loop.doubted:
                break
            if not _round(run, body):
                return True
            if after is not None:
                after()
        repeat_perhaps(run, lambda: (body(), after and after()), expression)
    return False


def repeat_each(run: Run, items: Iterable[tuple[Any, bool]], body: Callable[[Any], Any], expression: str) -> bool:
    """Follow ``body`` for each item; return whether the loop was left by ``break``.

    An item comes with whether it is one for certain: another stands for none, one, or several.
    """
    with run.frame("loop"):
        for item, is_one in items:
            run.step()
            if not is_one:
                repeat_perhaps(run, lambda item=item: body(item), expression)  # type: ignore[misc]
            elif not _round(run, lambda item=item: body(item)):  # type: ignore[misc]
                return True
    return False


def repeat_perhaps(run: Run, body: Follow, expression: str) -> None:
    """Follow a round that is run nobody knows how often: what it changes is not known."""
    with run.frame("loop"):
        mark = run.record.mark()
        # The first time finds what changes, so that the second sees nothing of it as known.
        for _ in range(2):
            run.record.take_back(mark)
            either(run, lambda: _round(run, body) and None, lambda: None, expression)


def _round(run: Run, body: Follow) -> bool:
    """Follow one round; return whether the loop goes on."""
    with run.frame("round"):
        try:
            body()
        except Broke:
            return False
        except Continued:
            return True
    return True
