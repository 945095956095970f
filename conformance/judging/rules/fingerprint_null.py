"""``fingerprint-null``: ``system_fingerprint`` is not null."""

from collections.abc import Iterator

from conformance.finding import Severity
from conformance.judging.rules.judgement import Judgement
from conformance.judging.rules.rule import Problem, Settled, rule


@rule(
    "fingerprint-null",
    Severity.WARNING,
    Settled.BY_LOOK,
    "`system_fingerprint` is not null (an error against the emulator)",
    lowers=("type",),
    of="answer",
)
def fingerprint_null(judgement: Judgement) -> Iterator[Problem]:
    answer = judgement.answer
    if answer is None or not answer.has("system_fingerprint") or answer.member("system_fingerprint") is not None:
        return
    explains = answer.violations_at(("system_fingerprint",))
    if not explains:
        return
    severity = Severity.ERROR if judgement.circumstances.origin == "emulator" else Severity.WARNING
    model = answer.member("model")
    who = f" in answers of {model}" if isinstance(model, str) and model else ""
    message = (
        f"`system_fingerprint` is null{who}; the contract says a string, and some models answer so: "
        "treat it as unknown, never as equal"
    )
    pointer = explains[0].origin.pointer
    yield Problem("response", ("system_fingerprint",), message, pointer, None, severity, explains)
