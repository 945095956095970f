"""``conformance versions check`` takes the options that every command with findings takes."""

import json
from pathlib import Path
from typing import Any, Final

import pytest

from tests.command_line.running import Ended, conformance
from tests.reports.reading import READ
from tests.shared_folder import needs_shared
from tests.versions.pages import versions_check_here

BODY: Final[Any] = {"messages": [{"role": "user", "content": "u"}], "seed": 42}
URL: Final = "https://h/openai/deployments/d/chat/completions?api-version=2023-05-15"
FORMATS: Final = ("text", "json", "markdown", "html", "sarif", "junit", "github")
STARTS: Final = {
    "text": "api-version ",
    "json": '{"format": 1, "versions": [',
    "markdown": "| api-version |",
    "html": "<!doctype html>",
    "sarif": '{"$schema"',
    "junit": "<?xml",
    "github": "::error file=t.ndjson,line=1,",
}


def check(folder: Path, *arguments: str, body: Any = BODY) -> Ended:
    line = {"request": {"method": "POST", "url": URL, "body": body}}
    (folder / "t.ndjson").write_text(json.dumps(line) + "\n", encoding="utf-8")
    if any("html" in argument for argument in arguments):
        return versions_check_here(folder, "t.ndjson", *arguments)
    return conformance("versions", "check", "t.ndjson", *arguments, folder=folder)


@needs_shared
@pytest.mark.parametrize("name", FORMATS)
def test_each_format_is_written_to_a_file_as_to_standard_output(name: str, tmp_path: Path) -> None:
    shown = check(tmp_path, "--format", name, "--to", "2023-05-15")
    assert (shown.code, shown.stderr, shown.stdout.startswith(STARTS[name])) == (1, "", True), shown
    kept = check(tmp_path, "--format", name, "--to", "2023-05-15", "-o", "out")
    assert (kept.code, kept.stdout, kept.stderr) == (1, "", "")
    assert (tmp_path / "out").read_text("utf-8") == shown.stdout
    if name != "html":
        READ[name](shown.stdout)


def test_one_run_writes_several_reports(tmp_path: Path) -> None:
    options = [option for name in FORMATS for option in ("--report", f"{name}=out.{name}")]
    told = check(tmp_path, "-v", *options)
    assert (told.code, told.stdout.startswith("api-version ")) == (0, True)
    assert told.stderr.splitlines()[4] == "conformance versions check: out.sarif written: sarif, 10 findings."
    for name in FORMATS:
        assert (tmp_path / f"out.{name}").read_text("utf-8").startswith(STARTS[name])
    sarif = json.loads((tmp_path / "out.sarif").read_text("utf-8"))["runs"][0]
    assert {one["properties"]["apiVersion"] for one in sarif["results"]} >= {"2023-03-15-preview", "v1-2026-01-28"}


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--report", "sarf=out"], "sarf is not a format of reports; did you mean sarif?"),
        (["--report", "json=out", "--report", "html=out"], "--report out names the same file twice; choose another."),
        (["-o", "t.ndjson"], "-o t.ndjson names the same file twice; choose another."),
        (["--report", "json=absent/out"], "--report absent/out cannot be written (there is no such folder)"),
        (["--format", "baseline"], "--format: invalid choice"),
    ],
)
def test_a_slip_is_one_sentence_and_nothing_is_written(options: list[str], sentence: str, tmp_path: Path) -> None:
    told = check(tmp_path, *options)
    assert (told.code, told.stdout, told.stderr.count("\n")) == (2, "", 1), told
    assert sentence in told.stderr
    assert [one.name for one in tmp_path.iterdir()] == ["t.ndjson"]


def test_quiet_shows_the_reasons_alone(tmp_path: Path) -> None:
    told = check(tmp_path, "-q", "--to", "2023-05-15")
    assert told.stdout.startswith("1 request: member-not-in-version  t.ndjson:1 /seed  `seed` is not declared")
    assert (told.code, told.stdout.count("\n")) == (1, 1)
    assert check(tmp_path, "-q", "--to", "2024-10-21") == Ended(0, "", "")
    every = check(tmp_path, "-q").stdout.splitlines()
    assert len(every) > 1 and all(" t.ndjson:1 " in line for line in every)


@pytest.mark.parametrize("option", ["-v", "--all"])
def test_verbose_and_all_show_the_reasons_of_every_version(option: str, tmp_path: Path) -> None:
    assert check(tmp_path, option).stdout == check(tmp_path, "--details").stdout != check(tmp_path).stdout


def test_colours_are_written_where_they_are_asked_for(tmp_path: Path) -> None:
    plain = check(tmp_path, "--details").stdout
    assert "\x1b" not in plain
    painted = check(tmp_path, "--details", "--color", "always").stdout
    assert "\x1b[1;31mmember-not-in-version\x1b[0m" in painted
    assert painted.replace("\x1b[1;31m", "").replace("\x1b[0m", "") == plain


def test_the_format_may_stand_before_check(tmp_path: Path) -> None:
    after = check(tmp_path, "--format", "json").stdout
    assert conformance("versions", "--format", "json", "check", "t.ndjson", folder=tmp_path).stdout == after


def test_an_input_that_cannot_be_read_is_told_in_the_report(tmp_path: Path) -> None:
    (tmp_path / "bad.ndjson").write_text('{"request": {"method": "POST"}}\nno json\n', encoding="utf-8")
    told = check(tmp_path, "bad.ndjson", "--format", "sarif")
    invocation = json.loads(told.stdout)["runs"][0]["invocations"][0]
    assert (told.code, invocation["exitCode"], invocation["executionSuccessful"]) == (2, 2, False)
    assert "bad.ndjson:2 is not JSON" in invocation["toolExecutionNotifications"][0]["message"]["text"]


def test_without_a_body_nothing_is_checked_as_in_check(tmp_path: Path) -> None:
    url = "https://h.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-02-01"
    path = tmp_path / "bodiless.ndjson"
    path.write_text(json.dumps({"request": {"method": "POST", "url": url}}) + "\n")
    told = [conformance(*command, path.name, folder=tmp_path) for command in (("versions", "check"), ("check",))]
    assert [one.code for one in told] == [3, 3]
    assert ["no body was checked: the exchanges hold none" in one.stderr for one in told] == [True, True]
