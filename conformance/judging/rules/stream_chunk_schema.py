"""``stream-chunk-schema``: every chunk of a stream conforms to the contract, habits of the service aside."""

from collections.abc import Iterator

from conformance.finding import Severity
from conformance.judging.rules.judgement import Judgement
from conformance.judging.rules.rule import Problem, Settled, rule
from conformance.judging.rules.wording import says_what_breaks, suggestion_for


@rule(
    "stream-chunk-schema",
    Severity.ERROR,
    Settled.BY_LOOK,
    "every chunk of a stream conforms to the contract",
    generic=True,
    of="stream",
)
def stream_chunk_schema(judgement: Judgement) -> Iterator[Problem]:
    known, payload = judgement.chunk_contract, judgement.response
    if known is None:
        return
    if judgement.whole_stream is not None:
        for chunk in judgement.whole_stream.oversized:
            size = chunk.event.size if chunk.event else 0
            message = f"the chunk is {size >> 20} MiB long and is not read; look what wrote it, for the service sends a few tokens a chunk"
            yield Problem("chunk", (), message, chunk_index=chunk.index)
        return
    if payload is None or not payload.chunk:
        return
    for violation in judgement.unexplained(payload):
        message = says_what_breaks(violation, payload, known.contract.api_version)
        if not known.own:
            named = judgement.chosen.api_version
            message += (
                f" ({named} describes no chunk, and {known.contract.api_version} is the nearest later one that does)"
            )
        yield Problem("response", violation.path, message, violation.origin.pointer, suggestion_for(violation))
