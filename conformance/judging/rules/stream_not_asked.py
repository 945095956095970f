"""``stream-not-asked``: a stream comes where the request asks for one."""

from collections.abc import Iterator

from conformance.finding import Severity
from conformance.judging.rules.judgement import Judgement
from conformance.judging.rules.rule import Problem, Settled, rule


@rule(
    "stream-not-asked",
    Severity.WARNING,
    Settled.BY_LOOK,
    "a stream comes only where `stream` is true",
    needs_contract=False,
    of="answer",
)
def stream_not_asked(judgement: Judgement) -> Iterator[Problem]:
    request = judgement.request
    if judgement.whole_stream is None or request is None or not isinstance(request.value, dict):
        return
    if request.member("stream") is not True:
        message = "the answer is a stream, and `stream` is not true in the request; set it, or look what turned the answer into one"
        path = ("stream",) if request.has("stream") else ()
        yield Problem("request", path, message, suggestion="true" if path else "stream")
