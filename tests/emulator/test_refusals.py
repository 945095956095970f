"""What the emulator refuses, and in which words."""

import json
from typing import Any

import pytest

from conformance.emulator.serving import Emulator
from tests.emulator.asking import CHAT, KEY, SEEDED, STORY, ask, send

NOT_FOUND = b'{"error":{"code":"404","message": "Resource not found"}}'
WRONG_KEY = (
    "Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an "
    "active subscription and use a correct regional API endpoint for your resource."
)
GOOD = f"{CHAT}?api-version=2024-02-01"
V1 = "/openai/v1/chat/completions"


@pytest.mark.parametrize(
    "target",
    [
        pytest.param(CHAT, id="no api-version"),
        pytest.param(f"{CHAT}?api-version=", id="empty api-version"),
        pytest.param(f"{CHAT}?api-version=2024-02-30", id="unknown api-version"),
        pytest.param(f"{CHAT}?api-version=2022-12-01", id="api-version without chat"),
        pytest.param(f"{CHAT}?api-version=v1", id="v1 on a dated path"),
        pytest.param(f"{CHAT}?Api-Version=2024-02-01", id="api-version in other letters"),
        pytest.param(f"/{GOOD}", id="doubled slash in front"),
        pytest.param(GOOD.replace("/chat", "//chat"), id="doubled slash inside"),
        pytest.param(GOOD.replace("completions?", "completions/?"), id="slash behind"),
        pytest.param(GOOD.replace("/chat/completions", "/images"), id="another operation"),
        pytest.param(GOOD.replace("/chat", "/extensions/chat"), id="extensions where there are none"),
        pytest.param("/", id="root"),
        pytest.param("/_/token" + "/" + GOOD, id="doubled slash behind a prefix"),
        pytest.param("/_/token", id="only a prefix"),
        pytest.param(f"{V1}?api-version=2024-02-01", id="dated api-version on the v1 path"),
        pytest.param(f"{V1}?api-version=v1-preview", id="the contract's name, which the wire does not know"),
    ],
)
def test_a_wrong_path_or_version_is_not_found(emulator: Emulator, target: str) -> None:
    answer = send(emulator, target, json.dumps(SEEDED))
    assert (answer.status, answer.body) == (404, NOT_FOUND)
    assert answer.headers["content-type"] == "application/json"


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_a_wrong_method_is_not_found(emulator: Emulator, method: str) -> None:
    assert send(emulator, GOOD, None, method=method).body == NOT_FOUND


def test_a_head_is_answered_without_a_body(emulator: Emulator) -> None:
    answer = send(emulator, GOOD, None, method="HEAD")
    assert (answer.status, answer.body) == (404, b"")


@pytest.mark.parametrize(
    ("target", "headers"),
    [
        pytest.param(GOOD, {}, id="no key"),
        pytest.param(GOOD, {"api-key": "other"}, id="wrong key"),
        pytest.param(GOOD, {"api-key": ""}, id="empty key"),
        pytest.param(GOOD, {"Authorization": f"Bearer {KEY['api-key']}"}, id="a bearer on a dated path"),
        pytest.param(V1, {"Authorization": "Bearer other"}, id="wrong bearer"),
        pytest.param(V1, {"Authorization": KEY["api-key"]}, id="no scheme"),
        pytest.param(V1, {}, id="nothing on the v1 path"),
    ],
)
def test_a_wrong_key_is_refused(emulator: Emulator, target: str, headers: dict[str, str]) -> None:
    answer = send(emulator, target, json.dumps(SEEDED), headers)
    assert answer.status == 401
    assert answer.json == {"error": {"code": "401", "message": WRONG_KEY}}


@pytest.mark.parametrize("headers", [KEY, {"API-KEY": KEY["api-key"]}, {"Authorization": f"Bearer {KEY['api-key']}"}])
def test_the_v1_path_takes_key_and_bearer(emulator: Emulator, headers: dict[str, str]) -> None:
    body = {**SEEDED, "model": "gpt-35-turbo"}
    assert send(emulator, V1, json.dumps(body), headers).status == 200


@pytest.mark.parametrize(
    ("target", "body"),
    [
        pytest.param(GOOD.replace("gpt-35-turbo", "gpt-4"), SEEDED, id="in the path"),
        pytest.param(V1, {**SEEDED, "model": "gpt-4"}, id="as model"),
    ],
)
def test_an_unknown_deployment_is_not_found(emulator: Emulator, target: str, body: dict[str, Any]) -> None:
    answer = send(emulator, target, json.dumps(body))
    assert answer.status == 404
    assert (answer.error["code"], answer.error["type"]) == ("DeploymentNotFound", "invalid_request_error")
    assert answer.error["message"].startswith("The API deployment for this resource does not exist.")


