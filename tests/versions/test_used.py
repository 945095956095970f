"""Which members a body has: named as the tree names them, each once a body, and those that no version declares apart."""

import json
from io import BytesIO
from typing import Any

from conformance.contract.catalog import catalog
from conformance.exchange import Exchange
from conformance.traffic.reading import read_traffic
from conformance.versions.member_path import read_member_path
from conformance.versions.survey import Survey
from conformance.versions.used import MembersUsed
from tests.versions.everything import tree

PATHS = [
    read_member_path(text)
    for text in (
        "request.seed", "request.messages", "request.messages[]", "request.messages[].role", "request.logit_bias",
        "request.logit_bias.*", "request.tools", "request.tools[]", "request.tools[].parameters", "response.choices",
    )
]  # fmt: skip


def used(*bodies: Any) -> tuple[dict[str, int], dict[str, int]]:
    counter = MembersUsed(PATHS)
    for body in bodies:
        counter.add("request", [body])
    return ({str(p): n for p, n in counter.counts.items()}, {str(p): n for p, n in counter.unknown.items()})


def test_a_member_counts_once_a_body_however_often_it_is_there() -> None:
    known, unknown = used({"messages": [{"role": "user"}, {"role": "system"}]}, {"messages": [], "seed": 1})
    assert known == {
        "request.messages": 2, "request.messages[]": 2, "request.messages[].role": 1, "request.seed": 1,
    }  # fmt: skip
    assert unknown == {}


def test_members_of_a_map_are_one_and_what_is_free_is_not_looked_into() -> None:
    known, unknown = used({"logit_bias": {"50256": -100, "1": 2}, "tools": [{"parameters": {"type": "object"}}]})
    assert known["request.logit_bias.*"] == 1 and known["request.tools[].parameters"] == 1
    assert unknown == {}


def test_a_member_that_no_version_declares_is_told_where_it_is_and_not_what_it_holds() -> None:
    known, unknown = used({"sede": {"deep": 1}, "messages": [{"rolle": "user"}]}, {"sede": 2})
    assert unknown == {"request.sede": 2, "request.messages[].rolle": 1}
    assert "request.sede" not in known


def test_an_answer_is_looked_up_among_answers() -> None:
    counter = MembersUsed(PATHS)
    counter.add("response", [{"choices": [], "seed": 1}])
    assert [str(path) for path in counter.counts] == ["response.choices"]
    assert [str(path) for path in counter.unknown] == ["response.seed"]


def test_the_chunks_of_one_stream_count_a_member_once() -> None:
    counter = MembersUsed([read_member_path("chunk.id"), read_member_path("chunk.usage")])
    counter.add("chunk", [{"id": "1"}, {"id": "1", "usage": None}])
    assert {str(path): count for path, count in counter.counts.items()} == {"chunk.id": 1, "chunk.usage": 1}


def test_bodies_that_are_no_object_and_many_unknown_names_do_no_harm() -> None:
    counter = MembersUsed(PATHS)
    for body in ("text", None, 3, [1]):
        counter.add("request", [body])
    for number in range(600):
        counter.add("request", [{f"x{number}": 1}])
    assert not counter.counts and len(counter.unknown) == 500


def test_a_survey_counts_requests_answers_and_the_chunks_of_streams() -> None:
    chunk = {"id": "1", "object": "chat.completion.chunk", "choices": [{"index": 0, "delta": {"content": "a"}}]}
    text = f"data: {json.dumps(chunk)}\n\ndata: {json.dumps(chunk)}\n\ndata: [DONE]\n\n"
    url = "https://h/openai/deployments/d/chat/completions?api-version=2024-10-21"
    request = {"method": "POST", "url": url, "body": {"messages": [], "stream": True}}
    lines = [
        {"request": request, "response": {"status": 200, "headers": {"Content-Type": "text/event-stream"}, "body_text": text}},
        {"request": request, "response": {"status": 200, "body": {"id": "1", "choices": []}}},
    ]  # fmt: skip
    used = MembersUsed(member.path for member in tree().members)
    survey = Survey(catalog(), ["2024-10-21"], used=used)
    for one in read_traffic(["-"], BytesIO("".join(json.dumps(line) + "\n" for line in lines).encode())):
        assert isinstance(one, Exchange)
        survey.add(one)
    counts = {str(path): count for path, count in used.counts.items()}
    assert counts["request.stream"] == 2
    assert counts["chunk.choices[].delta.content"] == counts["chunk.id"] == counts["response.id"] == 1
    assert not used.unknown
