"""``stream-not-given``: a stream comes where the request asks for one."""

from collections.abc import Iterator

from conformance.finding import Severity
from conformance.judging.rules.judgement import Judgement
from conformance.judging.rules.rule import Problem, Settled, rule


@rule(
    "stream-not-given",
    Severity.ERROR,
    Settled.BY_LOOK,
    "a stream comes where `stream` is true",
    needs_contract=False,
    of="answer",
)
def stream_not_given(judgement: Judgement) -> Iterator[Problem]:
    request, answer = judgement.request, judgement.answer
    if request is None or answer is None or not isinstance(answer.value, dict):
        return
    if request.member("stream") is True:
        message = "the request asks for a stream, and the answer is one JSON body; look whether a proxy or a recorder gathered the chunks"
        yield Problem("response", (), message)
