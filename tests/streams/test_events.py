"""Server-sent events by the WHATWG's rules, whatever the line ends and wherever the text is cut."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.streams.events import Event, EventReader, Stray, events, events_of_bytes


def told(text: str, longest: int = 1 << 20) -> list[tuple[str, str, bool]]:
    return [(one.name, one.data, one.closed) for one in events(text, longest) if isinstance(one, Event)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("data: a\n\n", [("", "a", True)], id="the usual"),
        pytest.param("data:a\n\n", [("", "a", True)], id="without the space"),
        pytest.param("data:  a\n\n", [("", " a", True)], id="one space goes and the other stays"),
        pytest.param("data: a\ndata: b\n\n", [("", "a\nb", True)], id="several data lines"),
        pytest.param("data\ndata\n\n", [("", "\n", True)], id="a field without a colon"),
        pytest.param("data\n\n", [("", "", True)], id="empty data"),
        pytest.param("data: a\r\n\r\ndata: b\r\n\r\n", [("", "a", True), ("", "b", True)], id="CRLF"),
        pytest.param("data: a\r\rdata: b\r\r", [("", "a", True), ("", "b", True)], id="CR"),
        pytest.param("data: a\r\n\ndata: b\n\r", [("", "a", True), ("", "b", True)], id="mixed"),
        pytest.param("\ufeffdata: a\n\n", [("", "a", True)], id="a byte order mark"),
        pytest.param("\ufeff\ufeffdata: a\n\n", [], id="a second one belongs to the field"),
        pytest.param(": ping\n\ndata: a\n: pong\n\n", [("", "a", True)], id="comments"),
        pytest.param("event: error\ndata: a\n\ndata: b\n\n", [("error", "a", True), ("", "b", True)], id="a name"),
        pytest.param("event: x\n\ndata: b\n\n", [("", "b", True)], id="a name without data is forgotten"),
        pytest.param("id: 1\nretry: 10\ndata: a\n\n", [("", "a", True)], id="other fields"),
        pytest.param("data: a", [("", "a", False)], id="no last newline"),
        pytest.param("data: a\n", [("", "a", False)], id="no empty line at the end"),
        pytest.param("\n\n\n", [], id="empty lines"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_events(text: str, found: list[tuple[str, str, bool]]) -> None:
    assert told(text) == found


def test_a_line_that_is_no_field_is_told_with_its_number() -> None:
    found = [one for one in events("data: a\n\n<html>\n\nData: b\n\n") if isinstance(one, Stray)]
    assert [(one.text, one.line) for one in found] == [("<html>", 3), ("Data: b", 5)]


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_each_character_of_the_data_has_its_place_in_the_stream(end: str) -> None:
    text = end.join([": c", "data: ab", "", "event: x", "data:cd", "data: ef", ""])
    one, two = (event for event in events(text + end) if isinstance(event, Event))
    lines = text.split(end)
    assert [text[event.offset :].startswith("data:") for event in (one, two)] == [True, True]
    for event in (one, two):
        for offset, character in enumerate(event.data):
            line, column = event.place(offset)
            if character != "\n":
                assert lines[line - 1][column - 1] == character


STREAMS = st.lists(
    st.sampled_from(
        ["data: {}", "data:é😀", "data", ": c", "event: error", "x: y", "", "\n", "\r", "\r\n", "\n\n", "\ufeff"]
    )
).map("".join)


@given(STREAMS, st.lists(st.integers(0, 60), max_size=6))
def test_it_makes_no_difference_where_the_text_is_cut(text: str, cuts: list[int]) -> None:
    whole = list(events(text))
    places = [0, *sorted(min(cut, len(text)) for cut in cuts), len(text)]
    reader = EventReader()
    pieces = [one for start, end in pairwise(places) for one in reader.feed(text[start:end])]
    assert [*pieces, *reader.close()] == whole
    raw = text.encode()
    assert list(events_of_bytes(raw[index : index + 1] for index in range(len(raw)))) == whole
    assert list(events_of_bytes(raw[index : index + 3] for index in range(0, len(raw), 3))) == whole


def test_an_event_that_is_too_long_is_told_by_its_length_however_it_comes() -> None:
    text = f"data: {'x' * 500}\n\ndata: {'y' * 60}\ndata: {'z' * 60}\n\ndata: b\n\n"
    for pieces in ([text], list(text)):
        reader = EventReader(longest=100)
        found = [one for piece in pieces for one in reader.feed(piece)] + list(reader.close())
        assert [(one.data, one.size) for one in found if isinstance(one, Event)] == [("", 500), ("", 121), ("b", 1)]


def test_a_line_that_never_ends_is_not_kept() -> None:
    reader = EventReader(longest=1000)
    for _ in range(1000):
        assert list(reader.feed("x" * 1000)) == []
    assert sum(len(piece) for piece in reader._rest) < 2000
