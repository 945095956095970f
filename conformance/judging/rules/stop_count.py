"""``stop-count``: `stop` holds up to four sequences."""

from collections.abc import Iterator
from typing import Any, Final

from conformance.finding import Severity
from conformance.judging.rules.judgement import Judgement
from conformance.judging.rules.rule import Problem, Settled, rule
from conformance.judging.rules.sense import told


@rule("stop-count", Severity.WARNING, Settled.BY_LOOK, "there are no more than four stop sequences", of="request")
def stop_count(judgement: Judgement) -> Iterator[Problem]:
    request = judgement.request
    if request is not None and not request.violations_at(("stop",)):  # most versions bound it themselves
        yield from told(judgement, look, "stop")


_MOST: Final = 4


def look(asked: dict[str, Any]) -> Iterator[Problem]:
    """Yield a list of stop sequences that is too long."""
    stop = asked.get("stop")
    if isinstance(stop, list) and len(stop) > _MOST:
        yield Problem("request", ("stop",), f"`stop` holds {len(stop)} sequences; the service takes up to {_MOST}")
