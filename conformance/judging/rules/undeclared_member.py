"""``undeclared-member``: every member is one that some api-version declares there."""

from collections.abc import Iterator
from typing import Final

from conformance.errors import nearest
from conformance.finding import Severity
from conformance.judging.rules.judgement import Judgement
from conformance.judging.rules.rule import Problem, Settled, rule
from conformance.judging.rules.undeclared import IGNORED, TAKEN, undeclared_in

# The SDK sends it always; the deployment in the path decides (openai-python, lib/azure.py).
_MODEL: Final = "`model` is not declared on this path; the service ignores it, the deployment in the URL decides"
# In an object of more unknown members than this nobody misspelt a member; names are compared up to here.
MOST_HINTS: Final = 200


@rule(
    "undeclared-member",
    Severity.ERROR,
    Settled.BY_SCHEMA,
    "every member is declared (a note in answers and for `model`, a warning where the service took it)",
    lowers=("additionalProperties",),
)
def undeclared_member(judgement: Judgement) -> Iterator[Problem]:
    for payload in judgement.payloads:
        hints = 0
        for seen in undeclared_in(payload, judgement):
            explains = payload.violations_at(seen.path)
            if seen.severity is IGNORED:
                yield Problem("request", seen.path, _MODEL, seen.pointer, None, Severity.NOTE, explains)
                continue
            if seen.versions:
                continue
            hints += 1
            suggestion = likely_meant(seen.name, tuple(seen.absent)) if hints <= MOST_HINTS else None
            advice = TAKEN if seen.severity is Severity.WARNING else ""
            if payload.part == "request" and not (advice or suggestion):
                advice = "remove it"
            message = words(seen.name, judgement.api_version, suggestion, advice)
            yield Problem(payload.part, seen.path, message, seen.pointer, suggestion, seen.severity, explains)


def likely_meant(name: str, absent: tuple[str, ...]) -> str | None:
    """Return which of the declared members that are ``absent`` was likely meant by ``name``, or None."""
    return next(iter(nearest(name, absent)), None)


def words(name: str, api_version: str, meant: str | None, advice: str) -> str:
    """Say of member ``name`` that nothing declares it, which one was likely ``meant``, and what to do."""
    message = f"`{name}` is not declared for {api_version}"
    if meant is not None:
        return f"{message}; did you mean `{meant}`?{advice and ' '}{advice}"
    return f"{message}; {advice}" if advice else message
