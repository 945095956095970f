"""What the answer to a request says: a call, JSON, a refusal, what a tool returned, or the story."""

import json
from hashlib import blake2b
from typing import Any, Final

from conformance.emulator.choice_content import Call, ChoiceContent, pieces_of, spoken
from conformance.emulator.instances import instance_of
from conformance.emulator.logprobs import logprobs_of
from conformance.emulator.merging import Unsatisfiable
from conformance.emulator.sampling import numbers_of, sampled
from conformance.emulator.schema_in_prompt import described_schema
from conformance.emulator.settings import Settings
from conformance.emulator.tools import call_of, chosen, last_user_text, text_of

# A user message that holds this is answered by a refusal: the service decides by meaning, which cannot be emulated.
REFUSAL_MARKER: Final = "[[refusal]]"
REFUSAL: Final = "I'm sorry, I can't assist with that."
_MOST_TOKENS: Final = 1_000_000  # more than any story has
_MOST_CHOICES: Final = 128  # the bound of every contract that has one
_LONGEST_RESULT: Final = 400
_ANY_OBJECT: Final = {
    "type": "object",
    "properties": {
        "title": {"type": "string"},
        "answer": {"type": "string"},
        "steps": {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 2},
        "score": {"type": "integer", "minimum": 1, "maximum": 10},
    },
    "required": ["title", "answer", "steps", "score"],
}


def decided(body: dict[str, Any], settings: Settings, refuses: bool = True) -> list[ChoiceContent]:
    """Return what each choice says; ``refuses`` where an answer of the version has a member ``refusal``."""
    count = min(whole(body.get("n"), 1), _MOST_CHOICES)
    limits = [body[name] for name in ("max_tokens", "max_completion_tokens") if body.get(name) is not None]
    limit = min(whole(limit, _MOST_TOKENS) for limit in limits) if limits else None
    plain = not (body.get("tools") or body.get("functions") or body.get("response_format") or body.get("stop"))
    said = []
    asked = last_user_text(body)
    if asked is not None and REFUSAL_MARKER in asked:
        said = [spoken(REFUSAL, limit, kind="refusal" if refuses else "text")] * count
    elif plain and asked is not None:
        told = (sampled(body, settings, index, limit) for index in range(count))
        said = [ChoiceContent("length" if cut else "stop", tokens, text) for text, tokens, cut in told]
    else:
        said = [_choice(body, settings, index, limit) for index in range(count)]
    return [_with_logprobs(one, body) for one in said] if body.get("logprobs") is True else said


def _choice(body: dict[str, Any], settings: Settings, index: int, limit: int | None) -> ChoiceContent:
    numbers = numbers_of(body, settings, index)
    tools, named = chosen(body)
    if tools:
        calls = tuple(call_of(tool, numbers, place) for place, tool in enumerate(tools))
        return called(calls, "function" if not body.get("tools") else "calls", named)
    stop = stops(body)
    wanted = (body.get("response_format") or {}).get("type", "text")
    if wanted in ("json_object", "json_schema"):
        return spoken(_json(body, numbers), limit, stop)
    result = _result(body)
    if result is not None:
        return spoken(result, limit, stop)
    text, tokens, cut = sampled(body, settings, index, None if stop else limit)
    return spoken(text, limit, stop) if stop else ChoiceContent("length" if cut else "stop", tokens, text)


def called(calls: tuple[Call, ...], kind: str, named: bool) -> ChoiceContent:
    """Return a choice that calls; one that the request named ends with ``stop`` (OpenAI's guide; for Azure assumed)."""
    reason = "stop" if named else "function_call" if kind == "function" else "tool_calls"
    return ChoiceContent(reason, sum(call.tokens for call in calls), kind=kind, calls=calls)


def stops(body: dict[str, Any]) -> tuple[str, ...]:
    """Return the texts that end an answer."""
    stop = body.get("stop")
    if isinstance(stop, str):
        return (stop,)
    return tuple(one for one in stop if isinstance(one, str)) if isinstance(stop, list) else ()


def _json(body: dict[str, Any], numbers: bytes) -> str:
    wanted = body["response_format"]
    if wanted["type"] == "json_schema":
        schema = (wanted.get("json_schema") or {}).get("schema")
    else:
        schema = described_schema(body)
    digest = blake2b(numbers, digest_size=32).digest()
    try:
        value = instance_of(_ANY_OBJECT if schema is None else schema, digest)
    except Unsatisfiable:
        value = {}
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _result(body: dict[str, Any]) -> str | None:
    """Return a text that uses what the tools returned, where the last messages say so; None where they do not."""
    results: list[str] = []
    names = _names(body)
    for message in reversed(body.get("messages") or ()):
        if not isinstance(message, dict) or message.get("role") not in ("tool", "function"):
            break
        text = " ".join(text_of(message).split())[:_LONGEST_RESULT]
        name = message.get("name") or names.get(message.get("tool_call_id")) or "The tool"
        results.append(f"{name} returned: {text}")
    return "Here is what I found. " + " ".join(reversed(results)) if results else None


def _names(body: dict[str, Any]) -> dict[Any, str]:
    return {
        call.get("id"): call["function"]["name"]
        for message in body["messages"]
        if isinstance(message, dict)
        for call in message.get("tool_calls") or ()
        if isinstance(call, dict) and isinstance(call.get("function"), dict) and "name" in call["function"]
    }


def _with_logprobs(said: ChoiceContent, body: dict[str, Any]) -> ChoiceContent:
    if said.kind not in ("text", "refusal"):
        return said
    entries = logprobs_of(pieces_of(said.text), whole(body.get("top_logprobs"), 0))
    return ChoiceContent(said.finish, said.tokens, said.text, said.kind, said.calls, said.harm, tuple(entries))


def whole(number: Any, default: int) -> int:
    """Return a number of a body as one that can be counted with: never negative, never past a million."""
    if number is None:
        return default
    return int(max(0, min(number, _MOST_TOKENS)))
