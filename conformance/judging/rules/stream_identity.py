"""``stream-identity``: all chunks of a stream have one id, one time of creation and one model."""

from collections.abc import Iterator

from conformance.finding import Severity
from conformance.judging.rules.judgement import Judgement
from conformance.judging.rules.rule import Problem, Settled, rule
from conformance.streams.faults import shown


@rule(
    "stream-identity",
    Severity.WARNING,
    Settled.BY_LOOK,
    "`id`, `created` and `model` stay the same in a stream",
    needs_contract=False,
    of="stream",
)
def stream_identity(judgement: Judgement) -> Iterator[Problem]:
    for fault in judgement.faults("identity"):
        message = (
            f"`{fault.name}` is {shown(fault.now)} from this chunk on and was {shown(fault.was)} before; "
            "look whether two answers got into one stream"
        )
        yield Problem("chunk", fault.path, message, chunk_index=fault.chunk_index)
