"""The same answer in pieces: server-sent events, one token a chunk."""

from functools import cached_property
from json.encoder import encode_basestring_ascii
from typing import Final

from conformance.emulator.answers import HARMS, USAGE, Answers, usage
from conformance.emulator.frame import Frame, Json, fitted, gap
from conformance.emulator.story import tokens_of

_COUNTS: Final = {name: count for name, count in USAGE.items() if isinstance(count, str)}
_DONE: Final = b"data: [DONE]\n\n"


class Streams:
    """The streams of one operation."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers

    def events(self, body: Json) -> list[bytes]:
        """Return the events of the stream that answers ``body``."""
        told = self.answers.choices(body)
        same = self.answers.identity()
        events = [self._opening] if self._opening else []
        for index, (text, _, cut) in enumerate(told):
            place = same | {"index": b"%d" % index}
            events.append(self._role.filled(place))
            events += [self._word.filled(place | {"content": _text(token)}) for token in tokens_of(text)]
            events.append(self._end.filled(place | {"finish_reason": b'"length"' if cut else b'"stop"'}))
        options = body.get("stream_options")
        if isinstance(options, dict) and options.get("include_usage") is True:
            events.append(self._usage.filled(same | usage(body, told)))
        return [b"data: " + event + b"\n\n" for event in events] + [_DONE]

    @cached_property
    def _opening(self) -> bytes | None:
        """The first event, which is no chunk that any contract describes (traceloop/openllmetry, 2024-02-01).

        None where the version has no filter results to tell. That the v1 family opens so too is assumed.
        """
        if "prompt_filter_results" not in self.answers.operation.answer.shape.members:
            return None
        results = [{"prompt_index": 0, "content_filter_results": HARMS}]
        first = {"choices": [], "created": 0, "id": "", "model": "", "object": "", "prompt_filter_results": results}
        return Frame.of(first).pieces[0]

    @cached_property
    def _role(self) -> Frame:
        return self._chunk({"role": "assistant", "content": ""}, {})

    @cached_property
    def _word(self) -> Frame:
        return self._chunk({"content": gap("content")}, HARMS)

    @cached_property
    def _end(self) -> Frame:
        return self._chunk({}, {}, gap("finish_reason"))

    @cached_property
    def _usage(self) -> Frame:
        return self._framed({"choices": [], "usage": USAGE}, {"usage": _COUNTS})

    def _chunk(self, delta: Json, filtered: Json, reason: str | None = None) -> Frame:
        choice = {
            "index": gap("index"),
            "delta": delta,
            "finish_reason": reason,
            "logprobs": None,
            "content_filter_results": filtered,
        }
        return self._framed({"choices": [choice]})

    def _framed(self, members: Json, asked_for: Json | None = None) -> Frame:
        """Return the frame of a chunk; what was asked for is there, even where the version does not describe it."""
        full: Json = {
            "id": gap("id"),
            "object": "chat.completion.chunk",
            "created": gap("created"),
            "model": self.answers.settings.model,
            "system_fingerprint": "",
            **members,
        }
        described = self.answers.operation.chunk
        # Versions before 2024-08-01-preview do not describe a chunk: all that the service sends is sent.
        chunk = fitted(full, described) if described else full
        return Frame.of(self.answers.with_fingerprint((asked_for or {}) | chunk))


def _text(token: str) -> bytes:
    return encode_basestring_ascii(token).encode()
