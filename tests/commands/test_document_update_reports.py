"""``conformance document update --check`` reports what is out of step in every format; the diff stays its text."""

import json
from pathlib import Path
from typing import Any, Final

import pytest

from conformance.reports.registry import NAMES
from tests.commands.documents import Ended, block, document, written
from tests.commands.test_document_update import SEEDED, STALE
from tests.reports.reading import READ
from tests.shared_folder import needs_shared

OWN: Final = "# <snippet_own>\nprint(1)\n# </snippet_own>\n"
PAGE: Final = (
    "# Page\r\n\r\n> <!-- sample: ./own.py -->\r\n> ```python\r\n> print(1)\r\n> old()\r\n> ```\r\n\r\nThe end.\r\n"
)
STARTS: Final = {
    "text": "--- a.md\n+++ a.md\n@@",
    "json": '{"format": 1, "tool": ',
    "junit": "<?xml",
    "sarif": '{"$schema"',
    "github": "::error file=a.md,line=6,",
    "markdown": "#",
    "baseline": "{",
    "html": "<!doctype html>",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    written(tmp_path / "own.py", OWN)
    written(tmp_path / "a.md", PAGE)
    return tmp_path


def check(folder: Path, *options: str) -> Ended:
    return document("update", "a.md", "--check", *options, folder=folder)


def mended(text: str, replacements: list[dict[str, Any]]) -> str:
    """Return ``text`` with what a SARIF fix says, its lines ended by CR LF."""
    lines = text.split("\r\n")

    def offset(line: int, column: int) -> int:
        return sum(len(one) + 2 for one in lines[: line - 1]) + column - 1

    for one in reversed(replacements):
        place = one["deletedRegion"]
        start, end = offset(place["startLine"], place["startColumn"]), offset(place["endLine"], place["endColumn"])
        text = text[:start] + one["insertedContent"]["text"] + text[end:]
    return text


@needs_shared
@pytest.mark.parametrize("name", NAMES)
def test_each_format_is_written_with_the_exit_code_of_the_diff(name: str, folder: Path) -> None:
    told = check(folder, "--format", name, "-o", "out")
    assert told == Ended(1, "", "")
    text = (folder / "out").read_text("utf-8")
    assert text.startswith(STARTS[name])
    if name != "html":
        READ[name](text)
    assert (folder / "a.md").read_bytes().decode() == PAGE


def test_a_finding_stands_at_the_first_line_that_differs(folder: Path) -> None:
    (finding,) = json.loads(check(folder, "--format", "json").stdout)["findings"]
    assert finding["message"].startswith("the block is no longer the snippet of ./own.py, from this line on")
    assert {name: finding[name] for name in ("rule", "severity", "part", "source")} == {
        "rule": "sample-differs",
        "severity": "error",
        "part": "document",
        "source": {"file": "a.md", "line": 6, "column": 3},
    }


@pytest.mark.parametrize(
    ("level", "comment", "severities"),
    [
        pytest.param("warning", "", ["warning"], id="another severity"),
        pytest.param("off", "", [], id="off"),
        pytest.param("error", "> <!-- conformance: ignore sample-differs, because old() is meant -->\r\n", [], id="ignored"),
    ],
)  # fmt: skip
def test_findings_follow_the_settings_and_comments_and_the_exit_code_follows_the_diff(
    level: str, comment: str, severities: list[str], folder: Path
) -> None:
    written(folder / "conformance.toml", f'[rules]\nsample-differs = "{level}"\n')
    written(folder / "a.md", PAGE.replace("> <!-- sample", f"{comment}> <!-- sample"))
    told = check(folder, "--format", "json")
    assert told.code == 1
    assert [finding["severity"] for finding in json.loads(told.stdout)["findings"]] == severities


def test_the_fix_of_sarif_is_what_the_update_writes(folder: Path) -> None:
    (result,) = json.loads(check(folder, "--format", "sarif").stdout)["runs"][0]["results"]
    (change,) = result["fixes"][0]["artifactChanges"]
    assert change["artifactLocation"]["uri"] == "a.md"
    assert document("update", "a.md", folder=folder).code == 0
    after = (folder / "a.md").read_bytes().decode()
    assert after == mended(PAGE, change["replacements"]) != PAGE


def test_a_fence_that_has_to_grow_is_mended_whole(folder: Path) -> None:
    written(folder / "own.py", "# <snippet_own>\n'''\n```\n'''\n# </snippet_own>\n")
    (result,) = json.loads(check(folder, "--format", "sarif").stdout)["runs"][0]["results"]
    (change,) = result["fixes"][0]["artifactChanges"]
    assert len(change["replacements"]) == 3
    assert document("update", "a.md", folder=folder).code == 0
    assert (folder / "a.md").read_bytes().decode() == mended(PAGE, change["replacements"])


def test_an_output_that_no_run_prints_is_a_finding_too(tmp_path: Path) -> None:
    written(tmp_path / "a.md", STALE)
    told = check(tmp_path, "--format", "json")
    found = [(one["rule"], one["source"]["line"]) for one in json.loads(told.stdout)["findings"]]
    assert (told.code, found) == (1, [("sample-differs", 5), ("output-shape", 10)])
    assert f"{SEEDED} prints, from this line on" in told.stdout


def test_an_empty_block_is_a_finding_at_its_place(folder: Path) -> None:
    written(folder / "a.md", block("python", "", "sample: ./own.py"))
    (finding,) = json.loads(check(folder, "--format", "json").stdout)["findings"]
    assert finding["source"]["line"] in (2, 3)


def test_one_run_writes_several_reports(folder: Path) -> None:
    told = check(folder, "-v", "--report", "sarif=out.sarif", "--report", "junit=out.xml")
    assert (told.code, told.stdout) == (1, check(folder).stdout)
    assert told.stderr.splitlines() == [
        "conformance document update: out.sarif written: sarif, 1 finding.",
        "conformance document update: out.xml written: junit, 1 finding.",
    ]
    suite = (folder / "out.xml").read_text("utf-8")
    assert '<testsuite name="a.md" file="a.md" tests="2" failures="1"' in suite


def test_a_document_in_step_has_a_report_without_findings(folder: Path) -> None:
    assert document("update", "a.md", "-q", folder=folder) == Ended(0, "", "")
    told = check(folder, "--format", "json")
    assert (told.code, json.loads(told.stdout)["findings"]) == (0, [])
    assert (
        "Checked 1 document (1 block from samples): nothing to report." in check(folder, "--format", "markdown").stdout
    )


def test_what_cannot_be_done_is_in_the_report(folder: Path) -> None:
    (folder / "own.py").unlink()
    told = check(folder, "--format", "sarif")
    run = json.loads(told.stdout)["runs"][0]
    assert (told.code, run["results"], told.stderr.count("\n")) == (2, [], 1)
    (notification,) = run["invocations"][0]["toolExecutionNotifications"]
    assert notification["message"]["text"].startswith("a.md:3: `./own.py` is not there")


def test_a_folder_without_documents_has_a_whole_report(tmp_path: Path) -> None:
    told = document("update", ".", "--check", "--format", "json", folder=tmp_path)
    assert (told.code, json.loads(told.stdout)["findings"], told.stderr.count("\n")) == (3, [], 1)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--check", "-o", "a.md"], "-o a.md names the same file twice; choose another."),
        (["--check", "--report", "sarf=x"], "sarf is not a format of reports; did you mean sarif?"),
        (["--format", "json"], "--format, -o and --report tell what --check finds; add --check."),
        (["--report", "json=x"], "--format, -o and --report tell what --check finds; add --check."),
    ],
)
def test_a_slip_is_one_sentence_and_nothing_is_written(options: list[str], sentence: str, folder: Path) -> None:
    told = document("update", ".", *options, folder=folder)
    assert (told.code, told.stdout, told.stderr.count("\n")) == (2, "", 1), told
    assert sentence in told.stderr
    assert sorted(one.name for one in folder.iterdir()) == ["a.md", "own.py"]
    assert (folder / "a.md").read_bytes().decode() == PAGE


def test_colours_are_written_where_they_are_asked_for(folder: Path) -> None:
    plain = check(folder).stdout
    painted = check(folder, "--color", "always").stdout
    assert "\x1b[31m-> old()\x1b[0m\r\n" in painted
    assert "\x1b" not in plain
    forced = document("update", "a.md", "--check", folder=folder, environment={"FORCE_COLOR": "1"})
    assert forced.stdout == plain, "patch could not take it"
