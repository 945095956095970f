"""``response-schema``: every member of the answer conforms to the contract."""

from collections.abc import Iterator

from conformance.finding import Severity
from conformance.judging.rules.judgement import Judgement
from conformance.judging.rules.rule import Problem, Settled, rule
from conformance.judging.rules.wording import says_what_breaks, suggestion_for


@rule(
    "response-schema",
    Severity.ERROR,
    Settled.BY_SCHEMA,
    "every member of the answer conforms to the contract",
    generic=True,
    of="answer",
)
def response_schema(judgement: Judgement) -> Iterator[Problem]:
    if judgement.response is None:
        return
    for violation in judgement.unexplained(judgement.response):
        message = says_what_breaks(violation, judgement.response, judgement.api_version)
        yield Problem("response", violation.path, message, violation.origin.pointer, suggestion_for(violation))
