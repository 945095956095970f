"""Which members a body has: named as the tree names them, each once a body, and those that no version declares apart."""

from typing import Any

from conformance.versions.member_path import read_member_path
from conformance.versions.used import MembersUsed

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
        counter.add("request", body)
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
    counter.add("response", {"choices": [], "seed": 1})
    assert [str(path) for path in counter.counts] == ["response.choices"]
    assert [str(path) for path in counter.unknown] == ["response.seed"]


def test_bodies_that_are_no_object_and_many_unknown_names_do_no_harm() -> None:
    counter = MembersUsed(PATHS)
    for body in ("text", None, 3, [1]):
        counter.add("request", body)
    for number in range(600):
        counter.add("request", {f"x{number}": 1})
    assert not counter.counts and len(counter.unknown) == 500
