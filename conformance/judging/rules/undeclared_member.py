"""``undeclared-member``: every member is one that some api-version declares there."""

from collections.abc import Iterator
from typing import Final

from conformance.errors import nearest
from conformance.finding import Severity
from conformance.judging.rules.judgement import Judgement
from conformance.judging.rules.rule import Problem, rule
from conformance.judging.rules.undeclared import IGNORED, TAKEN, undeclared_in

# The SDK sends it always; the deployment in the path decides (openai-python, lib/azure.py).
_MODEL: Final = "`model` is not declared on this path; the service ignores it, the deployment in the URL decides"
# In an object of more unknown members than this nobody misspelt a member; names are compared up to here.
_MOST_HINTS: Final = 200


@rule(
    "undeclared-member",
    Severity.ERROR,
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
            names = nearest(seen.name, seen.absent) if hints <= _MOST_HINTS else []
            message = f"`{seen.name}` is not declared for {judgement.api_version}"
            if names:
                message += f"; did you mean `{names[0]}`?"
            if seen.severity is Severity.WARNING:
                message += f"{'' if names else ';'} {TAKEN}"
            elif payload.part == "request" and not names:
                message += "; remove it"
            suggestion = names[0] if names else None
            yield Problem(payload.part, seen.path, message, seen.pointer, suggestion, seen.severity, explains)
