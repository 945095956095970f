"""JSON where JSON was asked for, refusals, and how likely each token was."""

import json
import math
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from conformance.contract.contract import contract
from conformance.emulator.serving import Emulator
from tests.emulator.asking import VERSIONS, ask, settings_for
from tests.emulator.test_tools import asking, events

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "participants": {"type": "array", "items": {"type": "string"}},
        "kind": {"enum": ["meeting", "party"]},
        "note": {"type": ["string", "null"]},
    },
    "required": ["name", "participants", "kind", "note"],
    "additionalProperties": False,
}
SCHEMA_FORMAT = {"type": "json_schema", "json_schema": {"name": "event", "strict": True, "schema": SCHEMA}}
WITH_JSON_MODE = [one for one in VERSIONS if one >= "2023-12-01"]
WITH_SCHEMAS = [one for one in VERSIONS if one >= "2024-08-01"]
WITH_LOGPROBS = [one for one in VERSIONS if one >= "2024-02-15"]


def running(version: str, emulator: Emulator, emulator_2026: Emulator) -> Emulator:
    return emulator_2026 if settings_for(version) else emulator


@pytest.mark.parametrize("version", WITH_JSON_MODE)
def test_json_mode_gives_an_object(emulator: Emulator, emulator_2026: Emulator, version: str) -> None:
    body = asking("Answer in JSON.", response_format={"type": "json_object"})
    answer = ask(running(version, emulator, emulator_2026), body, version)
    assert answer.status == 200, answer.body
    assert isinstance(json.loads(answer.text), dict)
    assert contract(version).operation.answer.violations(answer.json) == ()


@pytest.mark.parametrize("version", WITH_SCHEMAS)
def test_a_schema_gives_an_instance_of_it(emulator: Emulator, emulator_2026: Emulator, version: str) -> None:
    asked = running(version, emulator, emulator_2026)
    texts = []
    for seed in range(6):
        body = {**asking("an event", response_format=SCHEMA_FORMAT), "seed": seed}
        answer = ask(asked, body, version)
        assert answer.status == 200, answer.body
        assert Draft202012Validator(SCHEMA).is_valid(json.loads(answer.text))
        assert ask(asked, body, version).text == answer.text
        texts.append(answer.text)
    assert len(set(texts)) > 3


def test_a_limit_cuts_json_too(emulator: Emulator) -> None:
    answer = ask(emulator, asking("an event", response_format=SCHEMA_FORMAT, max_tokens=5), "2024-10-21")
    assert answer.json["choices"][0]["finish_reason"] == "length"
    with pytest.raises(json.JSONDecodeError):
        json.loads(answer.text)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_marker_is_answered_by_a_refusal(emulator: Emulator, emulator_2026: Emulator, version: str) -> None:
    """Versions without the member say it in the text."""
    asked = running(version, emulator, emulator_2026)
    body = {"messages": [{"role": "user", "content": "Do it. [[refusal]]"}]}
    answer = ask(asked, body, version)
    assert contract(version).operation.answer.violations(answer.json) == ()
    message = answer.json["choices"][0]["message"]
    said = message["refusal"] if "refusal" in message else message["content"]
    assert said == "I'm sorry, I can't assist with that."
    assert ("refusal" in message) == (message["content"] is None)
    chunks = events(ask(asked, {**body, "stream": True}, version).body)
    deltas = [choice["delta"] for chunk in chunks for choice in chunk["choices"]]
    assert "".join(delta.get("refusal") or delta.get("content") or "" for delta in deltas) == said


@pytest.mark.parametrize("version", WITH_LOGPROBS)
def test_logprobs_are_plausible(emulator: Emulator, emulator_2026: Emulator, version: str) -> None:
    asked = running(version, emulator, emulator_2026)
    body = asking("Hello", max_tokens=30, logprobs=True, top_logprobs=5)
    answer = ask(asked, body, version)
    assert answer.status == 200, answer.body
    assert contract(version).operation.answer.violations(answer.json) == ()
    entries = answer.json["choices"][0]["logprobs"]["content"]
    assert "".join(entry["token"] for entry in entries) == answer.text
    for entry in entries:
        top = [other["logprob"] for other in entry["top_logprobs"]]
        assert len(top) == 5
        assert entry["top_logprobs"][0]["token"] == entry["token"]
        assert top == sorted(top, reverse=True)
        assert sum(map(math.exp, top)) <= 1.001
        assert bytes(entry["bytes"]).decode() == entry["token"]
    chunks = events(ask(asked, {**body, "stream": True}, version).body)
    streamed = [
        entry
        for chunk in chunks
        for choice in chunk["choices"]
        for entry in (choice["logprobs"] or {}).get("content", [])
    ]
    assert streamed == entries


def test_logprobs_do_not_change_the_text(emulator: Emulator) -> None:
    plain, more = (ask(emulator, asking("Hello", **one), "2024-10-21") for one in ({}, {"logprobs": True}))
    assert plain.text == more.text
    assert plain.json["choices"][0]["logprobs"] is None
    assert more.json["choices"][0]["logprobs"]["content"][0]["top_logprobs"] == []
