"""``duplicate-member``: a key stands once in an object."""

from collections.abc import Iterator

from conformance.finding import Severity
from conformance.judging.rules.judgement import Judgement
from conformance.judging.rules.rule import Problem, Settled, rule


@rule("duplicate-member", Severity.WARNING, Settled.BY_LOOK, "a key stands once in an object", needs_contract=False)
def duplicate_member(judgement: Judgement) -> Iterator[Problem]:
    for payload in judgement.payloads:
        for key in payload.body.duplicate_keys:
            yield Problem(
                payload.part,
                key.path,
                f"`{key.path[-1]}` stands more than once in this object, and only the last one counts; remove the others",
            )
