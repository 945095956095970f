"""The answer to a request that was taken: everything the service says, cut down to what the api-version declares."""

from functools import cached_property
from json.encoder import encode_basestring_ascii
from typing import Any, Final

from conformance.contract.contract import Operation
from conformance.emulator.frame import Frame, Json, fitted, gap
from conformance.emulator.sampling import prompt_tokens, sampled
from conformance.emulator.settings import ABSENT, Settings

_SAFE: Final = {"filtered": False, "severity": "safe"}
_CLEAR: Final = {"filtered": False, "detected": False}
HARMS: Final[Json] = {"hate": _SAFE, "self_harm": _SAFE, "sexual": _SAFE, "violence": _SAFE}
_PROMPT_FILTER: Final[Json] = HARMS | {"jailbreak": _CLEAR, "indirect_attack": _CLEAR}
# v1-2026-01-28 nests the results once more, with the index beside them.
PROMPT_FILTER_RESULTS: Final = [
    {
        "prompt_index": 0,
        "content_filter_results": {**_PROMPT_FILTER, "prompt_index": 0, "content_filter_results": _PROMPT_FILTER},
    }
]
USAGE: Final[Json] = {
    "prompt_tokens": gap("prompt_tokens"),
    "completion_tokens": gap("completion_tokens"),
    "total_tokens": gap("total_tokens"),
    "prompt_tokens_details": {"audio_tokens": 0, "cached_tokens": 0},
    "completion_tokens_details": {
        "accepted_prediction_tokens": 0,
        "audio_tokens": 0,
        "reasoning_tokens": 0,
        "rejected_prediction_tokens": 0,
    },
}
# The extensions of 2023 answer with `messages`, or with a message that has an index and an end.
_MESSAGE: Final[Json] = {
    "index": 0,
    "role": "assistant",
    "content": gap("content"),
    "refusal": None,
    "end_turn": True,
}
_CHOICE: Final[Json] = {
    "index": gap("index"),
    "finish_reason": gap("finish_reason"),
    "message": _MESSAGE,
    "messages": [_MESSAGE],
    "logprobs": None,
    "content_filter_results": HARMS,
}
_MOST_TOKENS: Final = 1_000_000  # more than any story has
_MOST_CHOICES: Final = 128  # the bound of every contract that has one


class Answers:
    """The answers of one operation."""

    def __init__(self, operation: Operation, settings: Settings) -> None:
        self.operation = operation
        self.settings = settings
        declares = operation.contract.declares_fingerprint(operation)
        self.fingerprint = settings.fingerprint if declares else ABSENT

    def choices(self, body: Json) -> list[tuple[str, int, bool]]:
        """Return text, tokens and whether it was cut, for each choice that ``body`` asks for."""
        count = min(whole(body.get("n"), 1), _MOST_CHOICES)
        limits = [body[name] for name in ("max_tokens", "max_completion_tokens") if body.get(name) is not None]
        limit = min(whole(limit, _MOST_TOKENS) for limit in limits) if limits else None
        settings = self.settings
        return [
            sampled(body, settings.fingerprint, index, limit, settings.diverge, settings.chance)
            for index in range(count)
        ]

    def answer(self, body: Json) -> bytes:
        """Return the JSON text of a whole answer to ``body``."""
        frame, choice = self._frames
        told = self.choices(body)
        choices = [
            choice.filled(
                {
                    "index": b"%d" % index,
                    "finish_reason": b'"length"' if cut else b'"stop"',
                    "content": encode_basestring_ascii(text).encode(),
                }
            )
            for index, (text, _, cut) in enumerate(told)
        ]
        values = self.identity() | usage(body, told)
        values["choices"] = b"[" + b",".join(choices) + b"]"
        return frame.filled(values)

    def identity(self) -> dict[str, bytes]:
        """Return what makes each answer another one: ``id`` and ``created``."""
        settings = self.settings
        return {"id": b'"chatcmpl-%029x"' % settings.chance.getrandbits(116), "created": b"%d" % settings.clock()}

    @cached_property
    def _frames(self) -> tuple[Frame, Frame]:
        full: Json = {
            "id": gap("id"),
            "object": "chat.completion",
            "created": gap("created"),
            "model": self.settings.model,
            "choices": [_CHOICE],
            "usage": USAGE,
            "prompt_filter_results": PROMPT_FILTER_RESULTS,
            "system_fingerprint": "",
        }
        cut = fitted(full, self.operation.answer)
        choice = cut["choices"][0]
        cut["choices"] = gap("choices")
        return Frame.of(self.with_fingerprint(cut)), Frame.of(choice)

    def with_fingerprint(self, value: Json) -> Json:
        """Return ``value`` with the fingerprint that the emulator was told to give, be it null or none."""
        without = {name: member for name, member in value.items() if name != "system_fingerprint"}
        return without if self.fingerprint is ABSENT else without | {"system_fingerprint": self.fingerprint}


def usage(body: Json, told: list[tuple[str, int, bool]]) -> dict[str, bytes]:
    """Return the numbers of tokens; they add up."""
    prompt = prompt_tokens(body.get("messages"))
    completion = sum(tokens for _, tokens, _ in told)
    return {
        "prompt_tokens": b"%d" % prompt,
        "completion_tokens": b"%d" % completion,
        "total_tokens": b"%d" % (prompt + completion),
    }


def whole(number: Any, default: int) -> int:
    """Return a number of a body as one that can be counted with: never negative, never past a million."""
    if number is None:
        return default
    return int(max(0, min(number, _MOST_TOKENS)))
