"""What answers of newer models hold beside what any contract declares, as recordings show."""

import json
from dataclasses import replace
from typing import Any, Final

import pytest

from conformance.contract.contract import contract
from conformance.emulator.serving import Emulator, Settings
from tests.emulator.asking import KEY, STORY, VERSIONS, ask, ask_operation, send
from tests.emulator.test_streams_conform import judged
from tests.emulator.test_tools import events

USAGE: Final = {"stream": True, "stream_options": {"include_usage": True}}
ASKED: Final = {"messages": STORY["messages"], "max_completion_tokens": 20}
OF_GPT_5: Final = ("2024-12-01-preview", "2025-04-01-preview", "v1")


def of(model: str) -> Settings:
    return Settings(models={"gpt-35-turbo": model})


def chunks(model: str, api_version: str, body: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the chunks behind the first one, after the rules found nothing but a null fingerprint in them."""
    with Emulator(of(model)) as running:
        answer = ask(running, body, api_version)
    assert answer.status == 200, answer.body
    assert {found.rule for found in judged(body, answer.body, api_version)} <= {"fingerprint-null"}
    return events(answer.body)[1:]


@pytest.mark.parametrize("api_version", OF_GPT_5)
def test_a_stream_of_gpt_5_that_was_asked_for_usage(api_version: str) -> None:
    seen = chunks("gpt-5-mini", api_version, {**ASKED, **USAGE})
    assert {chunk["service_tier"] for chunk in seen} == {"default"}
    assert {chunk["system_fingerprint"] for chunk in seen} == {None}
    assert [chunk["usage"] for chunk in seen[:-1]] == [None] * (len(seen) - 1)
    assert seen[-1]["usage"]["total_tokens"] > 0
    assert [index for index, chunk in enumerate(seen) if "latency_checkpoint" in chunk] == [len(seen) - 1]


def test_a_stream_that_was_not_asked_for_usage_has_none() -> None:
    seen = chunks("gpt-5-mini", "v1", {**ASKED, "stream": True})
    assert not any({"usage", "latency_checkpoint"} & set(chunk) for chunk in seen)
    assert all("service_tier" in chunk for chunk in seen)


@pytest.mark.parametrize("api_version", ["2024-02-01", "2024-10-21", "v1"])
def test_a_stream_of_gpt_4_1_has_no_tier(api_version: str) -> None:
    for chunk in chunks("gpt-4.1-mini", api_version, {**STORY, "stream": True}):
        assert {"obfuscation", "system_fingerprint"} <= set(chunk)
        assert not {"service_tier", "usage", "latency_checkpoint"} & set(chunk)


def test_older_models_and_the_letter_send_none_of_it() -> None:
    for settings in (Settings(), Settings(profile="spec", models={"gpt-35-turbo": "gpt-4.1"})):
        with Emulator(settings) as running:
            seen = events(ask(running, {**STORY, **USAGE}, "2024-10-21").body)
        assert not any({"obfuscation", "service_tier", "latency_checkpoint"} & set(chunk) for chunk in seen)
        assert [chunk for chunk in seen if "usage" in chunk] == seen[-1:]


def test_a_whole_answer_of_gpt_5_tells_its_times_in_usage() -> None:
    with Emulator(of("gpt-5-mini")) as running:
        answer = ask(running, ASKED, "v1")
    assert answer.json["usage"]["latency_checkpoint"]["service_ttlt_ms"] > 0
    assert answer.json["service_tier"] == "default"


@pytest.mark.parametrize("api_version", VERSIONS)
def test_an_answer_that_the_filter_holds_back_has_no_content_but_by_the_letter(api_version: str) -> None:
    operation = contract(api_version).operation
    revision = "v1-2026-01-28" if api_version == "v1-2026-01-28" else "v1"
    usual = Settings(v1=revision, faults={"answer-filter": 1.0})
    for settings, keywords in ((usual, {"required"}), (replace(usual, profile="spec"), set())):
        with Emulator(settings) as running:
            answer = ask_operation(running, operation, STORY)
        message = answer.json["choices"][0]["message"]
        assert not message.get("content")
        assert ("content" in message) <= (settings.profile == "spec")
        assert {found.keyword for found in operation.answer.violations(answer.json)} <= keywords


@pytest.mark.parametrize(
    ("api_version", "status"),
    [("2025-02-01-preview", 400), ("2025-03-01-preview", 500), ("2025-04-01-preview", 500), ("v1", 400)],
)
def test_messages_that_are_null(api_version: str, status: int) -> None:
    with Emulator() as running:
        answer = ask(running, {"messages": None}, api_version)
    assert answer.status == status
    assert (answer.error["type"] == "server_error") == (status == 500)


def test_only_null_messages_bring_about_a_500(emulator: Emulator) -> None:
    target = "/openai/deployments/gpt-35-turbo/chat/completions?api-version=2025-03-01-preview"
    bodies: tuple[dict[str, Any], ...] = ({}, {"messages": []}, {"messages": 0}, {"messages": "null"})
    for body in bodies:
        assert send(emulator, target, json.dumps(body), KEY).status == 400
