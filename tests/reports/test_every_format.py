"""Every format that is registered: valid whatever a payload holds, harmless where it is shown, whole or not at all."""

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.checked import Checked
from conformance.cli.options.reports import Wanted
from conformance.commands.shared.reporting import reporting
from conformance.errors import InputError
from conformance.exchange import Position
from conformance.finding import Excerpt, Finding, Related, Severity, SpecPlace
from conformance.reports.protocol import Ending, Suite
from conformance.reports.registry import EVERY_NAME, NAMES, format_of
from conformance.reports.visible import is_visible
from tests.fuzzing import budget
from tests.reports.reading import READ, Tags
from tests.reports.writing import BEGINNING, ENDING, with_text, written
from tests.shared_folder import needs_shared

HOSTILE = [
    "</script><script>alert(1)</script>", "<svg onload=alert(1)>", "<img src=x onerror=alert(1)>", "<!-- -->",
    "javascript:alert(1)", "[click](javascript:alert(1))", "![x](http://h/x.png)", "<http://h/>", "[a]: http://h",
    "&lt;b&gt; &amp; \"'", "]]>", "<![CDATA[", "<?xml?>", "\x00", "\x01\x08\x0b\x1b[2J\x7f\x9b", "\ufffe\uffff",
    "\u202etxt.exe\u2066\u2069", "\u200b\u2060\ufeff\xad", "\u2028\u2029", "\ud800", "\udcff", "\U000e0041\U0010ffff",
    "line\none\rtwo\r\nthree\ttab", "::error::gone", "\n::set-output name=x::y", "##[error]gone", "::stop-commands::x",
    "%0A%25", "a,b:c=d", "a|b|c", "`` ` ```", "```\n# heading\n```", "*bold* _it_ ~~no~~", "# heading", "- item", "1. one",
    "> quote", "---", "@octocat", "$x^2$ $$y$$", "{0} {{1}}", "\\", "\\|", "é日本語👩", "C:\\temp\\a b#c?d", "../../etc/passwd",
    "/abs/päth with space", "http://h/%zz", "", " ",
]  # fmt: skip

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=30) | st.sampled_from(HOSTILE)
PLACES = st.builds(Position, ANY_TEXT, st.none() | st.integers(1, 99), st.none() | st.integers(1, 99))
EXCERPTS = st.builds(lambda text, start, length: Excerpt(text, start, start + length), ANY_TEXT, st.integers(0, 5), st.integers(1, 9))  # fmt: skip
FINDINGS = st.builds(
    Finding,
    rule=ANY_TEXT,
    severity=st.sampled_from(Severity),
    message=ANY_TEXT,
    part=st.sampled_from(["request", "response", "chunk", "url", "headers", "status", "document", "spec", "suite"]),
    pointer=ANY_TEXT,
    exchange=st.none() | ANY_TEXT,
    id=st.none() | ANY_TEXT,
    api_version=st.none() | ANY_TEXT,
    chunk_index=st.none() | st.integers(0, 9),
    spec=st.none()
    | st.builds(SpecPlace, ANY_TEXT, ANY_TEXT, st.none() | st.integers(1, 9), st.none() | st.integers(1, 9)),
    source=st.none() | PLACES,
    suggestion=st.none() | ANY_TEXT,
    related=st.lists(st.builds(Related, ANY_TEXT, ANY_TEXT), max_size=2).map(tuple),
    predicted=st.booleans(),
    excerpt=st.none() | EXCERPTS,
    baseline=st.sampled_from([None, "new", "unchanged", "absent"]),
    place=st.none() | PLACES,
)
ENDINGS = st.builds(
    Ending,
    st.just(Checked(exchanges=1)),
    st.integers(0, 3),
    suites=st.lists(
        st.builds(
            Suite,
            ANY_TEXT,
            st.none() | ANY_TEXT,
            st.sampled_from([("exchange",), ("exchange", "run"), ("document",), ()]),
            st.just(Checked()),
            st.none() | ANY_TEXT,
        ),
        max_size=2,
    ),
    troubles=st.lists(ANY_TEXT, max_size=2),
)


def require_harmless(text: str) -> None:
    """Nothing that a terminal obeys, that hides or that turns text is there raw, and UTF-8 can hold all of it."""
    text.encode()
    for line in text.split("\n"):
        assert is_visible(line), ascii(line)


def test_every_format_has_a_reader_here() -> None:
    assert set(NAMES) - {"html"} == set(READ)  # a page has tests of its own, in a browser