def test_a_deployment_may_be_percent_encoded(emulator: Emulator) -> None:
    assert send(emulator, GOOD.replace("gpt-35-turbo", "gpt%2D35-turbo"), json.dumps(SEEDED)).status == 200


@pytest.mark.parametrize("seed", ["0", "-1", "null", str(2**63 - 1), str(-(2**63))])
def test_a_64_bit_seed_is_taken(emulator: Emulator, seed: str) -> None:
    body = json.dumps(SEEDED).replace('"seed": 42', f'"seed": {seed}')
    assert send(emulator, GOOD, body).status == 200


@pytest.mark.parametrize(
    ("seed", "code", "ending"),
    [
        pytest.param("42.5", "invalid_type", "got a decimal number instead.", id="decimal"),
        pytest.param("42.0", "invalid_type", "got a decimal number instead.", id="written with a point"),
        pytest.param("1e3", "invalid_type", "got a decimal number instead.", id="written with an exponent"),
        pytest.param('"42"', "invalid_type", "got a string instead.", id="string"),
        pytest.param("true", "invalid_type", "got a boolean instead.", id="boolean"),
        pytest.param("[42]", "invalid_type", "got an array instead.", id="array"),
        pytest.param("{}", "invalid_type", "got an object instead.", id="object"),
        pytest.param(str(2**63), "integer_above_max_value", f"got {2**63} instead.", id="one past the largest"),
        pytest.param(str(-(2**63) - 1), "integer_below_min_value", f"got {-(2**63) - 1} instead.", id="one below"),
        pytest.param("1" + "0" * 70, "integer_above_max_value", "instead.", id="70 digits"),
        pytest.param("1" * 5000, "invalid_type", "got a decimal number instead.", id="more digits than an int takes"),
    ],
)
@pytest.mark.parametrize("target", [GOOD, GOOD.replace("2024-02-01", "2025-04-01-preview"), V1])
def test_a_seed_that_is_no_64_bit_integer_is_refused(
    emulator: Emulator, target: str, seed: str, code: str, ending: str
) -> None:
    body = json.dumps({**SEEDED, "model": "gpt-35-turbo"}).replace('"seed": 42', f'"seed": {seed}')
    answer = send(emulator, target, body)
    assert answer.status == 400
    assert (answer.error["type"], answer.error["param"]) == ("invalid_request_error", "seed")
    assert answer.error["code"] == code
    assert answer.error["message"].endswith(ending)


def test_the_words_about_a_decimal_seed(emulator: Emulator) -> None:
    body = json.dumps(SEEDED).replace('"seed": 42', '"seed": 42.5')
    message = "Invalid type for 'seed': expected an integer, but got a decimal number instead."
    assert send(emulator, GOOD, body).error["message"] == message


OLD = "Unrecognized request argument supplied: "


@pytest.mark.parametrize(
    ("api_version", "more", "message", "code", "param"),
    [
        pytest.param("2023-08-01-preview", {"seed": 42}, f"{OLD}seed", None, None, id="seed too early"),
        pytest.param("2023-10-01-preview", {"seed": 42}, f"{OLD}seed", None, None, id="seed one version too early"),
        pytest.param("2024-02-01", {"sede": 42}, f"{OLD}sede", None, None, id="old"),
        pytest.param(
            "2024-02-01",
            {"a": 1, "b": 2},
            "Unrecognized request arguments supplied: a, b",
            None,
            None,
            id="old, several",
        ),
        pytest.param(
            "2024-08-01-preview",
            {"reasoning_effort": "low"},
            "Unknown parameter: 'reasoning_effort'.",
            "unknown_parameter",
            "reasoning_effort",
            id="new",
        ),
        pytest.param("v1", {"x": 1}, "Unknown parameter: 'x'.", "unknown_parameter", "x", id="v1"),
        pytest.param(
            "2025-04-01-preview",
            {"messages": [{"role": "user", "content": "a", "x": 1}]},
            "Unknown parameter: 'messages[0].x'.",
            "unknown_parameter",
            "messages[0].x",
            id="new, deep",
        ),
    ],
)
def test_an_unknown_member_is_refused_in_the_words_of_its_time(
    emulator: Emulator, api_version: str, more: dict[str, Any], message: str, code: str | None, param: str | None
) -> None:
    answer = ask(emulator, {**STORY, **more}, api_version)
    assert (answer.status, answer.json) == (
        400,
        {"error": {"message": message, "type": "invalid_request_error", "param": param, "code": code}},
    )


