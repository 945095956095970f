"""The report for a person: in place, with a caret under the member, and nothing raw reaches the terminal."""

import io

import pytest

from conformance.checked import Checked
from conformance.finding import Excerpt, Finding, Severity, SpecPlace
from conformance.reports.excerpt import excerpt_lines
from conformance.reports.protocol import Ending
from conformance.reports.text import TextReport
from conformance.reports.visible import columns_of, visible


def finding(severity: Severity = Severity.ERROR, pointer: str = "/sede", message: str = "`sede` is wrong") -> Finding:
    text = '{"messages": [], "sede": 42, "n": 1}'
    start = text.index('"sede"')
    return Finding(
        "undeclared-member",
        severity,
        message,
        "request",
        pointer,
        "t.ndjson:3",
        api_version="2024-02-01",
        spec=SpecPlace("spec/2024-02-01/inference.json", "/components", 12, 3),
        suggestion="seed",
        excerpt=Excerpt(text, start, start + len('"sede": 42')),
    )


def written(*findings: Finding, **options: object) -> str:
    stream = io.StringIO()
    report = TextReport(stream, **options)  # type: ignore[arg-type]
    for one in findings:
        report.finding(one)
    report.close(Ending(Checked(exchanges=1, requests=1)))
    return stream.getvalue()


def test_a_finding_says_rule_place_sentence_line_contract_and_what_to_write() -> None:
    assert written(finding()) == (
        "error undeclared-member  t.ndjson:3 request /sede\n"
        "  `sede` is wrong\n"
        '    {"messages": [], "sede": 42, "n": 1}\n'
        "                     ^^^^^^^^^^\n"
        "  write: seed\n"
        "  contract: spec/2024-02-01/inference.json:12:3 /components\n"
        "\n"
        "Checked 1 exchange (1 request, 0 answers): 1 error.\n"
    )


def test_colours_are_written_only_when_asked_for() -> None:
    assert "\x1b[" not in written(finding())
    assert "\x1b[1;31merror\x1b[0m" in written(finding(), colour=True)


def test_notes_are_counted_unless_they_are_asked_for() -> None:
    note = finding(Severity.NOTE)
    assert "2 notes undeclared-member, first at t.ndjson:3: `sede` is wrong" in written(note, note)
    assert written(note, notes=True).startswith("note undeclared-member")


def test_of_many_alike_the_first_ten_are_shown_and_the_rest_counted() -> None:
    many = [finding(pointer=f"/messages/{index}/sede") for index in range(30)]
    assert written(*many).count("error undeclared-member") == 10
    assert "20 more errors undeclared-member" in written(*many)
    assert written(*many, every=True).count("error undeclared-member") == 30


def test_memory_stays_flat_however_many_kinds_there_are() -> None:
    text = written(*(finding(Severity.NOTE, f"/m{index}") for index in range(3000)))
    assert "2000 notes undeclared-member\n" in text


@pytest.mark.parametrize("columns", [20, 40, 60, 100, 200])
@pytest.mark.parametrize("before", ["", '{"a": "' + "x" * 300 + '", ', '{"説明": "' + "日本語" * 60 + '", '])
@pytest.mark.parametrize("member", ['"sede": 42', '"s": "' + "長い" * 90 + '"', '"e\u0301": 1'])
@pytest.mark.parametrize("after", ["}", ', "z": "' + "y" * 300 + '"}'])
def test_an_excerpt_fits_the_width_and_the_caret_stands_under_the_member(
    columns: int, before: str, member: str, after: str
) -> None:
    line, carets = excerpt_lines(Excerpt(before + member + after, len(before), len(before + member)), columns)
    assert columns_of(line) <= columns
    assert columns_of(carets) <= columns
    offset = len(carets) - len(carets.lstrip())
    shown = ""
    while columns_of(shown) < offset:
        shown = line[: len(shown) + 1]
    assert line[len(shown) :].startswith(member[:3])


@pytest.mark.parametrize(
    "raw", ["\x1b[2J", "\x07", "\r", "\x9b", "\u202e", "\u2066", "\ud800", "\x7f", "\u200b", "\x00"]
)
def test_nothing_that_moves_the_cursor_or_hides_text_is_written(raw: str) -> None:
    text = f'{{"a": "{raw}", "sede": 42}}'
    start = text.index('"sede"')
    one = Finding(
        f"rule{raw}",
        Severity.ERROR,
        f"message {raw}",
        "request",
        f"/{raw}",
        f"file{raw}:1",
        id=f"id{raw}",
        suggestion=f"s{raw}",
        spec=SpecPlace(f"f{raw}", f"/{raw}"),
        excerpt=Excerpt(text, start, start + 6),
    )
    out = written(one).replace("\n", "")
    assert raw[0] not in out.replace("rule" + raw, "")
    out.encode()


def test_visible_leaves_what_is_simply_shown() -> None:
    assert visible("Erzähl 日本語 👩‍🚀".replace("\u200d", "")) == "Erzähl 日本語 👩🚀"