@needs_shared
@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", NAMES)
def test_what_stands_in_a_payload_is_text(name: str, text: str) -> None:
    report = written(name, [with_text(text), with_text(text, Severity.NOTE)])
    require_harmless(report)
    READ.get(name, str)(report)


@needs_shared
@pytest.mark.parametrize("name", [name for name in ("markdown", "html") if name in NAMES])
def test_hostile_text_makes_no_element(name: str) -> None:
    def tags(text: str) -> list[str]:
        read = READ.get(name, _page)
        found = read(written(name, [with_text(text)])).tags
        return [tag for tag in found if tag != "code"]  # what stands between backticks is code

    harmless = tags("harmless")
    for text in HOSTILE:
        assert tags(text) == harmless, text


def _page(text: str) -> Tags:
    return Tags(text, any_attributes=True)


@needs_shared
@pytest.mark.parametrize("name", NAMES)
def test_any_finding_makes_a_valid_report(name: str) -> None:
    @budget(20, 2000)
    @given(st.lists(FINDINGS, max_size=3), ENDINGS)
    def valid(findings: list[Finding], ending: Ending) -> None:
        report = written(name, findings, ending=ending)
        require_harmless(report)
        READ.get(name, str)(report)

    valid()


@needs_shared
@pytest.mark.parametrize("name", NAMES)
def test_a_report_without_findings_is_valid_too(name: str) -> None:
    require_harmless(written(name, []))
    READ.get(name, str)(written(name, []))


@pytest.mark.parametrize("name", EVERY_NAME)
def test_a_report_that_is_not_ended_leaves_no_file_and_the_old_one_as_it_was(name: str, tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_text("before")
    with pytest.raises(ZeroDivisionError), reporting([Wanted(name, old), Wanted(name, new)], BEGINNING) as reports:
        reports.finding(with_text("x"))
        raise ZeroDivisionError
    assert [one.name for one in tmp_path.iterdir()] == ["old"]
    assert old.read_text() == "before"


@pytest.mark.parametrize("name", EVERY_NAME)
def test_a_report_is_the_same_in_a_file(name: str, tmp_path: Path) -> None:
    if format_of(name).binary:
        pytest.importorskip("pyarrow")
    with reporting([Wanted(name, tmp_path / "one"), Wanted("json", tmp_path / "two")], BEGINNING) as reports:
        reports.finding(with_text("x"))
        reports.close(ENDING)
    assert (tmp_path / "two").read_text() == written("json", [with_text("x")])
    if not format_of(name).binary:
        assert (tmp_path / "one").read_text() == written(name, [with_text("x")])


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
@pytest.mark.parametrize("name", NAMES)
def test_a_full_disk_is_one_sentence_and_no_other_report_is_written(name: str, tmp_path: Path) -> None:
    def fill() -> None:
        wanted = [Wanted("json", tmp_path / "one"), Wanted(name, Path("/dev/full"), "--report")]
        with reporting(wanted, BEGINNING) as reports:
            for _ in range(2000):
                reports.finding(with_text("x" * 50))
            reports.close(ENDING)

    with pytest.raises(InputError, match=r"^--report /dev/full cannot be written \(No space left on device\); choose"):
        fill()
    assert list(tmp_path.iterdir()) == []


def test_a_defect_of_a_contract_is_told_once_to_people_and_each_time_to_programs(tmp_path: Path) -> None:
    defect = replace(with_text("x"), rule="spec-defect", severity=Severity.WARNING)
    wanted = [Wanted(name, tmp_path / name) for name in NAMES]
    with reporting(wanted, BEGINNING) as reports:
        for _ in range(3):
            reports.finding(defect)
        reports.close(ENDING)
    assert (tmp_path / "json").read_text().count('"rule": "spec-defect"') == 3
    assert (tmp_path / "text").read_text().count("warning spec-defect") == 1
    assert (tmp_path / "github").read_text().count("::warning") == 1


class _Counting(io.StringIO):
    """A stream that knows how much it was given."""

    def __init__(self) -> None:
        super().__init__()
        self.given = 0

    def write(self, text: str) -> int:
        self.given += len(text)
        return super().write(text)


def _growth(name: str) -> Iterator[bool]:
    stream = _Counting()
    report = format_of(name).begin(stream, BEGINNING)
    for number in range(3):
        before = stream.given
        report.finding(with_text(f"x{number}"))
        yield stream.given > before


@pytest.mark.parametrize(("name", "comes"), [("text", True), ("json", True), ("sarif", True), ("github", True)])
def test_findings_are_written_as_they_come_where_the_format_allows(name: str, comes: bool) -> None:
    assert all(_growth(name)) is comes
