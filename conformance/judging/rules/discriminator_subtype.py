"""``discriminator-subtype``: an object conforms to the subtype that its discriminator names."""

from collections.abc import Iterator

from conformance.finding import Severity
from conformance.judging.rules.judgement import Judgement
from conformance.judging.rules.rule import Problem, Settled, rule
from conformance.judging.rules.wording import says_what_breaks, suggestion_for


@rule(
    "discriminator-subtype",
    Severity.ERROR,
    Settled.BY_SCHEMA,
    "an object conforms to the subtype that its discriminator names",
    generic=True,
)
def discriminator_subtype(judgement: Judgement) -> Iterator[Problem]:
    for payload in judgement.payloads:
        for violation in judgement.unexplained(payload, subtype=True):
            message = says_what_breaks(violation, payload, judgement.api_version)
            yield Problem(payload.part, violation.path, message, violation.origin.pointer, suggestion_for(violation))
