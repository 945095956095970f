"""Every successful answer conforms to the contract of the version that was asked for."""

import json
from typing import Any

import pytest

from conformance.contract.contract import Operation, contract
from conformance.contract.walk import observe
from conformance.emulator.serving import Emulator, Settings
from tests.emulator.asking import (
    FIRST_WITH_SEED,
    KEY,
    MESSAGES,
    STORY,
    VERSIONS,
    Answer,
    ask_operation,
    send,
    settings_for,
)

OPERATIONS = [operation for version in VERSIONS for operation in contract(version).operations]
NAMES = [f"{one.contract.api_version}{'-extensions' if one.extensions else ''}" for one in OPERATIONS]
HAS_SEED = {version: version >= FIRST_WITH_SEED for version in VERSIONS}


def body_for(operation: Operation) -> dict[str, Any]:
    if operation.extensions:
        return {"messages": MESSAGES} | source_of(operation)
    return {**STORY, "n": 2, **({"seed": 42} if HAS_SEED[operation.contract.api_version] else {})}


def source_of(operation: Operation) -> dict[str, Any]:
    source = {"type": "AzureCognitiveSearch", "parameters": {}}
    return {"dataSources": [source]} if "dataSources" in operation.request.shape.required else {}


@pytest.fixture(params=OPERATIONS, ids=NAMES)
def asked(request: pytest.FixtureRequest, emulator: Emulator, emulator_2026: Emulator) -> tuple[Operation, Answer]:
    operation: Operation = request.param
    running = emulator_2026 if settings_for(operation.contract.api_version) else emulator
    return operation, ask_operation(running, operation, body_for(operation))


def test_there_are_27_versions_and_six_of_them_have_a_second_operation() -> None:
    assert len(VERSIONS) == 27
    assert len(OPERATIONS) == 33


def test_an_answer_conforms_and_holds_nothing_that_is_not_declared(asked: tuple[Operation, Answer]) -> None:
    operation, answer = asked
    assert answer.status == 200, answer.body
    assert answer.headers["content-type"] == "application/json"
    assert operation.answer.violations(answer.json) == ()
    seen = [(one.kind, one.path) for one in observe(answer.json, operation.answer.shape) if one.kind != "defect"]
    deprecated = operation.contract.api_version == "v1-2026-01-28"
    assert seen == ([("deprecated", ("system_fingerprint",))] if deprecated else [])


def test_an_answer_holds_what_a_reader_of_the_document_looks_for(asked: tuple[Operation, Answer]) -> None:
    operation, answer = asked
    value = answer.json
    assert ("system_fingerprint" in value) == HAS_SEED[operation.contract.api_version]
    assert value["object"] == "chat.completion"
    choice = value["choices"][0]
    message = choice["message"] if "message" in choice else choice["messages"][0]
    assert message["role"] == "assistant"
    assert message["content"].startswith("Long before")
    assert choice["finish_reason"] in ("length", "stop")
    assert value["usage"]["total_tokens"] == value["usage"]["prompt_tokens"] + value["usage"]["completion_tokens"]


def test_the_filter_results_are_there_where_the_version_declares_them(asked: tuple[Operation, Answer]) -> None:
    operation, answer = asked
    declared = "prompt_filter_results" in operation.answer.shape.members
    assert ("prompt_filter_results" in answer.json) == declared


def test_a_check_of_conformance_can_fail() -> None:
    """A null fingerprint is what real models answer, and what the contract does not allow."""
    with Emulator.start(Settings(fingerprint=None)) as emulator:
        operation = contract("2024-02-01").operation
        violations = operation.answer.violations(ask_operation(emulator, operation, body_for(operation)).json)
    assert [(one.path, one.keyword) for one in violations] == [(("system_fingerprint",), "type")]


@pytest.mark.parametrize(("query", "revised"), [("", True), ("?api-version=v1", True), ("?api-version=preview", False)])
def test_the_revision_answers_as_v1_where_that_was_told(
    emulator: Emulator, emulator_2026: Emulator, query: str, revised: bool
) -> None:
    """Of the v1 family only v1-2026-01-28 declares `verbosity`; a preview stays a preview."""
    body = json.dumps({**STORY, "model": "gpt-35-turbo", "verbosity": "low"})
    path = contract("v1").operation.path
    assert send(emulator, path + query, body, KEY).error["message"] == "Unknown parameter: 'verbosity'."
    assert (send(emulator_2026, path + query, body, KEY).status == 200) == revised
