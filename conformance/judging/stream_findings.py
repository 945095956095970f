"""What the rules say of a stream's chunks, one by one, and of the answer that they make together."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from conformance.exchange import Exchange, Response
from conformance.finding import Finding, Severity
from conformance.judging.asking import problems_of
from conformance.judging.making_findings import finding_of
from conformance.judging.rules.discriminator_subtype import discriminator_subtype
from conformance.judging.rules.duplicate_member import duplicate_member
from conformance.judging.rules.judgement import AnswerKind, Judgement, Payload
from conformance.judging.rules.member_not_in_version import member_not_in_version
from conformance.judging.rules.registry import RULES
from conformance.judging.rules.rule import Problem, Rule
from conformance.judging.rules.spec_defect import spec_defect
from conformance.judging.rules.stream_chunk_schema import stream_chunk_schema
from conformance.judging.rules.undeclared_member import undeclared_member
from conformance.judging.rules.unlisted_value import unlisted_value
from conformance.streams.chunk_contract import ChunkContract
from conformance.streams.stream import Chunk, Stream
from conformance.streams.whole import whole_answer
from conformance.wire.body import Body
from conformance.wire.once import once
from conformance.wire.pointer import Path

# What is asked of a chunk that is not as usual.
_OF_CHUNKS: Final = (
    duplicate_member,
    member_not_in_version,
    undeclared_member,
    unlisted_value,
    discriminator_subtype,
    stream_chunk_schema,
)
# Of an answer in pieces these say nothing: what is about the request or about how the answer came was asked before,
# `stream-order` speaks of indices, and what is new in chunks was told chunk by chunk, habits aside.
_NOT_OF_WHOLE: Final = (
    "api-version-", "choice-index", "content-type", "deprecated-member", "member-not-in-version", "request-", "seed-",
    "spec-defect", "stream-", "undeclared-member", "url-path",
)  # fmt: skip
_OF_WHOLE: Final = tuple(rule for rule in RULES if not rule.id.startswith(_NOT_OF_WHOLE))
_Place = tuple[int | None, Path]


def findings_in_stream(judgement: Judgement, stream: Stream) -> Iterator[Finding]:
    """Yield what the rules find in the chunks of ``stream``, then in the answer; one problem once."""
    told: set[_Place] = set()
    noted: set[tuple[str, tuple[str, ...]]] = set()
    for chunk in stream.remarkable:
        for finding, names in _about_chunk(judgement, chunk, told):
            # What is new to a version is in chunk after chunk, and only the service writes it: one note a member.
            if finding.severity is not Severity.NOTE:
                yield finding
            elif (finding.rule, names) not in noted:
                noted.add((finding.rule, names))
                yield finding
    yield from _defects(judgement, stream)
    if judgement.whole_stream is not None and stream.complete:
        yield from _about_whole(judgement, stream, told)


def _about_chunk(judgement: Judgement, chunk: Chunk, told: set[_Place]) -> Iterator[tuple[Finding, tuple[str, ...]]]:
    """Yield what is found in one chunk, each finding with the names of the members that lead to it."""
    below = _ChunkJudgement.of(judgement, chunk)
    for rule, problem in problems_of(_OF_CHUNKS, below):
        told.add((chunk.index, problem.path))
        names = tuple(token for token in problem.path if isinstance(token, str))
        yield _told(rule, problem._replace(part="chunk", chunk_index=chunk.index), below, judgement), names


def _defects(judgement: Judgement, stream: Stream) -> Iterator[Finding]:
    """Tell where the file contradicts itself about chunks: the first one with a choice meets what all of them meet.

    Where a later version judges, its file is none of this exchange's business.
    """
    if stream.first is None or judgement.chunk_contract is None or not judgement.chunk_contract.own:
        return
    below = _ChunkJudgement.of(judgement, stream.first)
    for problem in spec_defect.check(below):
        message = problem.message.replace("response", "chunk")
        yield _told(spec_defect, problem._replace(message=message), below, judgement)


def _about_whole(judgement: Judgement, stream: Stream, told: set[_Place]) -> Iterator[Finding]:
    below = _WholeJudgement.of(judgement, stream)
    for rule, problem in problems_of(_OF_WHOLE, below):
        if problem.part != "response":
            continue
        origin = stream.assembly.origin(problem.path)
        if origin is None:
            yield finding_of(rule, problem, below)
        elif origin not in told:
            at_chunk = problem._replace(part="chunk", chunk_index=origin[0], path=origin[1])
            yield _told(rule, at_chunk, below, judgement)


def _told(rule: Rule, problem: Problem, below: Judgement, above: Judgement) -> Finding:
    """Return the finding about ``problem``: its contract is the one below, its exchange and version those above."""
    finding = finding_of(rule, problem, below)
    return replace(finding, api_version=above.contract.api_version if above.contract else above.chosen.named)


class _ChunkJudgement(Judgement):
    """What the rules see of one chunk: an answer whose schema is the chunk's."""

    chunk: Chunk
    above: Judgement

    @classmethod
    def of(cls, above: Judgement, chunk: Chunk) -> "_ChunkJudgement":
        known = above.chunk_contract
        below = cls(above.exchange, above.circumstances, above.chosen, known.contract if known else None)
        below.chunk, below.above = chunk, above
        return below

    @once
    def request(self) -> Payload | None:
        return None

    @once
    def answer_kind(self) -> AnswerKind | None:
        return "chunk"

    @once
    def response(self) -> Payload | None:
        known = self.above.chunk_contract
        return Payload("response", self.chunk.body, known.schema if known else None, True)

    @once
    def chunk_contract(self) -> ChunkContract | None:
        return self.above.chunk_contract

    @once
    def stream(self) -> Stream | None:
        return self.above.stream


class _WholeJudgement(Judgement):
    """What the rules see of the answer that the chunks make."""

    above: Judgement

    @classmethod
    def of(cls, above: Judgement, stream: Stream) -> "_WholeJudgement":
        schema = above.operation.answer if above.operation else None
        body = Body.from_value(whole_answer(stream.assembly, schema.shape if schema else None))
        status = above.exchange.response.status if above.exchange.response else None
        exchange: Exchange = replace(above.exchange, response=Response(status, None, body))
        below = cls(exchange, above.circumstances, above.chosen, above.contract)
        below.above = above
        return below

    @once
    def request(self) -> Payload | None:
        return self.above.request

    @once
    def stream(self) -> Stream | None:
        return self.above.stream

    @property
    def whole_stream(self) -> Stream | None:
        return None
