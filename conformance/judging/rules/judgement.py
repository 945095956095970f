"""One exchange under one contract: what the rules look at, worked out once and only where it is asked for."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, Literal

from conformance.contract.catalog import catalog
from conformance.contract.contract import Contract, Operation, contract
from conformance.contract.payload_schema import PayloadSchema, Violation
from conformance.contract.walk import Observation, observe
from conformance.exchange import Exchange
from conformance.judging.rules.api_version import Chosen, choose
from conformance.judging.rules.circumstances import Circumstances
from conformance.wire.body import Body
from conformance.wire.pointer import Path

AnswerKind = Literal["answer", "chunk", "error", "stream"]
_CHUNK: Final = "chat.completion.chunk"


@dataclass(frozen=True)
class Payload:
    """One body with its schema; ``schema`` is None where no contract is known or describes it."""

    part: Literal["request", "response"]
    body: Body
    schema: PayloadSchema | None
    chunk: bool = False

    @property
    def kind(self) -> Literal["request", "answer", "chunk"]:
        """Which schema of an operation is meant."""
        return "request" if self.part == "request" else "chunk" if self.chunk else "answer"

    @property
    def value(self) -> Any:
        return self.body.value

    @cached_property
    def remarkable(self) -> bool:
        """Whether a rule of the schema may have something to say."""
        if self.schema is None or self.body.problem is not None:
            return False
        return not self.schema.unremarkable(self.value)

    @cached_property
    def violations(self) -> tuple[Violation, ...]:
        return self.schema.violations(self.value) if self.remarkable and self.schema else ()

    @cached_property
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


@dataclass
class Judgement:
    """What the rules see. ``explained`` grows as named rules put violations into words."""

    exchange: Exchange
    circumstances: Circumstances
    chosen: Chosen
    contract: Contract | None
    explained: set[int] = field(default_factory=set)

    @property
    def api_version(self) -> str:
        """The version judged by; only where a contract is known."""
        return self.contract.api_version if self.contract else ""

    @cached_property
    def path(self) -> str | None:
        """The URL's path, as it was sent."""
        target = self.exchange.request.target if self.exchange.request else None
        return target.path if target else None

    @cached_property
    def operation(self) -> Operation | None:
        if self.contract is None:
            return None
        return self.contract.operation if self.circumstances.bodies_only else self.contract.operation_of(self.path)

    @property
    def taken(self) -> bool:
        """Whether the recorded service answered the request with 2xx; in a run against the emulator that shows nothing."""
        status = self.exchange.response.status if self.exchange.response else None
        success = status is not None and 200 <= status < 300 and self.answer_kind != "error"
        return success and self.circumstances.origin in ("traffic", "endpoint")

    @cached_property
    def taken_by_version(self) -> bool:
        """Whether the service that took the request is Azure OpenAI under the version that judges: evidence about it."""
        if not self.taken or self.circumstances.bodies_only:
            return False
        if self.circumstances.api_version is None:
            return True
        own = choose(self.exchange, None, catalog()).api_version
        return own is None or own == self.circumstances.api_version

    @cached_property
    def request(self) -> Payload | None:
        """The request's body, or None where there is none."""
        body = self.exchange.request.body if self.exchange.request else None
        return Payload("request", body, self.operation.request if self.operation else None) if body else None

    @cached_property
    def answer_kind(self) -> AnswerKind | None:
        """What kind of answer there is: by media type, by status, by what the body holds."""
        response = self.exchange.response
        if response is None:
            return None
        if is_stream(self.exchange):
            return "stream"
        if response.status is not None and response.status >= 400:
            return "error"
        if response.body is None:
            return None
        value = response.body.value
        if isinstance(value, dict) and "error" in value and "choices" not in value:
            return "error"
        return "chunk" if self._is_chunk(value) else "answer"

    def _is_chunk(self, value: Any) -> bool:
        """Whether the body is one chunk of a stream: it says so itself, else the request's ``stream`` does."""
        if not isinstance(value, dict):
            return False
        if "object" in value:
            return bool(value["object"] == _CHUNK)
        streamed = self.request is not None and self.request.member("stream") is True
        return streamed and self.operation is not None and self.operation.chunk is not None

    @cached_property
    def response(self) -> Payload | None:
        """The answer's body (of a stream: None); its schema is known for a successful answer or chunk only."""
        body = self.exchange.response.body if self.exchange.response else None
        if body is None or self.answer_kind == "stream":
            return None
        operation, schema = self.operation, None
        if operation is not None and self.answer_kind != "error":
            schema = operation.chunk if self.answer_kind == "chunk" else operation.answer
        return Payload("response", body, schema, self.answer_kind == "chunk")

    @property
    def answer(self) -> Payload | None:
        """The body of a successful answer that is JSON, or None."""
        sound = self.response is not None and self.answer_kind == "answer" and self.response.body.problem is None
        return self.response if sound else None

    @property
    def payloads(self) -> tuple[Payload, ...]:
        return tuple(payload for payload in (self.request, self.response) if payload is not None)

    def unexplained(self, payload: Payload) -> tuple[Violation, ...]:
        """Return the violations that no named rule has put into words."""
        return tuple(violation for violation in payload.violations if id(violation) not in self.explained)


def is_stream(exchange: Exchange) -> bool:
    """Return whether the answer is a stream of server-sent events: by its media type, else by how its text begins."""
    response = exchange.response
    if response is None:
        return False
    media_type = (response.headers.get("content-type") or "") if response.headers else ""
    if media_type:
        return media_type.partition(";")[0].strip().lower() == "text/event-stream"
    text = response.body.text if response.body and not response.body.prefix else None
    return text is not None and text.lstrip().startswith("data:")


def is_undescribed_chunk(exchange: Exchange, api_version: str | None = None) -> bool:
    """Return whether the answer is one chunk and its version (``api_version`` in place of its own) describes none."""
    body = exchange.response.body if exchange.response else None
    if body is None or not isinstance(body.value, dict) or body.value.get("object") != _CHUNK:
        return False
    chosen = choose(exchange, api_version, catalog()).api_version
    path = exchange.request.target.path if exchange.request and exchange.request.target else None
    return chosen is None or contract(chosen).operation_of(path).chunk is None
