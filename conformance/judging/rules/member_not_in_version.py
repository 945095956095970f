"""``member-not-in-version``: a known member is used in an api-version that has it."""

from collections.abc import Iterator

from conformance.contract.other_versions import spelled_out
from conformance.finding import Severity
from conformance.judging.rules.judgement import Judgement
from conformance.judging.rules.rule import Problem, Settled, rule
from conformance.judging.rules.undeclared import IGNORED, TAKEN, undeclared_in


@rule(
    "member-not-in-version",
    Severity.ERROR,
    Settled.BY_SCHEMA,
    "a known member is used in a version that has it (a note in answers, a warning where the service took it)",
    lowers=("additionalProperties",),
)
def member_not_in_version(judgement: Judgement) -> Iterator[Problem]:
    extensions = judgement.operation is not None and judgement.operation.extensions
    for payload in judgement.payloads:
        for seen in undeclared_in(payload, judgement):
            if not seen.versions or seen.severity is IGNORED:
                continue
            message = words(seen.name, judgement.api_version, seen.versions, extensions)
            if seen.severity is Severity.WARNING:
                message += f"; {TAKEN}"
            explains = payload.violations_at(seen.path)
            yield Problem(payload.part, seen.path, message, seen.pointer, None, seen.severity, explains)


def words(name: str, api_version: str, versions: tuple[str, ...], extensions: bool) -> str:
    """Say of member ``name`` that only other ``versions`` declare it; ``extensions``: it is meant for that operation."""
    where = "on /extensions/ " if extensions else ""
    return f"`{name}` is not declared {where}for {api_version}; {spelled_out(versions)}"
