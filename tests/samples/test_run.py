"""``conformance run`` as its users meet it: what it prints, how it ends, what it leaves behind."""

import os
import re
import shutil
from pathlib import Path

import pytest

from conformance.cli.main import run as run_here
from tests.samples.running_all import conformance, conformance_here, copy_samples, with_pwsh
from tests.samples.shared_processes import SharedProcesses
from tests.shared_folder import needs_shared

REST = ("--language", "rest", "--scenario", "print_response", "--api-version", "2024-02-01")


@pytest.mark.whole
@needs_shared
def test_eighteen_sound_samples_make_63_exchanges_and_no_error(tmp_path: Path) -> None:
    run = conformance(*with_pwsh("--require", "powershell"), report=tmp_path / "report.json")
    assert run.report is not None
    assert (run.code, run.stderr) == (0, "")
    assert run.report["checked"] == {"exchanges": 63, "requests": 63, "responses": 63, "chunks": 0}
    assert {finding["severity"] for finding in run.report["findings"]} <= {"note"}
    assert {finding["rule"] for finding in run.report["findings"]} == {
        "undeclared-member",
        "deprecated-member",
        "spec-defect",
    }
    assert "python/rest/v1/story_with_seed.py@v1:1" in {one["exchange"] for one in run.report["findings"]}
    exercised = {part: set(members["exercised"]) for part, members in run.report["coverage"].items()}
    assert exercised["request"] == {
        "model", "seed", "temperature", "max_tokens", "messages", "messages[].role", "messages[].content"
    }  # fmt: skip
    assert {"system_fingerprint", "choices[].message.content", "usage.total_tokens"} <= exercised["answer"]
    assert "tools" in run.report["coverage"]["request"]["not_exercised"]


def test_the_table_has_a_column_for_each_version_and_coverage_is_told_at_the_end(processes: SharedProcesses) -> None:
    run = conformance_here(processes, "--language", "rest", "--api-version", "2024-02-01", "--api-version", "v1")
    rows = {line.split()[0]: line.split() for line in run.stdout.splitlines() if line.startswith("python/")}
    assert len(rows) == 6
    assert rows["python/rest/story_with_seed.py"][1:3] == ["3", "42"]
    assert rows["python/rest/story_with_seed.py"][4:] == ["conforms", "-", "yes"]
    assert rows["python/rest/v1/story_without_seed.py"][4:7] == ["-", "conforms", "no"]
    assert re.search(
        r"^The samples exercise 7 of \d+ request members, \d+ of \d+ answer members\.$", run.stdout.splitlines()[-1]
    )


@pytest.mark.parametrize(
    ("versions", "exchanges"),
    [
        pytest.param((), 3, id="the how-to's, and v1"),
        pytest.param(("v1", "2024-10-21", "v1"), 2, id="v1 and a date"),
    ],
)
def test_v1_is_an_api_version_to_choose(
    versions: tuple[str, ...], exchanges: int, tmp_path: Path, processes: SharedProcesses
) -> None:
    chosen = [word for version in versions for word in ("--api-version", version)]
    options = ("--language", "rest", "--scenario", "print_response", *chosen)
    run = conformance_here(processes, *options, report=tmp_path / "r.json")
    assert run.report is not None and run.code == 0
    assert run.report["checked"]["exchanges"] == exchanges


def test_what_is_there_of_a_folder_runs_and_what_is_missing_is_said(tmp_path: Path, processes: SharedProcesses) -> None:
    folder = copy_samples(tmp_path / "copy")
    (folder / "python/rest/v1/print_response.py").unlink()
    shutil.rmtree(folder / "python/sdk")
    options = ("--samples", str(folder), "--language", "python", "--scenario", "print_response")
    run = conformance_here(processes, *options, report=tmp_path / "r.json")
    assert run.report is not None and run.code == 0
    missing = ["python/sdk/print_response.py", "python/sdk/v1/print_response.py", "python/rest/v1/print_response.py"]
    assert run.report["checked"]["exchanges"] == 2
    assert run.report["missing"] == missing
    assert [line.split()[2] for line in run.stderr.splitlines()] == missing


