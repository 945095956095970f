"""The same answer in pieces: server-sent events, one token a chunk, made as they are sent."""

from collections.abc import Iterator
from functools import cached_property
from itertools import zip_longest
from json.encoder import encode_basestring_ascii
from typing import Any, Final

from conformance.emulator.answers import Answers, call_value, text, usage
from conformance.emulator.choice_content import Call, ChoiceContent, pieces_of
from conformance.emulator.frame import Frame, Json, fitted, gap
from conformance.emulator.members import COUNTS, HARMS, LOGPROBS, USAGE, observed_chunk, text_of

_DONE: Final = b"data: [DONE]\n\n"
_WORST: Final = {"filtered": True, "severity": "high"}


class Streams:
    """The streams of one operation, as one model sends them."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        self._frames: dict[tuple[str, bool, bool, str | None], Frame] = {}

    def events(self, body: Json, said: list[ChoiceContent]) -> Iterator[bytes]:
        """Yield the events of the stream that says ``said``; of several choices, a piece of each in turn."""
        same = self.answers.identity()
        options = body.get("stream_options")
        counted = isinstance(options, dict) and options.get("include_usage") is True
        if self._opening:
            yield b"data: " + self._opening + b"\n\n"
        for turn in zip_longest(*(self._choice(one, index, same, counted) for index, one in enumerate(said))):
            for event in turn:
                if event is not None:
                    yield b"data: " + event + b"\n\n"
        if counted:
            yield b"data: " + self._usage.filled(same | usage(body, said)) + b"\n\n"
        yield _DONE

    def _choice(self, said: ChoiceContent, index: int, same: dict[str, bytes], counted: bool) -> Iterator[bytes]:
        place = same | {"index": b"%d" % index}
        if said.kind in ("text", "refusal"):
            yield self._frame("role" if said.kind == "text" else "role-null", counted).filled(place)
            word = self._frame(said.kind, counted, said.logprobs is not None)
            for number, piece in enumerate(pieces_of(said.text)):
                place["content"] = encode_basestring_ascii(piece).encode()
                if said.logprobs is not None:
                    place["logprobs"] = text([said.logprobs[number]])
                yield word.filled(place)
        else:
            yield self._frame("role-null", counted).filled(place)
            for number, call in enumerate(said.calls):
                deltas = _call_deltas(call, number) if said.kind == "calls" else _function_deltas(call)
                for delta in deltas:
                    yield self._frame(said.kind, counted).filled(place | {said.kind: text(delta)})
        yield self._frame("end", counted, harm=said.harm).filled(
            place | {"finish_reason": b'"%s"' % said.finish.encode()}
        )

    @cached_property
    def _opening(self) -> bytes | None:
        """The first event, which is not a chunk that any contract describes (traceloop/openllmetry, 2024-02-01).

        None where the version has no filter results to tell. That the v1 family opens so too was recorded.
        """
        if "prompt_filter_results" not in self.answers.operation.answer.shape.members:
            return None
        results = [{"prompt_index": 0, "content_filter_results": HARMS}]
        first = {"choices": [], "created": 0, "id": "", "model": "", "object": "", "prompt_filter_results": results}
        return Frame.of(first).pieces[0]

    @cached_property
    def _usage(self) -> Frame:
        return self._framed({"choices": [], "usage": USAGE}, True, {"usage": COUNTS})

    def _frame(self, kind: str, counted: bool, logprobs: bool = False, harm: str | None = None) -> Frame:
        key = (kind, counted, logprobs, harm)
        frame = self._frames.get(key)
        if frame is None:
            frame = self._frames[key] = self._chunk(*key)
        return frame

    def _chunk(self, kind: str, counted: bool, logprobs: bool, harm: str | None) -> Frame:
        deltas: dict[str, Json] = {
            "role": {"role": "assistant", "content": ""},
            "role-null": {"role": "assistant", "content": None},
            "text": {"content": gap("content")},
            "refusal": {"refusal": gap("content")},
            "calls": {"tool_calls": gap("calls")},
            "function": {"function_call": gap("function")},
            "end": {},
        }
        filtered = HARMS if kind in ("text", "refusal") else {}
        choice = {
            "index": gap("index"),
            "delta": deltas[kind],
            "finish_reason": gap("finish_reason") if kind == "end" else None,
            "logprobs": LOGPROBS if logprobs else None,
            "content_filter_results": filtered if harm is None else HARMS | {harm: _WORST},
        }
        return self._framed({"choices": [choice]}, counted)

    def _framed(self, members: Json, counted: bool, asked_for: Json | None = None) -> Frame:
        """Return the frame of a chunk; what was asked for is there, even where the version does not describe it."""
        answers = self.answers
        full: Json = {
            "id": gap("id"),
            "object": "chat.completion.chunk",
            "created": gap("created"),
            "model": answers.model.name,
            "system_fingerprint": "",
            **members,
        }
        described = answers.operation.chunk
        # Versions before 2024-08-01-preview do not describe a chunk: all that the service sends is sent.
        chunk = fitted(full, described) if described else full
        chunk = (asked_for or {}) | chunk
        if answers.as_observed:
            observed_chunk(chunk, counted, answers.model)
        return text_of(answers.with_fingerprint(chunk), answers.as_observed)


def _call_deltas(call: Call, index: int) -> Iterator[list[Any]]:
    """Yield a call in pieces: who is called first, then the arguments (recorded, gpt-5-mini)."""
    opened = call_value(call)
    opened["function"]["arguments"] = ""
    yield [{"index": index, **opened}]
    for piece in pieces_of(call.arguments):
        yield [{"index": index, "function": {"arguments": piece}}]


def _function_deltas(call: Call) -> Iterator[Json]:
    yield {"name": call.name, "arguments": ""}
    for piece in pieces_of(call.arguments):
        yield {"arguments": piece}
