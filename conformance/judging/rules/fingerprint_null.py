"""``fingerprint-null``: ``system_fingerprint`` is not null."""

from collections.abc import Iterator

from conformance.finding import Severity
from conformance.judging.rules.judgement import Judgement
from conformance.judging.rules.rule import Problem, rule


@rule("fingerprint-null", Severity.WARNING, "`system_fingerprint` is not null (an error against the emulator)")
def fingerprint_null(judgement: Judgement) -> Iterator[Problem]:
    answer = judgement.answer
    if answer is None or not answer.has("system_fingerprint") or answer.member("system_fingerprint") is not None:
        return
    explains = tuple(violation for violation in answer.violations if violation.path == ("system_fingerprint",))
    if not explains:
        return
    severity = Severity.ERROR if judgement.circumstances.origin == "emulator" else Severity.WARNING
    message = (
        "`system_fingerprint` is null where the contract says a string, as older and gpt-5 models answer; "
        "treat it as unknown, never as equal"
    )
    pointer = explains[0].origin.pointer
    yield Problem("response", ("system_fingerprint",), message, pointer, None, severity, explains)
