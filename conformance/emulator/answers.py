"""The answer to a request that was taken: everything the service says, cut down to what the api-version declares."""

import json
from functools import cached_property
from json.encoder import encode_basestring_ascii
from typing import Any, Final

from conformance.contract.contract import Operation
from conformance.emulator.choice_content import Call, ChoiceContent
from conformance.emulator.deciding import decided
from conformance.emulator.frame import Frame, Json, fitted, gap
from conformance.emulator.members import HARMS, LOGPROBS, PROMPT_FILTER_RESULTS, USAGE, message_of, observed, text_of
from conformance.emulator.models import Model
from conformance.emulator.sampling import prompt_tokens
from conformance.emulator.settings import ABSENT, DEFAULT_FINGERPRINT, Settings

_WORST: Final = {"filtered": True, "severity": "high"}


class Answers:
    """The answers that one model gives to one operation."""

    def __init__(self, operation: Operation, settings: Settings, model: Model) -> None:
        self.operation = operation
        self.settings = settings
        self.model = model
        self.as_observed = settings.profile == "observed"
        declares = operation.contract.declares_fingerprint(operation)
        told = settings.fingerprint
        if self.as_observed and not model.fingerprint and told == DEFAULT_FINGERPRINT:
            told = None
        self.fingerprint = told if declares else ABSENT
        self._frames: dict[tuple[str, bool, str | None], Frame] = {}

    def said(self, body: Json) -> list[ChoiceContent]:
        """Return what each choice of the answer to ``body`` says."""
        return decided(body, self.settings, self.refuses)

    @cached_property
    def refuses(self) -> bool:
        """Whether the answer has a member for a refusal."""
        return b'"refusal"' in b"".join(self._choice("text", False, None).pieces)

    def answer(self, body: Json, said: list[ChoiceContent]) -> bytes:
        """Return the JSON text of the whole answer to ``body`` that says ``said``."""
        choices = [
            self._choice(one.kind, one.logprobs is not None, one.harm).filled(filling(one, index))
            for index, one in enumerate(said)
        ]
        values = self.identity() | usage(body, said)
        values["choices"] = b"[" + b",".join(choices) + b"]"
        return self._frame.filled(values)

    def identity(self) -> dict[str, bytes]:
        """Return what makes each answer another one: ``id`` and ``created``."""
        settings = self.settings
        return {"id": b'"chatcmpl-%029x"' % settings.chance.getrandbits(116), "created": b"%d" % settings.clock()}

    @cached_property
    def _frame(self) -> Frame:
        cut = self._cut("text", False, None)
        cut["choices"] = gap("choices")
        return text_of(self.with_fingerprint(cut), self.as_observed)

    def _choice(self, kind: str, logprobs: bool, harm: str | None) -> Frame:
        key = (kind, logprobs, harm)
        frame = self._frames.get(key)
        if frame is None:
            frame = self._frames[key] = text_of(self._cut(*key)["choices"][0], self.as_observed)
        return frame

    def _cut(self, kind: str, logprobs: bool, harm: str | None) -> Json:
        cut = self._cut_of(message_of(kind), logprobs, harm)
        if kind != "filtered" or self.as_observed:
            return cut
        # By the letter, versions differ in whether a message has to have a content, and in whether null is one.
        for content in (None, ""):
            if all(found.keyword != "required" for found in self.operation.answer.violations(cut)):
                break
            cut = self._cut_of(message_of(kind) | {"content": content}, logprobs, harm)
        return cut

    def _cut_of(self, message: Json, logprobs: bool, harm: str | None) -> Json:
        choice = {
            "index": gap("index"),
            "finish_reason": gap("finish_reason"),
            "message": message,
            "messages": [message],
            "logprobs": LOGPROBS if logprobs else None,
            "content_filter_results": HARMS if harm is None else HARMS | {harm: _WORST},
        }
        full: Json = {
            "id": gap("id"),
            "object": "chat.completion",
            "created": gap("created"),
            "model": self.model.name,
            "choices": [choice],
            "usage": USAGE,
            "prompt_filter_results": PROMPT_FILTER_RESULTS,
            "system_fingerprint": "",
        }
        cut = fitted(full, self.operation.answer)
        if self.as_observed:
            chosen = cut["choices"][0]
            observed(chosen.get("message", {}), chosen, cut["usage"], cut, self.model)
        return cut

    def with_fingerprint(self, value: Json) -> Json:
        """Return ``value`` with the fingerprint that the emulator was told to give, be it null or none."""
        without = {name: member for name, member in value.items() if name != "system_fingerprint"}
        return without if self.fingerprint is ABSENT else without | {"system_fingerprint": self.fingerprint}


def filling(said: ChoiceContent, index: int) -> dict[str, bytes]:
    """Return what goes into the gaps of a choice."""
    values = {"index": b"%d" % index, "finish_reason": b'"%s"' % said.finish.encode()}
    if said.kind in ("text", "refusal"):
        values["content"] = encode_basestring_ascii(said.text).encode()
    elif said.kind == "calls":
        values["calls"] = text(list(map(call_value, said.calls)))
    elif said.kind == "function":
        values["function"] = text(call_value(said.calls[0])["function"])
    if said.logprobs is not None:
        values["logprobs"] = text(said.logprobs)
    return values


def call_value(call: Call) -> Json:
    """Return a call as answers hold it."""
    return {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": call.arguments}}


def text(value: Any) -> bytes:
    """Return ``value`` as compact JSON text."""
    return json.dumps(value, separators=(",", ":")).encode()


def usage(body: Json, said: list[ChoiceContent]) -> dict[str, bytes]:
    """Return the numbers of tokens; they add up."""
    prompt = prompt_tokens(body.get("messages"))
    completion = sum(one.tokens for one in said)
    return {
        "prompt_tokens": b"%d" % prompt,
        "completion_tokens": b"%d" % completion,
        "total_tokens": b"%d" % (prompt + completion),
    }
