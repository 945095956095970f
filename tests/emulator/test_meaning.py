"""What conforms to its contract and is refused all the same, in the words of the service."""

import json
from typing import Any

import pytest

from conformance.emulator import Emulator, Settings
from tests.emulator.asking import CHAT, KEY, MESSAGES, STORY, ask, send
from tests.emulator.test_formats import SCHEMA, SCHEMA_FORMAT
from tests.emulator.test_tools import WEATHER, asking, tools

CALL = {"id": "call_1", "type": "function", "function": {"name": "get_weather", "arguments": "{}"}}
CALLING = {"role": "assistant", "content": None, "tool_calls": [CALL]}
RESULT = {"role": "tool", "tool_call_id": "call_1", "content": "17"}
USER = {"role": "user", "content": "Hello"}
OPEN_SCHEMA = {**SCHEMA, "additionalProperties": True}
MISSING = {**SCHEMA, "required": ["name"]}
NO_JSON = "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'."
PRECEEDING = (
    "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'."
)
UNANSWERED = (
    "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The "
    "following tool_call_ids did not have response messages: call_1"
)


def strict(schema: Any) -> dict[str, Any]:
    return {"type": "json_schema", "json_schema": {"name": "event", "strict": True, "schema": schema}}


@pytest.mark.parametrize(
    ("version", "more", "message", "code", "param"),
    [
        ("2024-02-01", {"max_tokens": 0}, "0 is less than the minimum of 1 - 'max_tokens'", None, None),
        ("2024-02-01", {"max_tokens": -1}, "-1 is less than the minimum of 1 - 'max_tokens'", None, None),
        (
            "2024-10-21",
            {"max_tokens": 0},
            "Invalid 'max_tokens': integer below minimum value. Expected a value >= 1, but got 0 instead.",
            "integer_below_min_value",
            "max_tokens",
        ),
        (
            "2024-10-21",
            {"max_tokens": 20000},
            "max_tokens is too large: 20000. This model supports at most 4096 completion tokens, whereas you provided "
            "20000.",
            "invalid_value",
            "max_tokens",
        ),
        ("2024-10-21", {"response_format": {"type": "json_object"}}, NO_JSON, None, "messages"),
        (
            "2024-10-21",
            {"tool_choice": "auto"},
            "Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified.",
            None,
            "tool_choice",
        ),
        ("2024-10-21", {"messages": [USER, RESULT]}, PRECEEDING, None, "messages.[1].role"),
        ("2024-10-21", {"messages": [USER, CALLING, USER]}, UNANSWERED, None, "messages.[2].role"),
        ("2024-10-21", {"messages": [USER, CALLING]}, UNANSWERED, None, "messages.[2].role"),
        (
            "2024-10-21",
            {"top_logprobs": 2},
            "The 'top_logprobs' parameter is only allowed when 'logprobs' is enabled.",
            "invalid_value",
            "top_logprobs",
        ),
        (
            "2024-10-21",
            {"response_format": strict(OPEN_SCHEMA)},
            "Invalid schema for response_format 'event': In context=(), 'additionalProperties' is required to be "
            "supplied and to be false.",
            None,
            "response_format",
        ),
        (
            "2024-10-21",
            {"response_format": strict(MISSING)},
            "Invalid schema for response_format 'event': In context=(), 'required' is required to be supplied and to be "
            "an array including every key in properties. Missing 'participants'.",
            None,
            "response_format",
        ),
        (
            "2024-10-21",
            tools({**WEATHER, "strict": True}),
            "Invalid schema for function 'get_weather': In context=(), 'required' is required to be supplied and to be "
            "an array including every key in properties. Missing 'days'.",
            "invalid_function_parameters",
            "tools[0].function.parameters",
        ),
        (
            "2024-02-01",
            {"messages": [{**USER, "parsed": 1, "refusal": None}]},
            "Additional properties are not allowed ('parsed', 'refusal' were unexpected) - 'messages.0'",
            None,
            None,
        ),
        ("2024-02-01", {"temperature": 2.5}, "2.5 is greater than the maximum of 2 - 'temperature'", None, None),
    ],
)
def test_what_is_refused(
    emulator: Emulator, version: str, more: dict[str, Any], message: str, code: str | None, param: str | None
) -> None:
    answer = ask(emulator, {"messages": MESSAGES, **more}, version)
    assert answer.status == 400
    assert answer.error == {"message": message, "type": "invalid_request_error", "param": param, "code": code}


@pytest.mark.parametrize(
    "body",
    [
        {"messages": [USER, CALLING, RESULT, USER]},
        {"messages": [USER, CALLING, RESULT], **tools(WEATHER)},
        asking("Say it in JSON", response_format={"type": "json_object"}),
        asking("x", response_format=SCHEMA_FORMAT),
        asking("x", max_tokens=4096),
        asking("x", tool_choice="none"),
        asking("x", logprobs=True, top_logprobs=2),
        asking("x", **tools({**WEATHER, "strict": False})),
    ],
)
def test_the_nearest_neighbours_are_taken(emulator: Emulator, body: dict[str, Any]) -> None:
    answer = ask(emulator, body, "2024-10-21")
    assert answer.status == 200, answer.body


