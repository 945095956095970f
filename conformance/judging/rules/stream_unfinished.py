"""``stream-unfinished``: a stream goes on to its end, and each choice too."""

from collections.abc import Iterator

from conformance.finding import Severity
from conformance.judging.rules.judgement import Judgement
from conformance.judging.rules.rule import Problem, Settled, rule

_TODO = "look what cut it off, and do not take its text for the whole answer"


@rule(
    "stream-unfinished",
    Severity.ERROR,
    Settled.BY_LOOK,
    "a stream ends in `[DONE]`, and each choice has a `finish_reason`",
    needs_contract=False,
    of="stream",
)
def stream_unfinished(judgement: Judgement) -> Iterator[Problem]:
    stream = judgement.whole_stream
    if stream is None or stream.errors:
        return
    if stream.endless:
        message = f"the stream goes on after {stream.chunks} chunks and is not read further; look whether it ever ends"
        yield Problem("response", (), message, line=stream.last_line)
    elif stream.cut is not None:
        message = f"the stream breaks off in the middle of chunk {stream.cut.index}; {_TODO}"
        yield Problem("chunk", (), message, chunk_index=stream.cut.index)
    elif not stream.chunks:
        yield Problem("response", (), f"the stream holds no chunk; {_TODO}")
    else:
        unfinished = list(stream.assembly.unfinished())
        if not stream.done:
            choices = " and ".join(str(index) for index, _ in unfinished[:3])
            lacking = f", and choice {choices} no `finish_reason`" if unfinished else ""
            yield Problem("response", (), f"the stream has no `data: [DONE]`{lacking}; {_TODO}", line=stream.last_line)
            return
        if stream.silent:
            yield Problem("response", (), f"the stream ends without a single choice; {_TODO}", line=stream.last_line)
        for index, (number, path) in unfinished:
            message = f"choice {index} has no `finish_reason` when the stream ends; {_TODO}"
            yield Problem("chunk", path, message, suggestion="finish_reason", chunk_index=number)
