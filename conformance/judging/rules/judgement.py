"""One exchange under one contract: what the rules look at, worked out once and only where it is asked for."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from conformance.contract.catalog import catalog
from conformance.contract.contract import Contract, Operation
from conformance.contract.payload_schema import PayloadSchema, Violation
from conformance.contract.walk import Observation, observe
from conformance.exchange import Exchange
from conformance.judging.rules.api_version import Chosen, choose
from conformance.judging.rules.circumstances import Circumstances
from conformance.streams.chunk_contract import ChunkContract, chunk_contract
from conformance.streams.faults import Fault, FaultKind
from conformance.streams.recognition import is_chunk, stream_text
from conformance.streams.stream import Stream, read_chunk, read_stream
from conformance.wire.body import Body
from conformance.wire.once import once
from conformance.wire.pointer import Path
from conformance.wire.record import made_often

if TYPE_CHECKING:
    from conformance.judging.rules.undeclared import Undeclared

# The powers of ten that a number of choices may have: 1E+999999 would be written out digit by digit.
_COUNTS: Final = range(10)
AnswerKind = Literal["answer", "chunk", "error", "stream"]
# So many undeclared members of one object are looked through for a look-alike.
_MOST_NAMES: Final = 100


@made_often
@dataclass(frozen=True)
class Payload:
    """One body with its schema; ``schema`` is None where no contract is known or describes it.

    ``looked_at``: whether a look found it remarkable, None where none was taken.
    """

    part: Literal["request", "response"]
    body: Body
    schema: PayloadSchema | None
    chunk: bool = False
    looked_at: bool | None = None

    @property
    def kind(self) -> Literal["request", "answer", "chunk"]:
        """Which schema of an operation is meant."""
        return "request" if self.part == "request" else "chunk" if self.chunk else "answer"

    @once
    def value(self) -> Any:
        return self.body.value

    @once
    def remarkable(self) -> bool:
        """Whether a rule of the schema may have something to say."""
        if self.looked_at is not None:
            return self.looked_at
        if self.schema is None or self.body.problem is not None:
            return False
        return not self.schema.unremarkable(self.value)

    @once
    def violations(self) -> tuple[Violation, ...]:
        return self.schema.violations(self.value) if self.remarkable and self.schema else ()

    @once
    def _violations_at(self) -> dict[Path, tuple[Violation, ...]]:
        found: dict[Path, tuple[Violation, ...]] = {}
        for violation in self.violations:
            found[violation.path] = (*found.get(violation.path, ()), violation)
        return found

    def violations_at(self, path: Path) -> tuple[Violation, ...]:
        """Return what the value at ``path`` itself breaks."""
        return self._violations_at.get(path, ())

    @once
    def _undeclared_at(self) -> dict[Path, list[str]]:
        found: dict[Path, list[str]] = {}
        for seen in self.observations:
            if seen.kind == "undeclared" and len(names := found.setdefault(seen.path[:-1], [])) < _MOST_NAMES:
                names.append(str(seen.path[-1]))
        return found

    def undeclared_at(self, path: Path) -> list[str]:
        """Return the names of undeclared members of the object at ``path``, the first hundred."""
        return self._undeclared_at.get(path, [])

    @once
    def observations(self) -> tuple[Observation, ...]:
        return tuple(observe(self.value, self.schema.shape)) if self.remarkable and self.schema else ()

    def member(self, name: str) -> Any:
        """Return member ``name`` of an object, None where it is null or not there."""
        return self.value.get(name) if isinstance(self.value, dict) else None

    def has(self, name: str) -> bool:
        """Return whether the body is an object with member ``name``."""
        return isinstance(self.value, dict) and name in self.value

    def written(self, path: Path, limit: int = 40) -> str:
        """Return the characters that write the value at ``path``, cut to ``limit``; its JSON where there is no text."""
        text = self.body.written(path)
        if text is None:
            import json

            value = self.value
            for token in path:
                value = value[token]
            text = json.dumps(value, ensure_ascii=False, default=str)
        text = " ".join(text.split())
        return text if len(text) <= limit else text[: limit - 1] + "…"


class Look(NamedTuple):
    """What a look at an exchange knows: path and operation, and which of its bodies are remarkable.

    What a look was taken at is a request, alone or with a successful answer of one JSON body.
    """

    path: str | None
    operation: Operation
    request: bool
    answer: bool


@dataclass
class Judgement:
    """What the rules see. ``explained`` are the violations that the named rules put into words; only generic ones ask.

    ``look`` is what was known before the rules were asked.
    """

    exchange: Exchange
    circumstances: Circumstances
    chosen: Chosen
    contract: Contract | None
    explained: AbstractSet[int] = frozenset()
    look: Look | None = None
    # By part: two rules share these (``undeclared_in``).
    undeclared: "dict[str, tuple[Undeclared, ...]]" = field(default_factory=dict)

    @property
    def api_version(self) -> str:
        """The version judged by; only where a contract is known."""
        return self.contract.api_version if self.contract else ""

    @once
    def path(self) -> str | None:
        """The URL's path, as it was sent."""
        if self.look is not None:
            return self.look.path
        target = self.exchange.request.target if self.exchange.request else None
        return target.path if target else None

    @once
    def operation(self) -> Operation | None:
        if self.look is not None:
            return self.look.operation
        if self.contract is None:
            return None
        return self.contract.operation if self.circumstances.bodies_only else self.contract.operation_of(self.path)

    @property
    def failed(self) -> bool:
        """Whether the answer's status is 5xx: the service or what stands before it failed, whatever the body is."""
        status = self.exchange.response.status if self.exchange.response else None
        return status is not None and status >= 500

    @property
    def taken(self) -> bool:
        """Whether the recorded service answered the request with 2xx; in a run against the emulator that shows nothing."""
        if self.circumstances.origin not in ("traffic", "endpoint"):
            return False
        status = self.exchange.response.status if self.exchange.response else None
        return status is not None and 200 <= status < 300 and self.answer_kind != "error"

    @once
    def taken_by_version(self) -> bool:
        """Whether the service that took the request is Azure OpenAI under the version that judges: evidence about it."""
        if not self.taken or self.circumstances.bodies_only:
            return False
        if self.circumstances.api_version is None:
            return True
        own = choose(self.exchange, None, catalog()).api_version
        return own is None or own == self.circumstances.api_version

    @once
    def request(self) -> Payload | None:
        """The request's body, or None where there is none."""
        body = self.exchange.request.body if self.exchange.request else None
        if body is None:
            return None
        schema = self.operation.request if self.operation else None
        return Payload("request", body, schema, looked_at=self.look.request if self.look else None)

    @once
    def answer_kind(self) -> AnswerKind | None:
        """What kind of answer there is: by media type, by status, by what the body holds."""
        response = self.exchange.response
        if response is None:
            return None
        if self.look is not None:
            return "answer"
        if response.status is not None and response.status >= 400:
            return "error"
        if stream_text(response) is not None:
            return "stream"
        if response.body is None:
            return None
        value = response.body.value
        if isinstance(value, dict) and "error" in value and "choices" not in value:
            return "error"
        return "chunk" if is_chunk(value) else "answer"

    @once
    def response(self) -> Payload | None:
        """The answer's body (of a stream or a chunk: None); its schema is known for a successful answer only."""
        body = self.exchange.response.body if self.exchange.response else None
        if body is None or self.answer_kind in ("stream", "chunk"):
            return None
        if body.problem is not None and (body.text or "").lstrip().startswith(("data:", "event:")):
            return None  # events are no JSON, also where they hold an error
        known = self.operation is not None and self.answer_kind != "error"
        schema = self.operation.answer if self.operation and known else None
        return Payload("response", body, schema, looked_at=self.look.answer if self.look else None)

    @once
    def chunk_contract(self) -> ChunkContract | None:
        """What judges the chunks of a stream, or None where no contract is known."""
        return chunk_contract(self.contract.api_version, self.contract.engine) if self.contract else None

    @once
    def stream(self) -> Stream | None:
        """The answer as a stream, read once; None where it is none. A body that is one chunk is the shortest."""
        response = self.exchange.response
        accepts = self.chunk_contract.schema.unremarkable_as_meant if self.chunk_contract else None
        text = stream_text(response)
        if text is not None:
            return read_stream(text, accepts, self.wanted_choices)
        if self.answer_kind == "chunk" and response is not None and response.body is not None:
            return read_chunk(response.body, accepts)
        return None

    @property
    def whole_stream(self) -> Stream | None:
        """The answer as a stream from its first event on; None where it is none, or one chunk by itself."""
        return self.stream if self.answer_kind == "stream" else None

    def faults(self, *kinds: FaultKind) -> tuple[Fault, ...]:
        """Return what is wrong in the course of the stream, of these kinds; nothing where there is no stream."""
        found = self.whole_stream.faults if self.whole_stream is not None else ()
        return tuple(fault for fault in found if fault.kind in kinds)

    @property
    def wanted_choices(self) -> int | None:
        """How many choices the request asks for; None where that is not known."""
        if self.request is None or not isinstance(self.request.value, dict):
            return None
        wanted = self.request.member("n")
        if (
            isinstance(wanted, Decimal)
            and wanted.is_finite()
            and wanted.adjusted() in _COUNTS
            and wanted == int(wanted)
        ):
            return int(wanted)  # JSON Schema: 2.0 is an integer
        return wanted if type(wanted) is int else 1 if wanted is None else None

    @property
    def answer(self) -> Payload | None:
        """The body of a successful answer that is JSON, or None."""
        sound = self.response is not None and self.answer_kind == "answer" and self.response.body.problem is None
        return self.response if sound else None

    @property
    def payloads(self) -> tuple[Payload, ...]:
        return tuple(payload for payload in (self.request, self.response) if payload is not None)

    def unexplained(self, payload: Payload, subtype: bool = False) -> tuple[Violation, ...]:
        """Return the violations that no named rule puts into words: of a subtype that a discriminator names, or the rest."""
        return tuple(
            violation
            for violation in payload.violations
            if id(violation) not in self.explained and violation.origin.subtype == subtype
        )
