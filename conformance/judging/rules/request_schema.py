"""``request-schema``: every member of the request conforms to the contract."""

from collections.abc import Iterator

from conformance.finding import Severity
from conformance.judging.rules.judgement import Judgement
from conformance.judging.rules.rule import Problem, Settled, rule
from conformance.judging.rules.wording import says_what_breaks, suggestion_for


@rule(
    "request-schema",
    Severity.ERROR,
    Settled.BY_SCHEMA,
    "every member of the request conforms to the contract",
    generic=True,
    of="request",
)
def request_schema(judgement: Judgement) -> Iterator[Problem]:
    if judgement.request is None:
        return
    for violation in judgement.unexplained(judgement.request):
        message = says_what_breaks(violation, judgement.request, judgement.api_version)
        yield Problem("request", violation.path, message, violation.origin.pointer, suggestion_for(violation))
