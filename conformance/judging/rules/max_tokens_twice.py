"""``max-tokens-twice``: `max_tokens` and `max_completion_tokens` are not sent together."""

from collections.abc import Iterator
from typing import Any

from conformance.finding import Severity
from conformance.judging.rules.judgement import Judgement
from conformance.judging.rules.rule import Problem, Settled, rule
from conformance.judging.rules.sense import told


@rule("max-tokens-twice", Severity.WARNING, Settled.BY_LOOK, "one member bounds the answer", of="request")
def max_tokens_twice(judgement: Judgement) -> Iterator[Problem]:
    yield from told(judgement, look, "max_completion_tokens")


def look(asked: dict[str, Any]) -> Iterator[Problem]:
    """Yield the older of the two bounds where both are there."""
    if asked.get("max_tokens") is not None and asked.get("max_completion_tokens") is not None:
        yield Problem(
            "request", ("max_tokens",), "`max_tokens` stands beside `max_completion_tokens`; send the latter alone"
        )
