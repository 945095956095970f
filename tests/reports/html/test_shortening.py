"""A payload that is too long for a page is cut where nobody looks, and each cut says how much is gone."""

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.reports.html.shortening import LONGEST_STRING, MOST, shortened_json, shortened_text
from tests.fuzzing import budget


def whole(text: str) -> str:
    """Return JSON without the marks of cuts."""
    text = re.sub(r'"~\d+', '"', text)
    return re.sub(r",?~\d+(?=[,\]}])", "", text)


@pytest.mark.parametrize("text", ['{"seed": 42.0, "a": [1e3, "x"]}', "[]", '"x"', "null", '{"a": 1, "a": 2}'])
def test_a_short_payload_stays_as_it_was_written(text: str) -> None:
    assert shortened_json(text, ["/seed"]) == text


@pytest.mark.parametrize("piece", ["x", "\\n", "\\\\", '\\"', "\\u202e", "日"])
def test_a_long_string_keeps_its_begin_and_no_half_of_an_escape(piece: str) -> None:
    short = shortened_json(f'{{"a": "{piece * 3000}"}}', [])
    assert short is not None
    left = re.fullmatch(r'\{"a": ("(?:.*)")~(\d+)\}', short)
    assert left is not None
    assert len(left[1]) <= LONGEST_STRING + 1
    assert len(left[1]) - 2 + int(left[2]) == len(piece) * 3000
    json.loads(left[1])


def test_a_long_list_keeps_its_begin_and_what_a_finding_is_about() -> None:
    value = {"messages": [{"role": "user", "content": "x" * 100, "n": n} for n in range(5000)], "last": True}
    short = shortened_json(json.dumps(value), ["/messages/4000/content"])
    assert short is not None
    left = json.loads(whole(short))
    assert [one["n"] for one in left["messages"]] == [*range(20), 4000]
    assert left["last"] is True
    assert re.findall(r",~(\d+)", short) == ["3980", "999"]


def test_what_is_too_much_even_so_is_left_out() -> None:
    deep: Any = ["x" * 60] * 20
    for _ in range(3):
        deep = [deep] * 20
    assert shortened_json(json.dumps(deep), []) is None


def test_a_text_that_is_no_json_is_cut() -> None:
    text, more = shortened_text("x" * 50_000)
    assert len(text) + more == 50_000
    assert shortened_text("short") == ("short", 0)


@budget(12, 1000)
@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=8) | st.just("y" * 2500),
        lambda below: st.lists(below, max_size=40) | st.dictionaries(st.text(max_size=4), below, max_size=30),
        max_leaves=60,
    )
)
def test_whatever_is_cut_the_rest_is_json(value: Any) -> None:
    text = json.dumps([value, "z" * 200_000, ["w" * 1900] * 60])
    short = shortened_json(text, ["/0", "/2/50"])
    assert short is not None and len(short) <= MOST
    json.loads(whole(short))
