"""``fingerprint-empty``: ``system_fingerprint`` is not the empty string."""

from collections.abc import Iterator

from conformance.finding import Severity
from conformance.judging.rules.judgement import Judgement
from conformance.judging.rules.rule import Problem, Settled, rule


@rule(
    "fingerprint-empty",
    Severity.WARNING,
    Settled.BY_LOOK,
    "`system_fingerprint` is not empty",
    needs_contract=False,
    of="answer",
)
def fingerprint_empty(judgement: Judgement) -> Iterator[Problem]:
    answer = judgement.answer
    if answer is not None and answer.member("system_fingerprint") == "":
        message = "`system_fingerprint` is empty, so a change of the backend cannot be noticed; treat it as unknown"
        yield Problem("response", ("system_fingerprint",), message)
