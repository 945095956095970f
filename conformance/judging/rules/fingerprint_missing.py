"""``fingerprint-missing``: a successful answer has a ``system_fingerprint``."""

from collections.abc import Iterator
from typing import Final

from conformance.finding import Severity
from conformance.judging.rules.judgement import Judgement
from conformance.judging.rules.rule import Problem, Settled, rule

# Models whose answers are recorded without one, though the version declares it.
_SEND_NONE: Final = {"gpt-35-turbo-0613": "Azure/azure-sdk-for-net, sdk/openai, SessionRecords"}


@rule(
    "fingerprint-missing",
    Severity.ERROR,
    Settled.BY_LOOK,
    "an answer has a `system_fingerprint` (a warning in traffic, a note for models that send none)",
    of="answer",
)
def fingerprint_missing(judgement: Judgement) -> Iterator[Problem]:
    answer = judgement.answer
    if (
        answer is None
        or answer.schema is None
        or not isinstance(answer.value, dict)
        or answer.has("system_fingerprint")
    ):
        return
    member = answer.schema.shape.members.get("system_fingerprint")
    if member is None:
        return
    severity = Severity.ERROR if judgement.circumstances.in_run else Severity.WARNING
    model = answer.member("model")
    if isinstance(model, str) and model in _SEND_NONE and judgement.circumstances.origin != "emulator":
        severity = Severity.NOTE
        message = f"the answer has no `system_fingerprint`, as those of {model} have none"
        yield Problem("response", (), message, member.pointers[0].rpartition("/")[0], "system_fingerprint", severity)
        return
    message = (
        "the answer has no `system_fingerprint`, so a change of the backend cannot be noticed; "
        "look whether a proxy drops it, and do not compare such answers"
    )
    yield Problem("response", (), message, member.pointers[0].rpartition("/")[0], "system_fingerprint", severity)
