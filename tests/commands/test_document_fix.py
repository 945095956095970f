"""``conformance document fix`` as a user meets it: what is certain is written, all else of the file stays."""

from dataclasses import replace
from pathlib import Path

import pytest

from conformance.document import fixing
from conformance.document.analysis.analysis import Analysis
from conformance.document.analysis.question import Question
from conformance.document.checking.check import CheckedDocument
from conformance.document.checking.check import check as check_one
from conformance.document.checking.page import Page
from conformance.finding import Edit
from tests.commands.documents import Ended, document, written
from tests.document.checking.analysing import TODAY
from tests.document.rules.writing import tabs

WRONG = "# A\n\n`seed` was first added in `2024-02-01`.\n\n" + tabs(("Python", "pyton", "é😀 A"), ("Bash", "bash", "B"))
RIGHT = WRONG.replace("2024-02-01", "2023-12-01-preview").replace("pyton", "python")


def fix(folder: Path, *arguments: str) -> Ended:
    ended = document("fix", *arguments, folder=folder)
    assert "Traceback" not in ended.stderr, ended.stderr
    return ended


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(("before", "after"), [("", ""), ("\ufeff", ""), ("", "no end"), ("> quote\n\n", "\n\n\n")])
def test_line_ends_marks_and_all_else_stay(tmp_path: Path, line_end: str, before: str, after: str) -> None:
    def file(text: str) -> str:
        return (before + text + after).replace("\n", line_end)

    path = written(tmp_path / "a.md", file(WRONG))
    ended = fix(tmp_path, "a.md")
    assert (ended.code, ended.stdout) == (0, "a.md: 2 findings fixed (first-added, tab-id)\n")
    assert path.read_bytes() == file(RIGHT).encode()
    assert fix(tmp_path, "a.md") == Ended(0, "nothing to fix\n", "")


def test_a_diff_writes_nothing_and_tells_by_its_exit_code(tmp_path: Path) -> None:
    path = written(tmp_path / "a.md", WRONG)
    ended = fix(tmp_path, "a.md", "--diff")
    assert ended.code == 1
    assert [line for line in ended.stdout.splitlines() if line[:1] in "+-"][2:] == [
        "-`seed` was first added in `2024-02-01`.",
        "+`seed` was first added in `2023-12-01-preview`.",
        "-# [Python](#tab/pyton)",
        "+# [Python](#tab/python)",
    ]
    assert path.read_text() == WRONG
    written(path, RIGHT)
    assert fix(tmp_path, "a.md", "--diff") == Ended(0, "", "")


def test_what_is_ignored_or_off_is_left(tmp_path: Path) -> None:
    ignored = WRONG.replace("# [Python]", "<!-- conformance: ignore tab-id, because links need it -->\n\n# [Python]")
    path = written(tmp_path / "a.md", ignored)
    written(tmp_path / "conformance.toml", '[rules]\nfirst-added = "off"\n')
    assert fix(tmp_path, "a.md").stdout == "nothing to fix\n"
    assert path.read_text() == ignored


def test_what_cannot_be_read_does_not_stop_the_others(tmp_path: Path) -> None:
    written(tmp_path / "a.md", WRONG)
    (tmp_path / "b.md").write_bytes(b"\xff")
    ended = fix(tmp_path, ".")
    assert ended.code == 2 and "b.md is not UTF-8" in ended.stderr
    assert (tmp_path / "a.md").read_text() == RIGHT
    assert fix(tmp_path, "absent.md").code == 2


def test_a_document_that_would_not_be_right_then_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def worse(analysis: Analysis) -> CheckedDocument:
        """Let each rule propose another wrong text."""
        result = check_one(analysis)
        found = [
            replace(one, edits=tuple(Edit(edit.start, edit.end, "pyhton") for edit in one.edits))
            for one in result.findings
        ]
        return replace(result, findings=tuple(found))

    monkeypatch.setattr(fixing, "check", worse)
    page = Page(tmp_path / "a.md", "a.md", WRONG.encode())
    fixed = fixing.fix(page, Question(TODAY), ())
    assert fixed.refused and fixed.after is fixed.before
