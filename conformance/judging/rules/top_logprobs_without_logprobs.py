"""``top-logprobs-without-logprobs``: `top_logprobs` needs `logprobs` to be true."""

from collections.abc import Iterator
from typing import Any

from conformance.finding import Severity
from conformance.judging.rules.judgement import Judgement
from conformance.judging.rules.rule import Problem, Settled, rule
from conformance.judging.rules.sense import told


@rule(
    "top-logprobs-without-logprobs",
    Severity.WARNING,
    Settled.BY_LOOK,
    "`top_logprobs` goes with `logprobs`",
    of="request",
)
def top_logprobs_without_logprobs(judgement: Judgement) -> Iterator[Problem]:
    yield from told(judgement, look, "top_logprobs")


def look(asked: dict[str, Any]) -> Iterator[Problem]:
    """Yield a number of log probabilities where none are asked for."""
    if asked.get("top_logprobs") is not None and asked.get("logprobs") is not True:
        yield Problem(
            "request", ("top_logprobs",), '`top_logprobs` is there and `logprobs` is not true; add `"logprobs": true`'
        )
