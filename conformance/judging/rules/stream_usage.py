"""``stream-usage``: a stream tells its usage where that was asked for, and only there."""

from collections.abc import Iterator

from conformance.finding import Severity
from conformance.judging.rules.judgement import Judgement
from conformance.judging.rules.rule import Problem, Settled, rule


@rule(
    "stream-usage",
    Severity.WARNING,
    Settled.BY_LOOK,
    "a stream has a `usage` where the request asks for it, only",
    needs_contract=False,
    of="stream",
)
def stream_usage(judgement: Judgement) -> Iterator[Problem]:
    stream, request = judgement.whole_stream, judgement.request
    if stream is None or request is None or not isinstance(request.value, dict):
        return
    options = request.member("stream_options")
    asked = isinstance(options, dict) and options.get("include_usage") is True
    usage = stream.assembly.usage
    if usage is not None and not asked:
        message = (
            "the stream has a `usage` that the request does not ask for; "
            "look whether request and answer belong together, or set `stream_options.include_usage` to true"
        )
        yield Problem("chunk", usage[1], message, chunk_index=usage[0])
    elif asked and usage is None and stream.done and stream.complete:
        message = (
            "the request asks for `usage` (`stream_options.include_usage`), and no chunk has it; "
            "look whether a proxy drops chunks without choices"
        )
        yield Problem("response", (), message, suggestion="usage")
