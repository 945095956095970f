"""``conformance baseline`` and ``--baseline``: what is known is hidden, by file and fingerprint, and what is gone is told."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.command_line.running import Ended, conformance
from tests.commands.checking import SOUND, WRONG, ndjson
from tests.commands.documents import written

FIRST = "# Tell a story\n\n`seed` is a string.\n\nThen: `top_p` is a string.\n"


def ask(folder: Path, *arguments: str) -> Ended:
    ended = conformance(*arguments, folder=folder, environment=os.environ | {"PATH": "/nowhere"})
    assert "Traceback" not in ended.stderr, ended.stderr
    return ended


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    written(tmp_path / "docs" / "a.md", FIRST)
    written(tmp_path / "docs" / "b.md", "# B\n\n`seed` is a string.\n")
    ended = ask(tmp_path, "baseline", "write", "known.json", "document", "check", "docs")
    assert ended.code == 0 and ended.stderr == "conformance baseline: known.json written.\n"
    return tmp_path


def check(folder: Path, *arguments: str, within: str = ".") -> tuple[int, list[str], dict[str, Any]]:
    """Return exit code, the messages that are left, and what is said of the baseline."""
    ended = ask(folder / within, "document", "check", *arguments, "--format", "json")
    report = json.loads(ended.stdout)
    return ended.code, [one["message"].split()[0] for one in report["findings"]], report.get("baseline", {})


def test_what_is_known_is_hidden_from_every_folder_and_counted(folder: Path) -> None:
    assert check(folder, "docs")[:2] == (1, ["`seed`", "`top_p`", "`seed`"])
    told = {"file": "known.json", "hidden": 3, "gone": []}
    assert check(folder, "docs", "--baseline", "known.json") == (0, [], told)
    code, left, said = check(folder, ".", "--baseline", "../known.json", within="docs")
    assert (code, left, said["hidden"]) == (0, [], 3)
    written(folder / "conformance.toml", 'baseline = "known.json"\n')
    assert check(folder, "docs")[:2] == (0, [])
    assert check(folder, "docs", "--no-baseline")[0] == 1
    text = ask(folder, "document", "check", "docs").stdout
    assert text.splitlines()[-1] == "3 known findings are hidden by known.json."


def test_lines_shift_and_what_is_known_stays_known(folder: Path) -> None:
    moved = "# Tell a story\n\nSome words.\n\n" + FIRST.partition("\n\n")[2].replace("\n\nThen", "\n\nAlso.\n\nThen")
    written(folder / "docs" / "a.md", moved)
    assert check(folder, "docs", "--baseline", "known.json")[:2] == (0, [])


def test_one_more_of_the_same_is_new(folder: Path) -> None:
    written(folder / "docs" / "a.md", FIRST + "\n`seed` is a string.\n")
    code, left, said = check(folder, "docs", "--baseline", "known.json")
    assert (code, left, said["hidden"]) == (1, ["`seed`"], 3)


def test_what_is_gone_is_told_of_the_files_that_were_looked_at(folder: Path) -> None:
    written(folder / "docs" / "a.md", FIRST.replace("`top_p` is a string", "`top_p` is a number"))
    _, _, said = check(folder, "docs", "--baseline", "known.json")
    (gone,) = said["gone"]
    assert (gone["rule"], gone["file"], gone["count"]) == ("prose-type", "docs/a.md", 1)
    assert check(folder, "docs/b.md", "--baseline", "known.json")[2]["gone"] == []
    lines = ask(folder, "document", "check", "docs", "--baseline", "known.json").stdout.splitlines()
    assert lines[-2] == "1 finding of known.json is gone; write it anew:"
    assert lines[-1].startswith("  prose-type  docs/a.md  `top_p`")


def test_traffic_has_a_baseline_too(tmp_path: Path) -> None:
    written(tmp_path / "a.ndjson", ndjson(WRONG))
    assert ask(tmp_path, "baseline", "write", "known.json", "check", "a.ndjson").code == 0
    written(tmp_path / "a.ndjson", ndjson(SOUND, WRONG))
    ended = ask(tmp_path, "check", "a.ndjson", "--baseline", "known.json")
    assert (ended.code, ended.stdout.splitlines()[-1]) == (0, "1 known finding is hidden by known.json.")
    written(tmp_path / "a.ndjson", ndjson(WRONG, WRONG))
    assert ask(tmp_path, "check", "a.ndjson", "--baseline", "known.json").code == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (None, "the baseline known.json cannot be read: no such file or directory; write it with"),
        ("{", "known.json is not a baseline: it is not JSON;"),
        ("[]", "known.json is not a baseline of this version;"),
        ('{"format": 1, "scheme": "x", "findings": []}', "known.json was written with other fingerprints than"),
        ('{"format": 1, "scheme": "conformance/v1", "findings": [{}]}', "a finding in it lacks rule, file,"),
    ],
)
def test_a_file_that_is_no_baseline_is_one_sentence(tmp_path: Path, text: str | None, says: str) -> None:
    written(tmp_path / "a.md", FIRST)
    if text is not None:
        written(tmp_path / "known.json", text)
    ended = ask(tmp_path, "document", "check", "a.md", "--baseline", "known.json")
    assert (ended.code, ended.stdout) == (2, "")
    assert says in ended.stderr and ended.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ("known.json", "a COMMAND is missing; write one behind known.json"),
        ("known.json chek", "chek has no findings to write down; did you mean check?"),
        ("known.json document update docs", "has findings to write down with check and run"),
        ("nowhere/known.json document check a.md", "cannot be written"),
        ("known.json document check absent.md", "absent.md is not there"),
    ],
)
def test_what_cannot_be_written_down_leaves_the_old_file(tmp_path: Path, arguments: str, says: str) -> None:
    written(tmp_path / "a.md", FIRST)
    written(tmp_path / "known.json", "old")
    ended = ask(tmp_path, "baseline", "write", *arguments.split())
    assert ended.code == 2 and says in ended.stderr
    assert (tmp_path / "known.json").read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.md", "known.json"]
