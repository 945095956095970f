"""Recorded traffic for the benchmarks: as varied as an application's, sound, or with three mistakes in each exchange.

What varies: how many messages there are and what they say, seeds, ids, times, token counts, deployments; of mistakes see
``mistakes``.
"""

import json
import random
from collections.abc import Iterator
from typing import Any, Final

from benchmarks.mistakes import with_mistakes

VERSION: Final = "2024-02-01"
_TOPICS: Final = ("the universe", "a lighthouse", "two rivers", "an old clock", "the first winter", "a silent city")
_FILTERS: Final = {
    name: {"filtered": False, "severity": "safe"} for name in ("hate", "self_harm", "sexual", "violence")
}


def exchange(number: int, mistakes: bool = False) -> dict[str, Any]:
    """Return exchange ``number`` as a line of NDJSON holds it; with ``mistakes`` a member, a value and the answer are wrong."""
    topic = _TOPICS[number % len(_TOPICS)]
    story = f"Once upon a time there was {topic}. " * (1 + number % 4)
    messages: list[dict[str, Any]] = [
        {"role": "system", "content": "You are a helpful assistant."},
        {"role": "user", "content": f"Tell me story {number} about {topic}?"},
    ]
    if number % 3 == 0:
        messages += [{"role": "assistant", "content": story}, {"role": "user", "content": "And then?"}]
    asked: dict[str, Any] = {"messages": messages, "temperature": 0.7, "max_tokens": 50, "seed": number}
    prompt, completion = 30 + number % 7, 20 + number % 30
    answered: dict[str, Any] = {
        "id": f"chatcmpl-{number}",
        "object": "chat.completion",
        "created": 1_700_000_000 + number,
        "model": "gpt-35-turbo",
        "system_fingerprint": "fp_e5a1c0ffee",
        "prompt_filter_results": [{"prompt_index": 0, "content_filter_results": _FILTERS}],
        "choices": [
            {
                "index": 0,
                "finish_reason": "stop",
                "message": {"role": "assistant", "content": story},
                "content_filter_results": _FILTERS,
            }
        ],
        "usage": {
            "prompt_tokens": prompt,
            "completion_tokens": completion,
            "total_tokens": prompt + completion,
        },
    }
    if mistakes:
        with_mistakes(asked, answered, number)
    url = f"https://contoso.openai.azure.com/openai/deployments/d{number % 3}/chat/completions?api-version={VERSION}"
    return {
        "id": f"call-{number}",
        "api_version": VERSION,
        "request": {"method": "POST", "url": url, "headers": {"Content-Type": "application/json"}, "body": asked},
        "response": {"status": 200, "headers": {"Content-Type": "application/json"}, "body": answered},
    }


def with_newer_members(value: dict[str, Any], number: int) -> dict[str, Any]:
    """Return exchange ``value`` with five members in its answer that today's models send and ``VERSION`` does not declare.

    Which five of thirteen, in which of its objects and with which values, is ``number``'s own.
    """
    chance = random.Random(number)
    answer = value["response"]["body"]
    choice, usage = answer["choices"][0], answer["usage"]
    message, tokens = choice["message"], chance.randrange(1000)
    log = [{"token": "a", "logprob": -chance.random(), "bytes": [97], "top_logprobs": []}]
    members: list[tuple[dict[str, Any], str, Any]] = [
        (answer, "service_tier", chance.choice(("default", "priority", "flex"))),
        (answer, "moderations", None),
        (choice, "logprobs", chance.choice((None, {"content": log, "refusal": None}))),
        (choice, "content_filter_offsets", {"check_offset": tokens, "start_offset": 0, "end_offset": tokens + 9}),
        (choice, "stop_reason", chance.choice((None, tokens))),
        (message, "annotations", []),
        (message, "refusal", chance.choice((None, None, f"I can't tell story {number}."))),
        (message, "audio", None),
        (message, "reasoning_content", f"Story {number} needs {tokens} words."),
        (usage, "completion_tokens_details", {"reasoning_tokens": tokens, "audio_tokens": 0}),
        (usage, "prompt_tokens_details", {"audio_tokens": 0, "cached_tokens": tokens}),
        (usage, "latency_checkpoint", {"total_duration_ms": tokens}),
        (usage, f"cost_{chance.choice('abcdefgh')}", tokens / 7),
    ]
    for holder, name, member in chance.sample(members, 5):
        holder[name] = member
    return value


def lines(count: int, mistakes: bool = False) -> Iterator[str]:
    """Yield ``count`` lines of NDJSON, each with its line break."""
    for number in range(count):
        yield json.dumps(exchange(number, mistakes)) + "\n"
