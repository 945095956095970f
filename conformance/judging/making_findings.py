"""Make a finding of a problem: where it is in the exchange, in the contract and in the source."""

from conformance.exchange import Exchange, Position
from conformance.finding import Finding, StreamPlace
from conformance.judging.excerpts import excerpt_of
from conformance.judging.rules.judgement import Judgement
from conformance.judging.rules.rule import Problem, Rule
from conformance.streams.stream import Stream
from conformance.wire.pointer import pointer_of


def finding_of(rule: Rule, problem: Problem, judgement: Judgement) -> Finding:
    exchange, contract = judgement.exchange, judgement.contract
    in_stream = problem.chunk_index is not None or problem.line is not None
    place = stream_place(judgement, problem) if in_stream else None
    known = exchange.sources or exchange.origin
    return Finding(
        rule=rule.id,
        severity=problem.severity or rule.severity,
        message=problem.message,
        part=problem.part,
        pointer=pointer_of(problem.path),
        chunk_index=problem.chunk_index,
        exchange=exchange.place,
        id=exchange.id,
        api_version=contract.api_version if contract else judgement.chosen.named,
        spec=contract.place(problem.spec) if contract and problem.spec is not None else None,
        source=source_of(exchange, problem, place, judgement.stream if place else None) if known else None,
        stream=place,
        suggestion=problem.suggestion,
        predicted=exchange.predicted,
        excerpt=excerpt_of(judgement, problem),
    )


def source_of(
    exchange: Exchange, problem: Problem, place: StreamPlace | None, stream: Stream | None
) -> Position | None:
    """Return the place of the source, or of the recording, that wrote what ``problem`` is about; None where none is known."""
    if place is not None and stream is not None:
        offset = stream.offset(place.line, place.column or 1)
        return exchange.origin.within("response", offset) if exchange.origin is not None else None
    known = exchange.sources or exchange.origin
    return known.of(problem.part, pointer_of(problem.path)) if known is not None else None


def stream_place(judgement: Judgement, problem: Problem) -> StreamPlace | None:
    """Return the line and column of the stream at which ``problem`` stands; None where it is in no stream."""
    if problem.line is not None:
        return StreamPlace(problem.line)
    if problem.chunk_index is None or judgement.stream is None:
        return None
    chunk = judgement.stream.chunk(problem.chunk_index)
    if chunk is None or chunk.event is None:
        return None
    if chunk.body.problem is not None:
        offset = chunk.body.problem.offset
    else:
        span = chunk.body.locate(problem.path)
        offset = span.key_start if span is not None else 0
    return StreamPlace(*chunk.event.place(offset))
