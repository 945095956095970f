"""``deprecated-member``: the contract marks a member deprecated."""

from collections.abc import Iterator

from conformance.finding import Severity
from conformance.judging.rules.judgement import Judgement
from conformance.judging.rules.rule import Problem, Settled, rule


@rule("deprecated-member", Severity.NOTE, Settled.BY_SCHEMA, "no member is marked deprecated")
def deprecated_member(judgement: Judgement) -> Iterator[Problem]:
    for payload in judgement.payloads:
        for seen in payload.observations:
            if seen.kind == "deprecated":
                message = f"`{seen.path[-1]}` is deprecated in {judgement.api_version}; a later version may drop it"
                yield Problem(payload.part, seen.path, message, seen.pointer)
