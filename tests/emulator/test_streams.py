"""The same answer in pieces."""

import json
from typing import Any

import pytest

from conformance.contract.contract import contract
from conformance.contract.walk import observe
from conformance.emulator.serving import ABSENT, Emulator, Settings
from tests.emulator.asking import FIRST_WITH_SEED, STORY, VERSIONS, Answer, ask, settings_for


def stream(emulator: Emulator, api_version: str, **more: Any) -> tuple[Answer, list[Any]]:
    """Return the answer and its chunks, the last of which is the end."""
    body = {**STORY, **({"seed": 42} if api_version >= FIRST_WITH_SEED else {}), "stream": True, **more}
    answer = ask(emulator, body, api_version)
    assert answer.status == 200, answer.body
    events = answer.body.decode().split("\n\n")
    assert events.pop() == ""
    assert events.pop() == "data: [DONE]"
    return answer, [json.loads(event.removeprefix("data: ")) for event in events]


@pytest.mark.parametrize("api_version", VERSIONS)
def test_a_stream_conforms_but_for_the_first_event_of_the_service(
    emulator: Emulator, emulator_2026: Emulator, api_version: str
) -> None:
    operation = contract(api_version).operation
    running = emulator_2026 if settings_for(api_version) else emulator
    answer, chunks = stream(running, api_version, n=2)
    assert answer.headers["content-type"].startswith("text/event-stream")
    if "prompt_filter_results" in operation.answer.shape.members:
        first = chunks.pop(0)
        assert (first["choices"], first["id"], first["object"], first["model"], first["created"]) == ([], "", "", "", 0)
        assert first["prompt_filter_results"][0]["prompt_index"] == 0
    assert chunks
    for chunk in chunks:
        assert ("system_fingerprint" in chunk) == (api_version >= FIRST_WITH_SEED)
        if operation.chunk is not None:
            assert operation.chunk.violations(chunk) == ()
            assert all(one.kind != "undeclared" for one in observe(chunk, operation.chunk.shape))


def test_a_stream_tells_the_text_of_the_whole_answer(emulator: Emulator) -> None:
    whole = ask(emulator, {**STORY, "seed": 42, "n": 2}).json
    _, chunks = stream(emulator, "2024-02-01", n=2)
    texts, reasons = ["", ""], [None, None]
    for chunk in chunks:
        for choice in chunk["choices"]:
            texts[choice["index"]] += choice["delta"].get("content", "")
            reasons[choice["index"]] = choice["finish_reason"]
    assert texts == [choice["message"]["content"] for choice in whole["choices"]]
    assert reasons == ["length", "length"]


def test_all_chunks_of_a_stream_are_of_one_answer(emulator: Emulator) -> None:
    _, chunks = stream(emulator, "2024-10-21")
    assert (
        len({(chunk["id"], chunk["created"], chunk["model"], chunk["system_fingerprint"]) for chunk in chunks[1:]}) == 1
    )


def test_the_usage_comes_last_where_it_is_asked_for(emulator: Emulator) -> None:
    _, chunks = stream(emulator, "2025-04-01-preview", stream_options={"include_usage": True})
    assert chunks[-1]["choices"] == []
    assert chunks[-1]["usage"]["completion_tokens"] == 50
    assert not any("usage" in chunk for chunk in chunks[:-1])


@pytest.mark.parametrize("fingerprint", [None, ABSENT])
def test_chunks_have_the_fingerprint_that_was_told(fingerprint: Any) -> None:
    with Emulator.start(Settings(fingerprint=fingerprint)) as emulator:
        _, chunks = stream(emulator, "2024-02-01")
    for chunk in chunks[1:]:
        assert chunk.get("system_fingerprint", ABSENT) is fingerprint


@pytest.mark.parametrize("value", [False, None])
def test_a_stream_that_is_not_asked_for_is_none(emulator: Emulator, value: Any) -> None:
    assert ask(emulator, {**STORY, "stream": value}).headers["content-type"] == "application/json"
