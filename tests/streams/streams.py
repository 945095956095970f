"""Streams for tests: one of our own, and how one thing in a stream is changed."""

import json
from collections.abc import Callable, Iterable
from copy import deepcopy
from typing import Any, Final

from conformance.exchange import Exchange, Headers, Request, Response
from conformance.finding import Finding
from conformance.judging.judge import judge
from conformance.wire.body import Body

Json = dict[str, Any]
Change = Callable[[list[Any], Json], None]
DONE: Final = "[DONE]"
_HARMS: Final = {name: {"filtered": False, "severity": "safe"} for name in ("hate", "self_harm", "sexual", "violence")}
_SAME: Final = {
    "id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1700000000, "model": "gpt-4o-2024-08-06",
    "system_fingerprint": "fp_1",
}  # fmt: skip
ASKED: Final[Json] = {
    "messages": [{"role": "user", "content": "Tell me a story"}],
    "stream": True,
    "max_tokens": 9,
}


def chunk(delta: Json | None = None, finish: str | None = None, index: int = 0, **more: Any) -> Json:
    """Return one chunk as the service sends it."""
    choice = {
        "index": index,
        "delta": delta or {},
        "finish_reason": finish,
        "logprobs": None,
        "content_filter_results": _HARMS,
    }
    return deepcopy({**_SAME, "choices": [choice], "usage": None, "obfuscation": "x", **more})


def opening() -> Json:
    """Return the first chunk, which tells of the prompt."""
    results = [{"prompt_index": 0, "content_filter_results": _HARMS}]
    return deepcopy(
        {"choices": [], "created": 0, "id": "", "model": "", "object": "", "prompt_filter_results": results}
    )


def told() -> list[Any]:
    """Return a whole stream: the events' data, ``[DONE]`` last."""
    return [
        opening(),
        chunk({"role": "assistant", "content": "", "refusal": None}),
        chunk({"content": "Once"}),
        chunk({"content": " upon"}),
        chunk({"content": " a time"}),
        chunk(finish="stop"),
        DONE,
    ]


def text_of(events: Iterable[Any]) -> str:
    """Return the events as they stand on the wire; a text is data as it is."""
    return "".join(f"data: {one if isinstance(one, str) else json.dumps(one)}\n\n" for one in events)


def events_in(text: str) -> list[Any]:
    """Return the data of a recorded stream, chunks parsed."""
    lines = [line.removeprefix("data:").strip() for line in text.splitlines() if line.startswith("data:")]
    return [DONE if line == DONE else json.loads(line) for line in lines]


def exchange(text: str, asked: Json | None = ASKED, api_version: str = "2024-02-01") -> Exchange:
    """Return an exchange whose answer is the stream ``text``."""
    request = Request(body=Body.from_text(json.dumps(asked))) if asked is not None else None
    return Exchange(
        "t:1",
        request,
        Response(200, Headers.of({"Content-Type": "text/event-stream"}), Body.from_text(text)),
        api_version,
    )


def findings(text: str, asked: Json | None = ASKED, api_version: str = "2024-02-01") -> list[Finding]:
    """Return what is found in a stream, notes aside."""
    return [one for one in judge(exchange(text, asked, api_version)) if str(one.severity) != "note"]


def rules(text: str, asked: Json | None = ASKED, api_version: str = "2024-02-01") -> list[str]:
    return [one.rule for one in findings(text, asked, api_version)]
