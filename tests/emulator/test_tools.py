"""Which tool is called, with what, and how an answer says so."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from conformance.contract.contract import contract
from conformance.emulator.serving import Emulator
from tests.emulator.asking import VERSIONS, ask, settings_for

WEATHER: dict[str, Any] = {
    "name": "get_weather",
    "description": "Get the current weather in a given city.",
    "parameters": {
        "type": "object",
        "properties": {
            "city": {"type": "string", "minLength": 1},
            "unit": {"type": "string", "enum": ["celsius", "fahrenheit"]},
            "days": {"type": "integer", "minimum": 1, "maximum": 7},
        },
        "required": ["city", "unit"],
        "additionalProperties": False,
    },
}
STOCK: dict[str, Any] = {"name": "stockPrice", "description": "Look up a share.", "parameters": {"type": "object"}}
BARE: dict[str, Any] = {"name": "ping"}


def tools(*functions: dict[str, Any]) -> dict[str, Any]:
    return {"tools": [{"type": "function", "function": one} for one in functions]}


def asking(text: str, **more: Any) -> dict[str, Any]:
    return {"messages": [{"role": "user", "content": text}], "seed": 42, **more}


def called(emulator: Emulator, body: dict[str, Any], version: str = "2024-10-21") -> tuple[list[str], str]:
    answer = ask(emulator, body, version)
    assert answer.status == 200, answer.body
    choice = answer.json["choices"][0]
    names = [call["function"]["name"] for call in choice["message"].get("tool_calls", ())]
    assert (choice["message"].get("content") is None) == bool(names)
    return names, choice["finish_reason"]


NAMED = {"tool_choice": {"type": "function", "function": {"name": "get_weather"}}}


@pytest.mark.parametrize(
    ("text", "more", "names", "reason"),
    [
        pytest.param("Hello", NAMED, ["get_weather"], "stop", id="named"),
        pytest.param("Hello", {"tool_choice": "required"}, ["get_weather"], "tool_calls", id="required"),
        pytest.param(
            "A share?", {"tool_choice": "required"}, ["stockPrice"], "tool_calls", id="required, and told which"
        ),
        pytest.param("Hello", {}, [], "stop", id="nothing that fits"),
        pytest.param("Tell me what you can give", {}, [], "stop", id="only common words"),
        pytest.param("How is the WEATHER?", {}, ["get_weather"], "tool_calls", id="a key word of the description"),
        pytest.param("run get_weather now", {"tool_choice": "auto"}, ["get_weather"], "tool_calls", id="the name"),
        pytest.param("stock and weather", {}, ["get_weather", "stockPrice"], "tool_calls", id="two"),
        pytest.param(
            "city weather, and a stock",
            {"parallel_tool_calls": False},
            ["get_weather"],
            "tool_calls",
            id="one at a time: that with most words",
        ),
        pytest.param("the weather?", {"tool_choice": "none"}, [], "stop", id="none"),
    ],
)
def test_which_tool_is_called(
    emulator: Emulator, text: str, more: dict[str, Any], names: list[str], reason: str
) -> None:
    assert called(emulator, asking(text, **tools(WEATHER, STOCK), **more)) == (names, reason)


@pytest.mark.parametrize("version", [one for one in VERSIONS if one >= "2023-12-01"])
def test_a_call_conforms_and_its_arguments_do(emulator: Emulator, emulator_2026: Emulator, version: str) -> None:
    running = emulator_2026 if settings_for(version) else emulator
    operation = contract(version).operation
    for seed in range(5):
        body = {**asking("Hello", **tools(WEATHER), **NAMED), "seed": seed, "n": 2}
        answer = ask(running, body, version)
        assert operation.answer.violations(answer.json) == ()
        for choice in answer.json["choices"]:
            (call,) = choice["message"]["tool_calls"]
            assert (call["type"], call["id"][:5]) == ("function", "call_")
            assert Draft202012Validator(WEATHER["parameters"]).is_valid(json.loads(call["function"]["arguments"]))
        assert ask(running, body, version).json["choices"] == answer.json["choices"], "a seed repeats"
        assert answer.json["usage"]["completion_tokens"] > 10


def test_a_function_without_parameters_is_called_with_an_empty_object(emulator: Emulator) -> None:
    answer = ask(emulator, asking("ping!", **tools(BARE)), "2024-10-21")
    assert answer.json["choices"][0]["message"]["tool_calls"][0]["function"] == {"name": "ping", "arguments": "{}"}


@pytest.mark.parametrize("version", ["2023-07-01-preview", "2024-02-01", "2025-04-01-preview", "v1"])
def test_functions_are_called_where_the_version_has_them(emulator: Emulator, version: str) -> None:
    seed = {"seed": 1} if version >= "2023-12" else {}
    body = {"messages": [{"role": "user", "content": "weather"}], "functions": [WEATHER], **seed}
    for choice, reason in (("auto", "function_call"), ({"name": "get_weather"}, "stop")):
        answer = ask(emulator, {**body, "function_call": choice}, version)
        assert answer.status == 200, answer.body
        assert contract(version).operation.answer.violations(answer.json) == ()
        told = answer.json["choices"][0]
        assert told["message"]["function_call"]["name"] == "get_weather"
        assert "city" in json.loads(told["message"]["function_call"]["arguments"])
        assert told["finish_reason"] == reason


def test_what_a_tool_returned_is_used(emulator: Emulator) -> None:
    call = {"id": "call_1", "type": "function", "function": {"name": "get_weather", "arguments": "{}"}}
    messages = [
        {"role": "user", "content": "weather"},
        {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "call_1", "content": "17 degrees"},
    ]
    answer = ask(emulator, {"messages": messages, **tools(WEATHER)}, "2024-10-21")
    assert answer.text == "Here is what I found. get_weather returned: 17 degrees"
    assert answer.json["choices"][0]["finish_reason"] == "stop"


def events(body: bytes) -> list[Any]:
    return [json.loads(line[6:]) for line in body.decode().splitlines() if line.startswith("data: {")]


@pytest.mark.parametrize("version", ["2024-02-01", "2024-10-21", "v1"])
def test_a_stream_calls_as_the_whole_answer_does(emulator: Emulator, version: str) -> None:
    body = asking("stock and weather", n=2, **tools(WEATHER, STOCK))
    whole = [choice["message"]["tool_calls"] for choice in ask(emulator, body, version).json["choices"]]
    put_together: list[dict[int, Any]] = [{}, {}]
    described = contract(version).operation.chunk
    for chunk in events(ask(emulator, {**body, "stream": True}, version).body)[1:]:
        assert described is None or described.violations(chunk) == ()
        for choice in chunk["choices"]:
            for delta in choice["delta"].get("tool_calls", ()):
                call = put_together[choice["index"]].setdefault(
                    delta["index"], {**delta, "function": {"arguments": ""}}
                )
                for name, value in delta["function"].items():
                    call["function"][name] = call["function"].get(name, "") + value
    for calls in put_together:
        for call in calls.values():
            del call["index"]
    assert [list(calls.values()) for calls in put_together] == whole


def test_the_choices_of_a_stream_interleave(emulator: Emulator) -> None:
    chunks = events(ask(emulator, asking("Hello", n=3, stream=True), "2024-10-21").body)[1:]
    indices = [choice["index"] for chunk in chunks for choice in chunk["choices"]]
    assert indices[:9] == [0, 1, 2] * 3
