"""``member-not-in-version``: a known member is used in an api-version that has it."""

from collections.abc import Iterator

from conformance.contract.elsewhere import spelled_out, versions_with
from conformance.finding import Severity
from conformance.judging.rules.judgement import Judgement
from conformance.judging.rules.rule import Problem, rule


@rule("member-not-in-version", Severity.ERROR, "a known member is used in a version that has it (a note in answers)")
def member_not_in_version(judgement: Judgement) -> Iterator[Problem]:
    for payload in judgement.payloads:
        for seen in payload.observations:
            if seen.kind != "undeclared" or (
                seen.path == ("model",) and judgement.contract and judgement.contract.dated
            ):
                continue
            versions = versions_with(payload.kind, payload.value, seen.path, judgement.path)
            if not versions:
                continue
            name = seen.path[-1]
            where = "on /extensions/ " if judgement.operation and judgement.operation.extensions else ""
            message = f"`{name}` is not declared {where}for {judgement.api_version}; {spelled_out(versions)}"
            explains = tuple(violation for violation in payload.violations if violation.path == seen.path)
            severity = Severity.ERROR if payload.part == "request" else Severity.NOTE
            yield Problem(payload.part, seen.path, message, seen.pointer, None, severity, explains)
