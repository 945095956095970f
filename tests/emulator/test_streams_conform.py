"""The streams of the emulator are what the rules want of the service's: nothing is found in any, whatever is asked."""

import json
from typing import Any, Final

import pytest

from conformance.emulator.serving import Emulator
from conformance.exchange import Exchange, Headers, Request, Response
from conformance.finding import Finding
from conformance.judging.judge import judge
from conformance.judging.rules.circumstances import Circumstances
from conformance.wire.body import Body
from tests.emulator.asking import CHAT, KEY, SEEDED, STORY, VERSIONS, ask, send

TOOL: Final[dict[str, Any]] = {
    "name": "weather",
    "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
}
KINDS: Final[dict[str, dict[str, Any]]] = {
    "a story": {},
    "three choices": {"n": 3},
    "its usage": {"stream_options": {"include_usage": True}},
    "a tool": {
        "tools": [{"type": "function", "function": TOOL}],
        "tool_choice": {"type": "function", "function": {"name": "weather"}},
    },
    "a function": {"functions": [TOOL], "function_call": {"name": "weather"}},
    "log probabilities": {"logprobs": True, "top_logprobs": 2},
    "JSON": {"response_format": {"type": "json_object"}, "messages": [{"role": "user", "content": "a JSON object"}]},
}


def judged(body: dict[str, Any], raw: bytes, api_version: str) -> list[Finding]:
    headers = Headers.of({"Content-Type": "text/event-stream"})
    request = Request(body=Body.from_text(json.dumps(body)))
    one = Exchange("t:1", request, Response(200, headers, Body.from_bytes(raw)), api_version)
    return [
        found
        for found in judge(one, Circumstances(origin="emulator"))
        if str(found.severity) != "note" and found.part != "request"
    ]


@pytest.mark.parametrize("api_version", VERSIONS)
def test_nothing_is_found_in_a_stream_of_the_emulator(
    emulator: Emulator, emulator_2026: Emulator, api_version: str
) -> None:
    asked = emulator_2026 if api_version == "v1-2026-01-28" else emulator
    streamed = 0
    for more in KINDS.values():
        body = {**STORY, **more, "stream": True}
        answer = ask(asked, body, api_version)
        if answer.status == 200:
            streamed += 1
            assert judged(body, answer.body, api_version) == []
    assert streamed >= 2


@pytest.mark.parametrize(
    ("fault", "rule"),
    [("truncated", "stream-unfinished"), ("fingerprint-change", "stream-fingerprint"), ("stream-filter", None)],
)
def test_a_fault_of_the_emulator_is_found_by_its_rule(emulator: Emulator, fault: str, rule: str | None) -> None:
    body = {**SEEDED, "stream": True}
    answer = send(emulator, f"{CHAT}?api-version=2024-10-21", json.dumps(body), {**KEY, "x-emulator-fault": fault})
    assert {found.rule for found in judged(body, answer.body, "2024-10-21")} == ({rule} if rule else set())
