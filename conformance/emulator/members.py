"""All that an answer may hold, from which each version's and each model's is cut."""

import json
from typing import Any, Final

from conformance.emulator.frame import Frame, Json, gap
from conformance.emulator.models import Model

_SAFE: Final = {"filtered": False, "severity": "safe"}
_CLEAR: Final = {"filtered": False, "detected": False}
HARMS: Final[Json] = {"hate": _SAFE, "self_harm": _SAFE, "sexual": _SAFE, "violence": _SAFE}
PROMPT_FILTER: Final[Json] = HARMS | {"jailbreak": _CLEAR, "indirect_attack": _CLEAR}
# v1-2026-01-28 nests the results once more, with the index beside them.
PROMPT_FILTER_RESULTS: Final = [
    {
        "prompt_index": 0,
        "content_filter_results": {**PROMPT_FILTER, "prompt_index": 0, "content_filter_results": PROMPT_FILTER},
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
COUNTS: Final = {name: count for name, count in USAGE.items() if isinstance(count, str)}
_DETAILS: Final = {name: count for name, count in USAGE.items() if not isinstance(count, str)}
# Times of the serving: in ``usage`` of a whole answer, beside it in a stream (recorded with gpt-5-mini and o4-mini on v1).
LATENCY_NAME: Final = "latency_checkpoint"
LATENCY: Final[Json] = {
    "engine_tbt_ms": 10,
    "engine_ttft_ms": 50,
    "engine_ttlt_ms": 1100,
    "pre_inference_ms": 150,
    "service_tbt_ms": 10,
    "service_ttft_ms": 600,
    "service_ttlt_ms": 1650,
    "total_duration_ms": 1500,
    "user_visible_ttft_ms": 450,
}
_OBFUSCATION: Final = "aB3dE5gH7jK9mN1p"
LOGPROBS: Final[Json] = {"content": gap("logprobs"), "refusal": None}
# By kind, what a message holds; the extensions of 2023 have an index and an end in it.
_SAYS: Final[dict[str, Json]] = {
    "text": {"content": gap("content"), "refusal": None},
    "calls": {"content": None, "refusal": None, "tool_calls": gap("calls")},
    "function": {"content": None, "refusal": None, "function_call": gap("function")},
    "refusal": {"content": None, "refusal": gap("content")},
    "filtered": {"refusal": None},
}


def message_of(kind: str) -> Json:
    """Return a message of ``kind``, with all that any version declares."""
    return {"index": 0, "role": "assistant", **_SAYS[kind], "end_turn": True}


def observed(message: Json, choice: Json, usage: Json, frame: Json, model: Model) -> None:
    """Put into the parts of an answer what ``model`` sends whatever the version declares."""
    if model.generation >= 1:
        message.setdefault("refusal", None)
        for name, details in _DETAILS.items():
            usage.setdefault(name, details)
    if model.generation >= 2:
        message.setdefault("annotations", [])
    if model.generation >= 3:
        frame.setdefault("service_tier", "default")
        choice.setdefault("logprobs", None)
        usage.setdefault(LATENCY_NAME, LATENCY)


def observed_chunk(chunk: Json, counted: bool, model: Model) -> None:
    """Put into a chunk what ``model`` sends whatever the version declares; ``counted`` where usage was asked for.

    Recorded with gpt-4.1-mini, gpt-5-mini, gpt-5.2 and o4-mini, on 2024-02-01, 2024-12-01-preview and v1. That
    gpt-4.1 sends the null ``usage`` is assumed: OpenAI's reference has it in each chunk before the last.
    """
    if model.generation >= 2:
        chunk["obfuscation"] = _OBFUSCATION
        if counted:
            chunk.setdefault("usage", None)
    if model.generation >= 3:
        chunk["service_tier"] = "default"
        if chunk.get("usage"):
            chunk[LATENCY_NAME] = LATENCY


def text_of(value: Any, alphabetical: bool) -> Frame:
    """Return ``value`` as a frame; in the observed profile members are in the order of the alphabet."""
    return Frame.of(json.loads(json.dumps(value, sort_keys=True)) if alphabetical else value)