def test_without_pwsh_the_powershell_samples_are_read_and_said_to_be_predicted(
    tmp_path: Path, processes: SharedProcesses
) -> None:
    bare = {name: value for name, value in os.environ.items() if name != "PATH"} | {"PATH": "/nowhere"}
    options = ("--scenario", "story_with_seed", "--api-version", "v1")
    text = conformance_here(processes, *options, environment=bare)
    assert text.code == 0
    assert "predicted, not executed" in text.stdout
    requiring = (*options, "--require", "powershell")
    required = conformance_here(processes, *requiring, report=tmp_path / "r.json", environment=bare)
    assert required.code == 3
    assert required.report is not None
    assert required.report["checked"]["predicted"] == 1
    assert required.report["checked"]["exchanges"] == 6


def test_a_broken_powershell_sample_is_found_without_running_it(tmp_path: Path) -> None:
    folder = copy_samples(tmp_path / "copy")
    path = folder / "powershell" / "print_response.ps1"
    path.write_text(path.read_text(encoding="utf-8").replace("seed        = 42", "sede        = 42"), encoding="utf-8")
    bare = {name: value for name, value in os.environ.items() if name != "PATH"} | {"PATH": "/nowhere"}
    run = conformance(
        "--samples", str(folder), "--language", "powershell", "--scenario", "print_response", "--api-version",
        "2024-02-01", report=tmp_path / "r.json", environment=bare,
    )  # fmt: skip
    (found,) = run.found("undeclared-member")
    assert found["predicted"] is True
    assert found["pointer"] == "/sede"


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--api-version", "2024-02-1"), "did you mean 2024-02-01?"),
        (("--api-version", "2022-12-01"), "has no chat completions"),
        (("--api-version", "v1-preview"), "the one of the v1 path is v1"),
        (("--language", "ruby"), "--language ruby is unknown"),
        (("--scenario", "story_with_sed"), "did you mean story_with_seed?"),
        (("--samples", "/nowhere"), "/nowhere holds none of the samples"),
        (("--pwsh", "/nowhere/pwsh"), "is not a program"),
        (("--timeout", "0"), "is not a number of seconds"),
        (("--diverge", "2"), "is not a share from 0 to 1"),
        (("--endpoint", "ftp://x"), "needs a key"),
        (("--require", "cobol"), "--require cobol is unknown"),
        (("-o", "/nowhere/report"), "cannot be written"),
    ],
)
def test_bad_usage_is_one_sentence_and_exit_code_2(
    options: tuple[str, ...], sentence: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("AZURE_OPENAI_API_KEY", raising=False)
    more = REST if options[0] == "-o" else ()
    assert run_here(["run", *more, *options]) == 2
    told = capsys.readouterr()
    assert sentence in told.err
    assert (told.out, len(told.err.strip().splitlines())) == ("", 1)


def test_a_run_against_an_endpoint_goes_through_a_recorder_and_keeps_the_key(tmp_path: Path) -> None:
    from conformance.emulator.serving import Emulator, Settings

    record = tmp_path / "traffic.ndjson"
    with Emulator.start(Settings(key="a-real-looking-key", deployments=("mine",), diverge=1.0)) as service:
        run = conformance(
            "--endpoint", service.url, "--deployment", "mine", "--language", "rest", "--scenario", "story_with_seed",
            "--api-version", "2024-02-01", "--record", str(record), report=tmp_path / "r.json",
            environment=os.environ | {"AZURE_OPENAI_API_KEY": "a-real-looking-key"},
        )  # fmt: skip
    assert run.code == 0, run.stderr
    assert [finding["severity"] for finding in run.found("not-reproduced")] == ["note"]
    assert "a-real-looking-key" not in record.read_text(encoding="utf-8") + run.stdout + run.stderr
    assert f"{service.url}/openai/deployments/mine/" in record.read_text(encoding="utf-8")
