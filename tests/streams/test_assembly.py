"""The chunks of a stream make the answer that the service would have sent in one piece."""

from typing import Any

import pytest

from conformance.streams.assembly import Assembly
from tests.streams.streams import DONE, Json, chunk, exchange, findings, opening, rules, text_of, told


def assembled(chunks: list[Json], most: int | None = None) -> Assembly:
    assembly = Assembly(most)
    for number, one in enumerate(chunks):
        assembly.add(number, one)
    return assembly


def call(index: int, **function: Any) -> Json:
    return {
        "tool_calls": [
            {
                "index": index,
                **({"id": f"c{index}", "type": "function"} if "name" in function else {}),
                "function": function,
            }
        ]
    }


def test_text_refusal_and_what_describes_the_answer() -> None:
    assembly = assembled([
        opening(),
        chunk({"role": "assistant", "content": "", "refusal": None}),
        chunk({"content": "Once"}),
        chunk({"refusal": "No"}),
        chunk({"content": " upon", "refusal": "!"}),
        chunk(finish="stop"),
        chunk(choices=[], usage={"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3}),
    ])  # fmt: skip
    answer = assembly.answer()
    assert (answer["id"], answer["created"], answer["object"]) == ("chatcmpl-1", 1700000000, "chat.completion")
    assert answer["system_fingerprint"] == "fp_1"
    assert answer["usage"]["total_tokens"] == 3
    (choice,) = answer["choices"]
    assert choice["message"] == {"role": "assistant", "content": "Once upon", "refusal": "No!"}
    assert choice["finish_reason"] == "stop"
    assert assembly.finished and assembly.faults == []
    assert assembly.origin(("usage", "total_tokens")) == (6, ("usage", "total_tokens"))
    assert assembly.origin(("choices", 0, "message", "content")) == (1, ("choices", 0, "delta", "content"))
    assert assembly.origin(("choices", 0, "message", "refusal")) == (3, ("choices", 0, "delta", "refusal"))
    assert assembly.origin(("choices", 0, "finish_reason")) == (5, ("choices", 0, "finish_reason"))
    assert assembly.origin(("id",)) == (1, ("id",))
    assert assembly.origin(()) is None


def test_tool_calls_by_index_and_a_function_call() -> None:
    parts = [
        call(0, name="a", arguments=""),
        call(0, arguments='{"x"'),
        call(1, name="b", arguments="{"),
        call(0, arguments=":1}"),
        call(1, arguments="}"),
    ]
    assembly = assembled(
        [chunk({"role": "assistant", "content": None}), *map(chunk, parts), chunk(finish="tool_calls")]
    )
    calls = assembly.answer()["choices"][0]["message"]["tool_calls"]
    assert calls == [
        {"id": "c0", "type": "function", "function": {"name": "a", "arguments": '{"x":1}'}},
        {"id": "c1", "type": "function", "function": {"name": "b", "arguments": "{}"}},
    ]
    path = ("choices", 0, "message", "tool_calls", 1, "function", "name")
    assert assembly.origin(path) == (3, ("choices", 0, "delta", "tool_calls", 0, "function", "name"))
    older = [{"function_call": {"name": "f", "arguments": ""}}, {"function_call": {"arguments": "{}"}}]
    message = assembled([*map(chunk, older), chunk(finish="function_call")]).answer()["choices"][0]["message"]
    assert message["function_call"] == {"name": "f", "arguments": "{}"}


def test_choices_interleave_and_stand_by_index_and_logprobs_grow() -> None:
    chunks = [chunk({"content": text}, index=index) for text, index in (("b", 1), ("a", 0), ("B", 1), ("A", 0))]
    for one, token in zip(chunks, "baBA", strict=True):
        one["choices"][0]["logprobs"] = {"content": [{"token": token}], "refusal": None}
    answer = assembled([*chunks, chunk(finish="stop", index=1), chunk(finish="length", index=0)], 2).answer()
    assert [(one["index"], one["message"]["content"], one["finish_reason"]) for one in answer["choices"]] == [
        (0, "aA", "length"), (1, "bB", "stop"),
    ]  # fmt: skip
    assert [one["token"] for one in answer["choices"][1]["logprobs"]["content"]] == ["b", "B"]


def test_only_new_values_are_told_as_changes() -> None:
    chunks = [chunk({"content": "a"}, id=name, system_fingerprint=name) for name in "aabbac"]
    faults = assembled(chunks).faults
    assert [(one.kind, one.chunk_index, one.was, one.now) for one in faults] == [
        ("identity", 2, "a", "b"), ("fingerprint", 2, "a", "b"), ("identity", 5, "a", "c"), ("fingerprint", 5, "a", "c"),
    ]  # fmt: skip


def test_a_tool_call_that_leaves_a_gap_is_told() -> None:
    faults = assembled([chunk(call(0, name="a")), chunk(call(2, name="c"))]).faults
    assert [(one.kind, one.was, one.now) for one in faults] == [("call-range", 1, 2)]


@pytest.mark.parametrize(
    "api_version", ["2024-02-01", "2024-08-01-preview", "2025-04-01-preview", "v1", "v1-2026-01-28"]
)
def test_the_answer_is_judged_as_a_whole(api_version: str) -> None:
    """A tool call without its id, and a choice too few: no chunk is wrong by itself."""
    asked = {"messages": [{"role": "user", "content": "a"}], "stream": True, "model": "m", "n": 2}
    sound = [
        chunk({"role": "assistant", "content": None}),
        chunk(call(0, name="a", arguments="{}")),
        chunk(finish="tool_calls"),
    ]
    assert rules(text_of([*sound, DONE]), {**asked, "n": 1}, api_version) == []
    assert rules(text_of([*sound, DONE]), asked, api_version) == ["choice-count"]
    del sound[1]["choices"][0]["delta"]["tool_calls"][0]["id"]
    (found,) = findings(text_of([*sound, DONE]), {**asked, "n": 1}, api_version)
    assert (found.rule, found.part, found.chunk_index, found.suggestion) == ("response-schema", "chunk", 1, "id")
    assert found.pointer == "/choices/0/delta/tool_calls/0"


def test_a_fingerprint_is_missed_or_null_once_a_stream() -> None:
    for change, rule in (
        (lambda one: one.pop("system_fingerprint", None), "fingerprint-missing"),
        (lambda one: one.update(system_fingerprint=None), "fingerprint-null"),
        (lambda one: one.update(system_fingerprint=""), "fingerprint-empty"),
    ):
        events = told()
        for one in events[1:-1]:
            change(one)  # type: ignore[no-untyped-call]
        assert rules(text_of(events)) == [rule]


def test_a_stream_without_a_request_or_a_version_is_judged_as_far_as_it_goes() -> None:
    assert rules(text_of(told()), None) == []
    assert rules(text_of(told()[:-2]), None) == ["stream-unfinished"]
    found = {one.rule for one in findings(text_of(told()[:-1]), None, "2019-01-01")}
    assert found == {"api-version-unknown", "stream-unfinished"}


def test_a_stream_as_an_exchange_has_its_request_judged_too() -> None:
    assert "seed-type" in rules(
        text_of(told()), {"messages": [{"role": "user", "content": "a"}], "stream": True, "seed": "42"}
    )
    assert exchange("").response is not None
