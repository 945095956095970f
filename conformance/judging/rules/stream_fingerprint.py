"""``stream-fingerprint``: ``system_fingerprint`` stays the same in a stream."""

from collections.abc import Iterator

from conformance.finding import Severity
from conformance.judging.rules.judgement import Judgement
from conformance.judging.rules.rule import Problem, Settled, rule
from conformance.streams.faults import shown


@rule(
    "stream-fingerprint",
    Severity.WARNING,
    Settled.BY_LOOK,
    "`system_fingerprint` stays the same in a stream",
    needs_contract=False,
    of="stream",
)
def stream_fingerprint(judgement: Judgement) -> Iterator[Problem]:
    for fault in judgement.faults("fingerprint"):
        message = (
            f"`system_fingerprint` is {shown(fault.now)} from this chunk on and was {shown(fault.was)} before; "
            "do not compare this answer with others"
        )
        yield Problem("chunk", fault.path, message, chunk_index=fault.chunk_index)