def test_model_in_the_body_is_ignored_on_a_dated_path(emulator: Emulator) -> None:
    plain = ask(emulator, SEEDED)
    for model in ("gpt-35-turbo", "no such deployment", 5, None):
        assert ask(emulator, {**SEEDED, "model": model}).text == plain.text


@pytest.mark.parametrize(
    ("api_version", "body", "message"),
    [
        ("2024-02-01", {"prompt": "a"}, f"{OLD}prompt"),
        ("2024-02-01", {}, "'messages' is a required property"),
        ("2024-02-01", {"messages": [{"role": "user"}]}, "'content' is a required property - 'messages.0'"),
        ("2024-02-01", {**STORY, "response_format": "x"}, "'x' is not of type 'object' - 'response_format'"),
        ("2024-02-01", {**STORY, "temperature": 3}, "3 is greater than the maximum of 2 - 'temperature'"),
        ("2024-02-01", {**STORY, "n": "2"}, "'2' is not of type 'integer', 'null' - 'n'"),
        ("2025-04-01-preview", {}, "Missing required parameter: 'messages'."),
        (
            "2025-04-01-preview",
            {**STORY, "temperature": 3},
            "Invalid 'temperature': integer above maximum value. Expected a value <= 2, but got 3 instead.",
        ),
        (
            "2025-04-01-preview",
            {**STORY, "messages": "a"},
            "Invalid type for 'messages': expected an array, but got a string instead.",
        ),
        (
            "2025-04-01-preview",
            {**STORY, "messages": []},
            "Invalid 'messages': array too short. Expected an array with minimum length 1, but got one with length 0 "
            "instead.",
        ),
        (
            "2025-04-01-preview",
            {**STORY, "reasoning_effort": "none at all"},
            "Invalid value: 'none at all'. Supported values are: 'low', 'medium', and 'high'.",
        ),
    ],
)
def test_a_body_that_does_not_conform_is_refused(
    emulator: Emulator, api_version: str, body: dict[str, Any], message: str
) -> None:
    answer = ask(emulator, body, api_version)
    assert (answer.status, answer.error["message"]) == (400, message)


@pytest.mark.parametrize("text", ["[]", "null", "5", '"a"', "true", "1.5"])
@pytest.mark.parametrize("api_version", ["2023-03-15-preview", "2024-02-01", "2025-04-01-preview"])
def test_json_that_is_no_object_is_refused(emulator: Emulator, api_version: str, text: str) -> None:
    answer = send(emulator, f"{CHAT}?api-version={api_version}", text)
    assert answer.status == 400
    assert answer.error["type"] == "invalid_request_error"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"{", id="half"),
        pytest.param(b'{"messages": [], }', id="trailing comma"),
        pytest.param(b'{"seed": NaN}', id="NaN"),
        pytest.param(b'{"a": "\xff"}', id="no UTF-8"),
        pytest.param("{}".encode("utf-16"), id="UTF-16"),
        pytest.param(b"\xef\xbb\xbf{}", id="byte order mark"),
        pytest.param(b"[" * 100_000, id="100,000 levels, not closed"),
        pytest.param(b'{"messages":' + b"[" * 50_000 + b"]" * 50_000 + b"}", id="50,000 levels"),
        pytest.param(b"messages=a", id="a form"),
    ],
)
def test_what_is_not_json_is_refused(emulator: Emulator, body: bytes) -> None:
    answer = send(emulator, GOOD, body)
    assert answer.status == 400
    assert answer.error["message"].startswith("Your request contained invalid JSON: ")


def test_of_duplicate_keys_the_last_one_counts(emulator: Emulator) -> None:
    twice = json.dumps(SEEDED).replace('"seed": 42', '"seed": "x", "seed": 42')
    assert send(emulator, GOOD, twice).text == ask(emulator, SEEDED).text


@pytest.mark.parametrize(
    ("api_version", "more"),
    [
        pytest.param(
            "2024-02-01",
            {
                "messages": [
                    {
                        "role": "user",
                        "content": [{"type": "image_url", "image_url": {"url": "https://h.example/a.png"}}],
                    }
                ]
            },
            id="an image part",
        ),
        pytest.param("2024-10-21", {"stream_options": {"include_usage": True}}, id="stream_options"),
        pytest.param(
            "2024-02-01",
            {
                "messages": [
                    {"role": "user", "content": "a"},
                    {"role": "assistant", "content": None, "function_call": {"name": "f", "arguments": "{}"}},
                ]
            },
            id="function_call of the assistant",
        ),
    ],
)
def test_what_the_official_file_forgot_is_taken(emulator: Emulator, api_version: str, more: dict[str, Any]) -> None:
    answer = ask(emulator, {**STORY, **more}, api_version)
    assert answer.status == 200, answer.body
