"""Every command that has findings writes every format, several from one run, each valid and in its place."""

import json
import os
from pathlib import Path

import pytest

from tests.command_line.running import conformance
from tests.commands.checking import NOTED, WRONG, check, fill, ndjson
from tests.reports.reading import READ, read_github, read_junit, read_sarif
from tests.shared_folder import needs_shared

PAGE = "# Tell a story\n\n# [Python](#tab/pyton)\n\n```python\nprint(1)\n```\n\n# [PowerShell](#tab/powershell)\n\n```powershell\nWrite-Host 1\n```\n\n---\n"


@needs_shared
@pytest.mark.parametrize(
    "command",
    [
        pytest.param(["check", "wrong.ndjson", "noted.ndjson", "broken.ndjson"], id="check"),
        pytest.param(["document", "check", "page.md"], id="document check"),
        pytest.param(["document", "run", "page.md"], id="document run"),
        pytest.param(
            ["run", "--language", "rest", "--scenario", "print_response", "--api-version", "2024-02-01"], id="run"
        ),
    ],
)
def test_one_run_writes_every_format(command: list[str], tmp_path: Path) -> None:
    fill(tmp_path)
    (tmp_path / "page.md").write_text(PAGE)
    reports = [f"--report={name}=out.{name}" for name in READ if name != "text"]
    told = conformance(*command, *reports, folder=tmp_path)
    for name, read in READ.items():
        if name != "text":
            read((tmp_path / f"out.{name}").read_text())
    found = json.loads((tmp_path / "out.json").read_text())["findings"]
    sarif = read_sarif((tmp_path / "out.sarif").read_text())
    assert [one["ruleId"] for one in sarif["results"]] == [one["rule"] for one in found]
    assert sarif["invocations"][0]["exitCode"] == told.code


@needs_shared
def test_a_region_of_a_recording_is_where_the_member_is_written(tmp_path: Path) -> None:
    text = json.dumps(WRONG["request"]["body"])
    escaped = {**WRONG, "request": {**WRONG["request"], "body_text": text}}
    del escaped["request"]["body"]
    (tmp_path / "t.ndjson").write_text("\n" + ndjson(WRONG, escaped))
    (tmp_path / "body.json").write_text(json.dumps(WRONG["request"]["body"], indent=2))
    told = check(tmp_path, "t.ndjson", "body.json", "--api-version", "2024-02-01", "--format", "sarif")
    run = read_sarif(told.stdout)
    assert len(run["results"]) == 3
    for result in run["results"]:
        place = result["locations"][0]["physicalLocation"]
        region = place["region"]
        line = (tmp_path / place["artifactLocation"]["uri"]).read_text().split("\n")[region["startLine"] - 1]
        assert line[region["startColumn"] - 1 :].replace("\\", "").startswith('"seed"')
        assert line[region["startColumn"] - 1 : region["endColumn"] - 1].replace("\\", "").startswith('"seed')
    assert [one["locations"][0]["physicalLocation"]["region"]["startLine"] for one in run["results"][:2]] == [2, 3]


