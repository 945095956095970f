"""The page of findings holds each finding with its payload once, its contract's lines, and nothing that a browser obeys."""

import json
import re

import pytest

from conformance.exchange import Position
from conformance.exhibit import ExchangeExhibit, Exhibit, Message, Passage, SourceExhibit
from conformance.finding import Excerpt, Finding, Severity, SpecPlace
from conformance.reports.html import payloads, report
from conformance.reports.html.contract_lines import contract_lines
from conformance.reports.html.rows import file_of
from tests.reports.html.pages import lines, page_of, rows, script

SPEC = SpecPlace("spec/2024-02-01/inference.json", "/x/seed/type", 423, 17)
BODY = '{"seed": "42"}'


def finding(pointer: str = "/seed", exhibit: Exhibit | None = None, **more: object) -> Finding:
    values = {"exchange": "traffic.ndjson:3", "api_version": "2024-02-01", "spec": SPEC, "suggestion": "42"} | more
    return Finding("seed-type", Severity.ERROR, "`seed` is a string", "request", pointer, exhibit=exhibit, **values)  # type: ignore[arg-type]


def exchange(body: str = BODY, answer: str | None = None) -> Exhibit:
    response = Message("200", body=answer, is_json=True) if answer else None
    return Exhibit(ExchangeExhibit(Message("POST https://h/x", (("Content-Type", "a/b"),), body, True), response))


def test_a_finding_brings_its_payload_its_place_and_what_to_write() -> None:
    page = page_of([finding(exhibit=exchange(answer='{"id": 1}'))])
    row = rows(page)[0]
    assert row["message"] == "`seed` is a string" and row["suggestion"] == "42" and row["pointer"] == "/seed"
    assert row["file"] == "traffic.ndjson" and row["version"] == "2024-02-01"
    request, response = lines(page, "exchanges")[row["payload"]]
    assert request == {"head": "POST https://h/x", "headers": [["Content-Type", "a/b"]], "json": 0}
    assert lines(page, "texts")[response["json"]] == '{"id": 1}'
    assert "excerpt" not in row


def test_a_payload_stands_once_however_many_findings_and_exchanges_have_it() -> None:
    same = exchange()
    page = page_of([finding(exhibit=same), finding("/a", exhibit=same), finding(exhibit=exchange())])
    assert [row["payload"] for row in rows(page)] == [0, 0, 1]
    assert lines(page, "texts") == [BODY]


def test_where_payloads_take_too_much_room_errors_have_theirs_and_the_rest_has_a_piece(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(payloads, "ROOM", {Severity.ERROR: 100, Severity.WARNING: 10, Severity.NOTE: 10})
    piece = Excerpt('"seed": "42"', 0, 12)
    note = Finding("n", Severity.NOTE, "m", "request", exhibit=exchange("[2]"), excerpt=piece)
    page = page_of([finding(exhibit=exchange()), note, finding(exhibit=exchange("[3]"))])
    assert ["payload" in row for row in rows(page)] == [True, False, True]
    assert rows(page)[1]["excerpt"] == ['"seed": "42"', 0, 12]
    assert "1 exchange beyond it is shown by the piece" in page


def test_of_very_many_findings_in_one_long_payload_the_first_have_it_and_the_rest_a_piece(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(report, "TOGETHER", 2)
    long, short = exchange(json.dumps([{"seed": n} for n in range(20_000)])), exchange()
    piece = Excerpt('"seed": 1', 0, 9)
    found = [finding(f"/{n * 1000}/seed", exhibit=one, excerpt=piece) for one in (long, short) for n in range(5)]
    page = page_of(found)
    assert ["payload" in row for row in rows(page)] == [True, True, False, False, False, *[True] * 5]
    assert len(lines(page, "exchanges")) == 2


def test_a_stream_shows_the_chunks_around_findings_and_says_how_many_there_are() -> None:
    chunks = tuple(f'{{"n": {n}}}' for n in range(500))
    stream = Exhibit(ExchangeExhibit(None, Message("200", chunks=chunks)))
    one = Finding("stream-chunk-schema", Severity.ERROR, "m", "chunk", "/n", "t:1", chunk_index=250, exhibit=stream)
    _, response = lines(page_of([one]), "exchanges")[0]
    assert [number for number, _ in response["chunks"]] == [0, 1, 2, 248, 249, 250, 251, 252]
    assert response["of"] == 500


def test_a_document_is_there_once_with_its_languages() -> None:
    source = SourceExhibit("a.md", "# A\n```python\nx\n```\n", (Passage(2, 4, "python"),))
    found = [
        Finding("code-syntax", Severity.ERROR, "m", "document", source=Position("a.md", line, 1), exhibit=Exhibit(None, source))
        for line in (3, 1)
    ]  # fmt: skip
    page = page_of(found)
    assert [row.get("language") for row in rows(page)] == ["python", None]
    assert [one["file"] for one in json.loads(script(page, "sources"))] == ["a.md"]
    assert ">Document</button>" in page


@pytest.mark.parametrize(
    ("place", "file"),
    [
        ("traffic.ndjson:3", "traffic.ndjson"),
        ("file.har#17", "file.har"),
        ("python/rest/a.py@2024-02-01:2", "python/rest/a.py"),
        ("a.md@2024-02-01:3:1", "a.md"),
        ("-:3", "-"),
        ("C:/x.json", "C:/x.json"),
        ("answer.json", "answer.json"),
    ],
)
def test_a_finding_is_filed_under_its_file(place: str, file: str) -> None:
    assert file_of(finding(exchange=place)) == file


def test_the_contract_is_cut_out_around_the_place() -> None:
    found = contract_lines(SPEC)
    assert found is not None
    assert found[0][1] == '"seed": {' and found[1] == (423, '  "type": "integer",') and found[-1][1].startswith("}")
    whole = contract_lines(SpecPlace(SPEC.file, "", 1, 1))
    assert whole is not None and len(whole) < 40 and whole[0] == (1, "{")


@pytest.mark.parametrize("place", [SpecPlace("spec/2024-02-01/none.json", "", 1), SpecPlace("README.md", "", 1), SpecPlace(SPEC.file, ""), SpecPlace(SPEC.file, "", 10**6)])  # fmt: skip
def test_a_place_that_is_not_there_has_no_lines(place: SpecPlace) -> None:
    assert contract_lines(place) is None


def test_a_page_without_findings_says_so() -> None:
    assert "Nothing was found." in page_of([])


def test_who_runs_no_scripts_reads_the_groups() -> None:
    inside = re.search(r"<noscript>(.*?)</noscript>", page_of([finding(), finding("/0")]), re.DOTALL)
    assert inside is not None and inside[1].count("<li>error seed-type: `seed` is a string</li>") == 2
