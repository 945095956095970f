"""Each amendment by itself: what it lets pass passes under the versions that it names, and its neighbours do not."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from conformance.contract.amendments import AMENDMENTS
from conformance.contract.catalog import catalog
from conformance.finding import Severity
from tests.judging.rules.judging import ANSWER, findings

CALL = {"id": "c1", "type": "function", "function": {"name": "f", "arguments": "{}"}}
ASKED = {"role": "user", "content": "Tell me a story"}
REPLY = {"role": "assistant", "content": "Once"}
TOOLS = {"tools": [{"type": "function", "function": {"name": "f", "parameters": {"type": "object"}}}]}


def story(*messages: dict[str, Any], **members: Any) -> str:
    return json.dumps({"messages": [ASKED, *messages, ASKED], **members})


def tool_message(**members: Any) -> str:
    called = {"role": "assistant", "content": None, "tool_calls": [CALL]}
    return story(called, {"role": "tool", "tool_call_id": "c1", "content": "1", **members}, **TOOLS)


def image(**members: Any) -> str:
    return story({"role": "user", "content": [{"type": "image_url", **members}]})


# What is sent, whether as a client sends it or wrongly, by the amendment's member and where it stands.
REQUESTS: list[tuple[str, str, str, str, list[str]]] = [
    ("image_url", "2023-12-01-preview", "2024-07-01-preview", image(image_url={"url": "https://x"}), [image(image_url={}), image()]),
    ("stream_options", "2024-08-01-preview", "2024-08-01-preview", story(stream=True, stream_options={"include_usage": True}), [story(stream=True, stream_options={"include_usage": "yes"})]),
    ("stream_options", "2024-10-21", "2024-10-21", story(stream=True, stream_options={"include_usage": True}), [story(stream=True, stream_options=1)]),
    ("function_call", "2023-12-01-preview", "2024-07-01-preview", story({**REPLY, "function_call": {"name": "f", "arguments": "{}"}}), [story({**REPLY, "function_call": {"name": "f"}})]),
    ("name", "2023-12-01-preview", "~", story({**REPLY, "name": "bot"}), [story({**REPLY, "name": 1})]),
    ("name", "2023-12-01-preview", "~", story({**ASKED, "name": "ann"}), [story({**ASKED, "name": 1})]),
    ("name", "2023-12-01-preview", "~", tool_message(name="f"), [tool_message(name=1)]),
    ("annotations", "2023-12-01-preview", "~", story({**REPLY, "annotations": []}), [story({**REPLY, "annotations": "none"})]),
    ("parameters", "2023-12-01-preview", "2024-07-01-preview", story(tools=[{"type": "function", "function": {"name": "f"}}]), [story(tools=[{"type": "function", "function": {}}])]),
    ("tools", "2023-12-01-preview", "~", story(tools=None), [story(tools=1)]),
    ("tool_calls", "2023-12-01-preview", "~", story({**REPLY, "tool_calls": None}), [story({**REPLY, "tool_calls": 1})]),
]  # fmt: skip


def every_case() -> Iterator[Any]:
    for place, (member, first, last, sent, wrong) in enumerate(REQUESTS):
        for version in catalog().with_chat:
            if first <= version <= last:
                yield pytest.param(version, sent, wrong, id=f"{place}-{member}-{version}")


def errors(body: str, api_version: str) -> list[str]:
    body = body.replace("{", '{"model": "m", ', 1) if api_version.startswith("v") else body
    return [one.message for one in findings(body, api_version=api_version) if one.severity is Severity.ERROR]


@pytest.mark.parametrize(("api_version", "sent", "wrong"), list(every_case()))
def test_what_the_service_takes_passes_and_its_neighbour_does_not(
    api_version: str, sent: str, wrong: list[str]
) -> None:
    assert errors(sent, api_version) == []
    for body in wrong:
        assert errors(body, api_version) != [], body


NEEDLESS = ("2024-08-01-preview", "2024-10-21", "2025-01-01-preview")


@pytest.mark.parametrize("api_version", [*NEEDLESS, "2024-12-01-preview", "2025-03-01-preview"])
def test_an_answer_without_refusal_is_an_error_where_nobody_saw_the_service_send_one(api_version: str) -> None:
    answer = ANSWER.replace('"finish_reason"', '"logprobs": null, "finish_reason"')
    found = [one for one in findings(answer=answer, api_version=api_version) if one.suggestion == "refusal"]
    assert [one.severity for one in found] == ([] if api_version in NEEDLESS else [Severity.ERROR])


@pytest.mark.parametrize("member", ["tools", "tool_calls"])
def test_a_null_that_clients_send_stays_an_error_in_answers(member: str) -> None:
    answer = ANSWER.replace('"content": "Once"', f'"content": "Once", "{member}": null')
    found = {one.pointer: one.rule for one in findings(answer=answer, api_version="2024-06-01")}
    expected = {"tools": "undeclared-member", "tool_calls": "response-schema"}
    assert found[f"/choices/0/message/{member}"] == expected[member]


@pytest.mark.parametrize("api_version", [version for version in catalog().with_chat if version.startswith("v1")])
@pytest.mark.parametrize(
    ("verdict", "sound"),
    [
        ('{"filtered": false, "severity": "safe"}', True),
        ('{"filtered": "no", "severity": "safe"}', False),
        ('{"severity": "safe"}', False),
    ],
)
def test_the_filters_verdict_on_a_prompt_is_judged_by_the_inner_schema(
    api_version: str, verdict: str, sound: bool
) -> None:
    filtered = f'"prompt_filter_results": [{{"prompt_index": 0, "content_filter_results": {{"hate": {verdict}}}}}]'
    answer = ANSWER.replace('{"id"', f'{{{filtered}, "id"', 1)
    placed = [
        one
        for one in findings(answer=answer, api_version=api_version)
        if one.severity is Severity.ERROR and one.pointer.startswith("/prompt_filter_results")
    ]
    assert (placed == []) is sound


def test_every_amendment_has_a_case_here() -> None:
    told = {member for member, *_ in REQUESTS} | {"refusal", "content_filter_results"}
    assert {one.member for one in AMENDMENTS} == told
    assert all(one.source for one in AMENDMENTS)
