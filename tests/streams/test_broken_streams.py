"""Whatever a stream is, it yields findings: no exception, and no more memory than the text itself takes."""

import io
import json
import tracemalloc
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.finding import Finding
from conformance.judging.judge import judge
from conformance.streams.events import LONGEST_EVENT
from conformance.streams.stream import read_stream
from conformance.traffic.inspection import Question, inspect_all
from conformance.traffic.reading import read_blocks
from conformance.traffic.unreadable import Unreadable
from tests.streams.streams import ASKED, chunk, exchange, findings, rules, text_of, told

START, WORD, END = chunk({"role": "assistant", "content": ""}), chunk({"content": "a"}), chunk(finish="stop")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("", ["stream-unfinished"], id="empty"),
        pytest.param(": ping\n\n: ping\n\n", ["stream-unfinished"], id="comments only"),
        pytest.param("data: [DONE]\n\n", ["stream-unfinished"], id="[DONE] only"),
        pytest.param(text_of([told()[0], "[DONE]"]), ["stream-unfinished"], id="no choice"),
        pytest.param("data: {", ["stream-unfinished"], id="half a brace"),
        pytest.param("data: null\n\ndata: [DONE]\n\n", ["stream-chunk-schema"], id="null"),
        pytest.param("data: []\n\ndata: [DONE]\n\n", ["stream-chunk-schema"], id="a list"),
        pytest.param("data\n\ndata: [DONE]\n\n", ["body-not-json"], id="empty data"),
        pytest.param("data: hello\n\ndata: [DONE]\n\n", ["body-not-json"], id="no JSON"),
        pytest.param(text_of(told()).replace("\n", "\r\n"), [], id="CRLF"),
        pytest.param(text_of(told()).replace("\n", "\r"), [], id="CR"),
        pytest.param("\ufeff" + text_of(told()), [], id="a byte order mark"),
        pytest.param(text_of(told()).strip(), [], id="no last newline"),
        pytest.param(text_of(told()).replace("data: ", "data:"), [], id="no space"),
        pytest.param(": OPENROUTER\n\n" + text_of(told()).replace("\n\n", "\n\n: keep-alive\n\n"), [], id="keep-alive"),
        pytest.param("event: ping\ndata: {}\n\n" + text_of(told()), [], id="events of a proxy"),
        pytest.param(text_of(told()).replace("data: ", "event: message\nid: 7\ndata: "), [], id="named message"),
        pytest.param(text_of(told()) + "bye\n", ["stream-order"], id="text after [DONE]"),
        pytest.param(text_of(told()).replace("data: {", "{", 3), ["body-not-json"], id="lines without data:"),
        pytest.param(
            text_of(told()[:3]) + 'event: error\ndata: {"code": "x"}\n\n', ["stream-error"], id="an event named error"
        ),
        pytest.param(
            text_of(told()[:3]) + "event: error\ndata: overloaded\n\n", ["stream-error"], id="an error that is text"
        ),
        pytest.param(
            text_of(told()[:3]) + '{"error": {"message": "m"}}\n', ["stream-error"], id="an error without data:"
        ),
        pytest.param(
            "\n".join(f"data: {line}" for line in json.dumps(told()[0], indent=1).splitlines()) + "\n\n" + text_of(told()[1:]),
            [],
            id="a chunk on several lines",
        ),
    ],
)  # fmt: skip
def test_a_stream_and_what_is_found(text: str, found: list[str]) -> None:
    asked = exchange(text)
    assert sorted(set(rules(text))) == sorted(found), [one.message for one in judge(asked)]


def test_a_chunk_that_is_not_json_has_its_place_in_the_stream() -> None:
    (one,) = findings(text_of([*told()[:2], '{"id": NaN}', *told()[2:]]))
    assert (one.rule, one.part, one.chunk_index) == ("body-not-json", "chunk", 2)
    assert one.stream is not None and (one.stream.line, one.stream.column) == (5, 14)


def test_a_chunk_that_is_too_long_is_not_read_and_the_others_are() -> None:
    events = told()
    events.insert(3, json.dumps(chunk({"content": "x" * (LONGEST_EVENT + 1)})))
    text = text_of(events)
    assert findings(text_of(told())) == []  # the contract is read once
    tracemalloc.start()
    found = findings(text)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [(one.rule, one.chunk_index) for one in found] == [("stream-chunk-schema", 3)]
    assert "8 MiB" in found[0].message
    assert peak < 6 * len(text)


def test_a_stream_that_never_ends_is_read_so_far_and_no_further() -> None:
    text = text_of([START, *[WORD] * 50])
    stream = read_stream(text, None, 1, most=20)
    assert (stream.chunks, stream.endless, stream.complete) == (20, True, False)


def test_little_is_kept_of_a_long_stream() -> None:
    text = text_of([START, *[chunk({"content": f"word {number} "}) for number in range(3000)], END, "[DONE]"])
    assert findings(text_of(told())) == []  # the contract is read once
    tracemalloc.start()
    assert [one.rule for one in findings(text)] == []
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2 * len(text)


def test_a_stream_that_goes_on_for_ever_is_judged_as_far_as_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conformance.traffic.formats.sse.LONGEST_STREAM", 100_000)
    taken = 0

    class Endless(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            nonlocal taken
            taken += 1
            text = text_of([WORD]).encode()[: len(buffer)]
            buffer[: len(text)] = text
            return len(text)

    blocks = read_blocks(["-"], io.BufferedReader(Endless()))
    remarks = [remark for one in inspect_all(blocks, Question(("2024-02-01",))) for remark in one.remarks]
    assert {one.rule for one in remarks if isinstance(one, Finding)} == {"stream-unfinished"}
    assert isinstance(remarks[-1], Unreadable) and "not read" in str(remarks[-1])
    assert taken < 10_000


PIECES = st.sampled_from(
    [
        "data: ",
        "data",
        ":",
        "\n",
        "\n\n",
        "\r",
        "[DONE]",
        "event: error\n",
        "null",
        "{}",
        '{"choices": ',
        "[",
        "]",
        "}",
        '"',
        "0",
    ]
    + [json.dumps(one) for one in (START, WORD, END)]
    + ['{"choices": [{"index": 0, "delta": {"tool_calls": [{"index": 3, "function": 4}, 5, {"index": true}]}}]}']
    + ['{"choices": [{"index": {}, "delta": 1}, null, {"delta": {"content": {}, "role": [], "x": [1]}}], "usage": 1}']
)


@given(st.lists(PIECES, max_size=14).map("".join))
def test_no_text_makes_the_judge_fail(text: str) -> None:
    list(judge(exchange(text)))
    list(judge(exchange(text, None, "v1")))


MEMBERS = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 3) | st.sampled_from(["", "a", "stop"]),
    lambda below: (
        st.lists(below, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["index", "delta", "content", "tool_calls", "function", "id", "role", "finish_reason", "logprobs"]
            ),
            below,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@given(
    st.lists(
        st.fixed_dictionaries(
            {"choices": st.lists(MEMBERS, max_size=2)}, optional={"usage": MEMBERS, "id": MEMBERS, "object": MEMBERS}
        ),
        max_size=4,
    )
)
def test_no_chunk_makes_the_judge_fail(chunks: list[object]) -> None:
    for found in judge(exchange(text_of([*chunks, "[DONE]"]), ASKED)):
        assert found.chunk_index is None or found.chunk_index < len(chunks)