@needs_shared
def test_a_certain_suggestion_is_a_fix_that_mends_the_document(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text(PAGE)
    run = read_sarif(conformance("document", "check", "page.md", "--format", "sarif", folder=tmp_path).stdout)
    (result,) = [one for one in run["results"] if one["ruleId"] == "tab-id"]
    (change,) = result["fixes"][0]["artifactChanges"]
    (replacement,) = change["replacements"]
    region, lines = replacement["deletedRegion"], PAGE.split("\n")
    line = lines[region["startLine"] - 1]
    lines[region["startLine"] - 1] = (
        line[: region["startColumn"] - 1] + replacement["insertedContent"]["text"] + line[region["endColumn"] - 1 :]
    )
    (tmp_path / "page.md").write_text("\n".join(lines))
    again = read_sarif(conformance("document", "check", "page.md", "--format", "sarif", folder=tmp_path).stdout)
    assert not [one for one in again["results"] if one["ruleId"] == "tab-id"]


@needs_shared
def test_fingerprints_survive_lines_above(tmp_path: Path) -> None:
    def prints(text: str) -> list[str]:
        (tmp_path / "page.md").write_text(text)
        run = read_sarif(conformance("document", "check", "page.md", "--format", "sarif", folder=tmp_path).stdout)
        return [one["partialFingerprints"]["conformance/v1"] for one in run["results"]]

    assert prints(PAGE) == prints(PAGE.replace("\n\n", "\n\nMore words.\n\n", 1))


@needs_shared
def test_a_case_fails_from_the_severity_that_fails_and_is_skipped_where_nothing_was_judged(tmp_path: Path) -> None:
    (tmp_path / "t.ndjson").write_text(ndjson({"request": WRONG["request"]}, {"request": NOTED["request"]}))

    def cases(*options: str) -> dict[str, str | None]:
        root = read_junit(check(tmp_path, "t.ndjson", "--format", "junit", *options).stdout)
        assert [suite.get("name") for suite in root] == ["t.ndjson (2024-02-01)"]
        return {case.get("name"): case[0].tag if len(case) else None for case in root[0]}

    told = cases()
    assert (told["seed-type"], told["undeclared-member"]) == ("failure", "system-out")
    assert (told["seed-range"], told["response-schema"], told["stream-order"]) == (None, "skipped", "skipped")
    assert cases("--fail-on", "note")["undeclared-member"] == "failure"


@needs_shared
def test_ten_annotations_of_a_level_and_the_rest_is_said(tmp_path: Path) -> None:
    (tmp_path / "t.ndjson").write_text(ndjson(*[WRONG] * 13))
    told = check(tmp_path, "t.ndjson", "--format", "github")
    assert [one["line"] for one in read_github(told.stdout)] == [str(number) for number in range(1, 11)]
    assert "Not annotated: 3 errors." in told.stdout


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--report", "sarf=x"], "sarf is not a format of reports; did you mean sarif? See"),
        (["--report", "xml=x"], "xml is not a format of reports; it is one of text"),
        (["--report", "sarif"], "sarif is not FORMAT=FILE"),
        (["--report", "sarif=-"], "sarif=- names no file; --format sarif writes to standard output"),
        (["--report", "sarif=x", "--report", "json=./x"], "--report x names the same file twice"),
        (["-o", "x", "--report", "json=x"], "--report x names the same file twice"),
        (["--report", "json=wrong.ndjson"], "--report wrong.ndjson names the same file twice"),
        (["--report", "json=no/where"], "--report no/where cannot be written (there is no such folder)"),
    ],
)
def test_a_slip_is_one_sentence_and_nothing_is_written(options: list[str], sentence: str, tmp_path: Path) -> None:
    fill(tmp_path)
    before = {one: one.read_text() for one in tmp_path.iterdir()}
    told = check(tmp_path, "wrong.ndjson", *options)
    assert (told.code, told.stdout) == (2, "")
    assert len(told.stderr.splitlines()) == 1
    assert sentence in told.stderr
    assert {one: one.read_text() for one in tmp_path.iterdir()} == before


def test_quiet_shows_findings_alone_and_verbose_says_what_was_written(tmp_path: Path) -> None:
    fill(tmp_path)
    quiet = check(tmp_path, "wrong.ndjson", "-q")
    assert "error seed-type" in quiet.stdout
    assert "Checked" not in quiet.stdout
    verbose = check(tmp_path, "noted.ndjson", "-v", "--report", "sarif=out.sarif")
    assert "note undeclared-member" in verbose.stdout
    assert verbose.stderr == "conformance check: out.sarif written: sarif, 1 finding.\n"


@pytest.mark.parametrize(
    ("environment", "options", "coloured"),
    [
        ({}, [], False),
        ({"FORCE_COLOR": "1"}, [], True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, [], False),
        ({"NO_COLOR": "1"}, ["--color", "always"], True),
        ({"FORCE_COLOR": "1"}, ["--color", "never"], False),
        ({"FORCE_COLOR": "1"}, ["-o", "out"], False),
    ],
)
def test_colours_are_asked_for(environment: dict[str, str], options: list[str], coloured: bool, tmp_path: Path) -> None:
    fill(tmp_path)
    seen = os.environ | environment
    told = conformance("check", "wrong.ndjson", *options, folder=tmp_path, environment=seen)
    out = (tmp_path / "out").read_text() if "-o" in options else told.stdout
    assert ("\x1b[" in out) is coloured


@needs_shared
@pytest.mark.parametrize("name", ["sarif", "junit", "github"])
def test_reasons_of_versions_are_findings(name: str, tmp_path: Path) -> None:
    fill(tmp_path)
    options = ["versions", "check", "wrong.ndjson", "--to", "2024-02-01", "--format", name]
    told = conformance(*options, folder=tmp_path)
    READ[name](told.stdout)
    assert (told.code, "seed-type" in told.stdout) == (1, True)
    every = conformance(*options[:3], "--format", name, folder=tmp_path)
    READ[name](every.stdout)
    assert every.code == 0
