"""The JSON report: whole, in the documented order, and harmless where it is shown."""

import io
import json

import pytest

from conformance.checked import Checked
from conformance.exchange import Position
from conformance.finding import Excerpt, Finding, Related, Severity, SpecPlace, StreamPlace
from conformance.reports.json_report import JsonReport, dumps
from conformance.reports.protocol import Beginning, Ending
from conformance.reports.visible import folded


def written(*findings: Finding, checked: Checked | None = None) -> str:
    stream = io.StringIO()
    report = JsonReport(stream, Beginning())
    for one in findings:
        report.finding(one)
    report.close(Ending(checked or Checked()))
    return stream.getvalue()


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_a_report_is_valid_with_any_number_of_findings(count: int) -> None:
    value = json.loads(written(*[Finding("seed-type", Severity.ERROR, "m", "request", "/seed")] * count))
    assert list(value) == ["format", "tool", "findings", "checked"]
    assert (value["format"], set(value["tool"]), len(value["findings"])) == (1, {"name", "version"}, count)
    assert value["checked"] == {"exchanges": 0, "requests": 0, "responses": 0, "chunks": 0}


def test_a_finding_has_its_members_in_order_and_what_is_unknown_is_left_out() -> None:
    whole = Finding(
        "r", Severity.NOTE, "m", "chunk", "/a", "t:1", "i", "v", 3, SpecPlace("f", "/p", 1, 2), Position("s", 4), "x",
        (Related("t:2", "/b"),), True, Excerpt("text", 0, 1),
        StreamPlace(7, 8),
    )  # fmt: skip
    assert list(whole.as_json()) == [
        "rule", "severity", "message", "exchange", "id", "part", "pointer", "chunk_index", "api_version", "spec",
        "source", "suggestion", "related", "predicted", "stream",
    ]  # fmt: skip
    assert whole.as_json()["source"] == {"file": "s", "line": 4}
    assert whole.as_json()["stream"] == {"line": 7, "column": 8}
    assert whole.as_json()["related"] == [{"exchange": "t:2", "pointer": "/b"}]
    bare = Finding("r", Severity.ERROR, "m", "request")
    assert bare.as_json() == {"rule": "r", "severity": "error", "message": "m", "part": "request", "pointer": ""}


def test_counts_that_are_not_always_there_are_written_where_there_is_something_to_count() -> None:
    assert json.loads(written(checked=Checked(1, 1, 1, 0, skipped=2, predicted=3)))["checked"] == {
        "exchanges": 1, "requests": 1, "responses": 1, "chunks": 0, "skipped": 2, "predicted": 3,
    }  # fmt: skip


@pytest.mark.parametrize("text", ["\x1b[2J", "\x7f", "\x9b", "\u202e", "\ud800", "\u200b", "日本語", "é"])
def test_nothing_that_a_terminal_obeys_is_written_raw_and_the_value_stays(text: str) -> None:
    out = dumps({"message": text, text: 1})
    assert json.loads(out) == {"message": text, text: 1}
    assert (text in out) == text.isprintable()
    out.encode()


def test_a_sentence_is_folded_at_spaces_and_a_long_word_stays_whole() -> None:
    assert folded("one two three", 7) == ["one two", "three"]
    assert folded("日本 語 x", 5) == ["日本", "語 x"]
    assert folded("a " + "b" * 20 + " c", 5) == ["a", "b" * 20, "c"]
