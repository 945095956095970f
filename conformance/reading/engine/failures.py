"""``try``: followed as the run in which nothing fails, with an eye on what its handlers would do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from conformance.reading.engine.branches import look
from conformance.reading.engine.leaving import Left, Raised
from conformance.reading.engine.run import Run


@dataclass(frozen=True, slots=True)
class Handler:
    """``takes`` says whether it takes an error by its name, ``follow`` follows its statements."""

    takes: Callable[[str], bool]
    follow: Callable[[], Any]


def follow_guarded(
    run: Run,
    body: Callable[[], Any],
    handlers: Sequence[Handler],
    passes: bool | None,
    *,
    otherwise: Callable[[], Any] | None = None,
    at_last: Callable[[], Any] | None = None,
) -> None:
    """Follow ``body``, then ``otherwise``, or the handler of what is raised for certain; ``at_last`` in any case.

    ``passes`` is whether a refused call passes silently under these handlers, None where they say nothing about it. The
    calls of a handler that is likely not reached are kept, as not certain. Raises Left where the statement is left.
    """
    left = _left_by(lambda: _guarded(run, body, passes))
    if isinstance(left, Raised):
        name = left.name
        taking = next((one for one in handlers if one.takes(name)), None)
        left = _left_by(taking.follow) if taking is not None else left
    else:
        for handler in handlers:
            run.record.calls += look(run, handler.follow).seen.calls
        if left is None and otherwise is not None:
            left = _left_by(otherwise)
    if at_last is not None:
        at_last()
    if left is not None:
        raise left


def _guarded(run: Run, body: Callable[[], Any], passes: bool | None) -> None:
    outer, run.passes = run.passes, run.passes if passes is None else passes
    try:
        body()
    finally:
        run.passes = outer


def _left_by(way: Callable[[], Any]) -> Left | None:
    try:
        way()
    except Left as left:
        return left
    return None