TOO_EARLY = [
    (
        "2024-07-01-preview",
        {"response_format": SCHEMA_FORMAT},
        "response_format value as json_schema",
        "2024-08-01-preview",
    ),
    (
        "2023-12-01-preview",
        {"response_format": SCHEMA_FORMAT},
        "response_format value as json_schema",
        "2024-08-01-preview",
    ),
    (
        "2024-05-01-preview",
        {**tools(WEATHER), "tool_choice": "required"},
        "tool_choice value as required",
        "2024-06-01",
    ),
]


@pytest.mark.parametrize(("version", "more", "what", "first"), TOO_EARLY)
def test_a_value_that_only_later_versions_take(
    emulator: Emulator, version: str, more: dict[str, Any], what: str, first: str
) -> None:
    refused = ask(emulator, {**STORY, **more}, version)
    message = f"{what} is enabled only for api versions {first} and later"
    assert (refused.status, refused.json) == (400, {"error": {"code": "BadRequest", "message": message}})
    assert ask(emulator, {**STORY, **more}, first).status == 200


@pytest.mark.parametrize(
    ("model", "more", "param", "code"),
    [
        ("gpt-5-mini", {"max_tokens": 10}, "max_tokens", "unsupported_parameter"),
        ("o3-mini", {"temperature": 0.5}, "temperature", "unsupported_value"),
        ("gpt-5", {"top_p": 0.5}, "top_p", "unsupported_parameter"),
        ("o1", {"logprobs": True}, "logprobs", "unsupported_parameter"),
        ("gpt-5", {"temperature": 1, "top_p": 1, "max_completion_tokens": 10}, None, None),
        ("gpt-4o", {"max_tokens": 16384, "temperature": 0.5}, None, None),
        ("gpt-4o", {"max_tokens": 16385}, "max_tokens", "invalid_value"),
        ("gpt-4", {"response_format": SCHEMA_FORMAT}, "response_format", None),
    ],
)
def test_the_habits_of_a_model(model: str, more: dict[str, Any], param: str | None, code: str | None) -> None:
    with Emulator(Settings(models={"gpt-35-turbo": model})) as running:
        answer = ask(running, {"messages": MESSAGES, **more}, "2025-01-01-preview")
    if param is None:
        assert (answer.status, answer.json["model"]) == (200, model)
    else:
        assert (answer.status, answer.error["param"], answer.error["code"]) == (400, param, code)


@pytest.mark.parametrize(
    "target",
    [f"{CHAT.removesuffix('chat/completions')}{name}?api-version=2024-10-21" for name in ("embeddings", "completions")]
    + [f"/openai/v1/{name}" for name in ("embeddings", "completions", "responses")],
)
def test_another_operation_on_a_chat_deployment(emulator: Emulator, target: str) -> None:
    answer = send(emulator, target, json.dumps({"input": "x"}))
    name = target.partition("?")[0].rpartition("/")[2]
    assert (answer.status, answer.error["code"]) == (400, "OperationNotSupported")
    assert answer.error["message"].startswith(
        f"The {name} operation does not work with the specified model, gpt-35-turbo."
    )


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({"Authorization": "Bearer entra"}, 200, None),
        ({"Authorization": "Bearer other"}, 401, "PermissionDenied"),
        ({"Authorization": "Basic entra"}, 401, "401"),
        ({"Authorization": "Bearer other", **KEY}, 200, None),
        ({}, 401, "401"),
    ],
)
def test_tokens_of_entra_are_accepted_where_they_are_named(
    headers: dict[str, str], status: int, code: str | None
) -> None:
    with Emulator(Settings(bearers=("entra",))) as running:
        for target in (f"{CHAT}?api-version=2024-02-01", "/openai/v1/chat/completions"):
            answer = send(running, target, json.dumps({**STORY, "model": "gpt-35-turbo"}), headers)
            assert answer.status == status
            assert code is None or answer.error["code"] == code


def test_the_observed_profile_is_in_the_order_of_the_alphabet_and_has_the_headers_of_the_service() -> None:
    with (
        Emulator(Settings(models={"gpt-35-turbo": "gpt-4.1"})) as observed,
        Emulator(Settings(profile="spec")) as letter,
    ):
        one, other = ask(observed, STORY), ask(letter, STORY)
    assert list(one.json) == sorted(one.json)
    assert next(iter(other.json)) == "id"
    assert {"refusal", "annotations"} <= set(one.json["choices"][0]["message"])
    assert set(other.json["choices"][0]["message"]) == {"role", "content"}
    named = {
        "apim-request-id",
        "azureml-model-session",
        "x-ms-region",
        "x-ratelimit-remaining-requests",
        "x-ratelimit-remaining-tokens",
    }
    assert named <= set(one.headers)
    assert not named & set(other.headers)
