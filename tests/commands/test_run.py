"""The options of ``conformance run``, and what its reports hold."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from conformance.cli.main import run as run_here
from conformance.samples.environment import environment
from conformance.samples.runner import Runner
from tests.samples.running_all import change, conformance, conformance_here, copy_samples, with_pwsh
from tests.samples.shared_processes import SharedProcesses
from tests.shared_folder import ROOT, must_be_there, needs_shared

ONE = ("--language", "rest", "--scenario", "print_response", "--api-version", "2024-02-01")
WITHOUT_PATH = {name: value for name, value in os.environ.items() if name != "PATH"} | {"PATH": "/nowhere"}
SDK, REST, PS = "python/sdk", "python/rest", "powershell"


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


# What runs, and how many exchanges it makes.
FILTERS = {
    "one language": (
        ("--language", "rest", "--scenario", "print_response"),
        [f"{REST}/print_response.py", f"{REST}/v1/print_response.py"],
        3,
    ),
    "python is both": (
        ("--language", "python", "--scenario", "print_response", "--api-version", "2024-02-01"),
        [f"{SDK}/print_response.py", f"{REST}/print_response.py"],
        2,
    ),
    "a language twice": (("--language", "rest", "--language", "python", *ONE[2:]), [f"{SDK}/print_response.py", f"{REST}/print_response.py"], 2),
    "two scenarios": (
        ("--language", "rest", "--scenario", "print_response", "--scenario", "story_with_seed", *ONE[4:]),
        [f"{REST}/story_with_seed.py", f"{REST}/print_response.py"],
        4,
    ),
    "other api-versions, one of them twice": (
        (*ONE[:4], "--api-version", "2025-04-01-preview", "--api-version", "2024-10-21", "--api-version", "2024-10-21"),
        [f"{REST}/print_response.py"],
        2,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("options", "files", "exchanges"), FILTERS.values(), ids=FILTERS)
def test_a_filter_chooses_what_runs(
    options: tuple[str, ...], files: list[str], exchanges: int, processes: SharedProcesses
) -> None:
    run = conformance_here(processes, *options)
    assert run.code == 0, run.stderr
    assert [line.split()[0] for line in run.stdout.splitlines() if ".py " in line and "  " in line] == files
    assert f"Checked {exchanges} exchanges ({exchanges} requests, {exchanges} answers)" in run.stdout


def test_the_samples_conform_to_old_and_new_versions(tmp_path: Path, processes: SharedProcesses) -> None:
    versions = ("2023-12-01-preview", "2024-10-21", "2025-04-01-preview")
    chosen = [word for version in versions for word in ("--api-version", version)]
    options = ("--language", "python", "--scenario", "story_with_seed", *chosen)
    run = conformance_here(processes, *options, report=tmp_path / "r.json")
    assert (run.code, run.errors()) == (0, [])
    assert run.report is not None and run.report["checked"]["exchanges"] == 2 * 3 * len(versions)


def test_a_version_before_seed_refuses_it_and_says_which_has_it(tmp_path: Path) -> None:
    run = conformance(*ONE[:4], "--api-version", "2023-10-01-preview", report=tmp_path / "r.json")
    assert run.code == 1
    (found,) = run.found("member-not-in-version")
    assert "2023-12-01-preview" in found["message"]


@needs_shared
def test_every_finding_of_a_run_says_which_sample_which_call_and_which_file(
    tmp_path: Path, processes: SharedProcesses
) -> None:
    folder = copy_samples(tmp_path / "elsewhere")
    change(folder, REST, "story_with_seed", '"seed": 42,', '"seed": 43,')
    versions = ("--api-version", "2023-12-01-preview", "--api-version", "2024-02-01")
    options = with_pwsh("--samples", str(folder), "--scenario", "story_with_seed", *versions)
    run = conformance_here(processes, *options, "--fingerprint", "null", report=tmp_path / "r.json")
    assert run.report is not None and run.code == 1
    findings = run.report["findings"]
    places = {f"{file}@{version}" for file in FILES for version in ("2023-12-01-preview", "2024-02-01")}
    assert {finding["exchange"].rpartition(":")[0] or finding["exchange"] for finding in findings} <= places
    assert {finding["source"]["file"] for finding in findings} == set(FILES)
    assert all(finding["exchange"].startswith(finding["source"]["file"] + "@") for finding in findings)
    assert not any("predicted" in finding for finding in findings)
    numbers = [finding["exchange"].rpartition(":")[2] for finding in run.found("seed-value")]
    assert numbers == ["1", "2", "3"] * 2
    assert str(tmp_path) not in (tmp_path / "r.json").read_text(encoding="utf-8")
    assert (run.report["format"], set(run.report["tool"])) == (1, {"name", "version"})
    assert run.report["checked"] == {"exchanges": 18, "requests": 18, "responses": 18, "chunks": 0}


FILES = [f"{SDK}/story_with_seed.py", f"{REST}/story_with_seed.py", f"{PS}/story_with_seed.ps1"]


def test_what_was_only_read_is_marked_in_findings_counts_and_table(tmp_path: Path, processes: SharedProcesses) -> None:
    folder = copy_samples(tmp_path / "copy")
    change(folder, PS, "print_response", "temperature = 0.7", "temperature = 3.5")
    options = ("--samples", str(folder), "--scenario", "print_response", "--api-version", "2024-02-01")
    run = conformance_here(processes, *options, report=tmp_path / "r.json", environment=WITHOUT_PATH)
    assert run.report is not None and run.code == 1
    assert run.report["checked"] == {"exchanges": 2, "requests": 2, "responses": 2, "chunks": 0, "predicted": 1}
    of_powershell = [found for found in run.report["findings"] if found["source"]["file"].endswith(".ps1")]
    assert {found["rule"] for found in of_powershell} == {"request-schema", "languages-differ"}
    assert all(found["predicted"] is True for found in of_powershell)
    assert not any("predicted" in found for found in run.report["findings"] if found not in of_powershell)
    text = conformance_here(processes, *options, environment=WITHOUT_PATH).stdout
    assert "powershell/print_response.ps1" in text and "fails (predicted, not executed)" in text
    assert "No pwsh was found: the PowerShell samples were read, not executed" in text


@pytest.mark.parametrize(
    ("options", "code"),
    [
        pytest.param(("--require", "rest"), 0, id="a language that ran"),
        pytest.param(("--require", "powershell"), 3, id="one that was filtered out"),
        pytest.param(("--require", "python"), 3, id="one of the two that it stands for"),
        pytest.param(("--fingerprint", "null"), 1, id="an error"),
        pytest.param(("--fingerprint", "null", "--fail-on", "never"), 0, id="an error that is let pass"),
        pytest.param(("--fingerprint", "", "--fail-on", "error"), 0, id="a warning"),
        pytest.param(("--fingerprint", "", "--fail-on", "warning"), 1, id="a warning that counts"),
        pytest.param(("--fingerprint", "null", "--require", "powershell"), 1, id="1 outranks 3"),
    ],
)
def test_the_exit_code_says_how_it_ended(options: tuple[str, ...], code: int, processes: SharedProcesses) -> None:
    assert conformance_here(processes, *ONE, *options).code == code


def test_a_note_counts_where_it_is_to(processes: SharedProcesses) -> None:
    options = ("--language", "sdk", *ONE[2:])
    assert [conformance_here(processes, *options, "--fail-on", level).code for level in ("warning", "note")] == [0, 1]


def test_a_sample_that_makes_no_call_has_failed_and_does_not_conform(
    tmp_path: Path, processes: SharedProcesses
) -> None:
    folder = copy_samples(tmp_path / "copy")
    (folder / REST / "print_response.py").write_text("print('{}')\n", encoding="utf-8")
    run = conformance_here(processes, "--samples", str(folder), *ONE, report=tmp_path / "r.json")
    assert run.code == 1
    (found,) = run.found("sample-failed")
    assert "made no call and is to make 1" in found["message"]
    assert run.report is not None and run.report["checked"]["exchanges"] == 0


def test_a_sample_that_makes_a_call_less_has_failed(tmp_path: Path, processes: SharedProcesses) -> None:
    folder = copy_samples(tmp_path / "copy")
    change(folder, REST, "story_with_seed", "range(3)", "range(2)")
    options = ("--samples", str(folder), "--language", "rest", "--scenario", "story_with_seed", *ONE[4:])
    (found,) = conformance_here(processes, *options, report=tmp_path / "r.json").found("sample-failed")
    assert "made 2 calls and is to make 3" in found["message"]


def test_a_sample_that_cannot_be_read_is_exit_code_2_and_the_rest_is_judged(
    tmp_path: Path, processes: SharedProcesses
) -> None:
    folder = copy_samples(tmp_path / "copy")
    path = folder / PS / "print_response.ps1"
    path.write_bytes(path.read_bytes() + b"# \xff\n")
    options = ("--samples", str(folder), "--scenario", "print_response", *ONE[4:])
    run = conformance_here(processes, *options, report=tmp_path / "r.json", environment=WITHOUT_PATH)
    assert run.code == 2
    assert run.stderr == f"conformance run: {path} cannot be read as UTF-8; restore it from the repository.\n"
    assert run.report is not None and run.report["checked"]["exchanges"] == 2


@needs_shared
def test_folders_and_programs_may_be_named_from_the_current_folder(tmp_path: Path) -> None:
    folder, shell = copy_samples(tmp_path / "copy"), with_pwsh()[-1]
    options = ("--samples", os.path.relpath(folder, ROOT), "--pwsh", os.path.relpath(shell, ROOT), *ONE[2:])
    chosen = ("--language", "rest", "--language", "powershell")
    run = conformance(*options, *chosen, report=tmp_path / "r.json")
    assert run.code == 0, run.stdout
    assert run.report is not None and run.report["checked"]["exchanges"] == 2


def test_a_report_replaces_the_old_one_whole_or_not_at_all(tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    report.write_text("old")
    assert conformance("--scenario", "nothing", report=None).code == 2
    assert conformance(*ONE, "--pwsh", "/nowhere", "--format", "json", "-o", str(report)).code == 2
    assert report.read_text() == "old"
    assert conformance(*ONE, "--format", "json", "-o", str(report)).code == 0
    assert read(report)["checked"]["exchanges"] == 1
    assert list(tmp_path.iterdir()) == [report]


@pytest.mark.parametrize(("option", "name"), [("-o", "report"), ("--record", "traffic.ndjson")])
def test_a_file_that_cannot_be_written_is_told_by_its_option_before_anything_runs(
    option: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran: list[object] = []

    def instead(*asked: object) -> list[object]:
        ran.append(asked)
        return []

    monkeypatch.setattr(Runner, "run", instead)
    for path in (tmp_path / "no folder" / name, tmp_path):
        assert run_here(["run", *ONE, option, str(path)]) == 2
        told = capsys.readouterr()
        assert (told.out, told.err.count("\n")) == ("", 1)
        assert told.err.startswith(f"conformance run: {option} {path} cannot be written (")
    assert not ran
    run_here(["run", *ONE, option, str(tmp_path / name)])
    assert ran, "nothing would be noticed"


@needs_shared
def test_a_recording_is_traffic_without_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], processes: SharedProcesses
) -> None:
    record = tmp_path / "traffic.ndjson"
    options = ("--record", str(record), "--scenario", "story_with_seed", "--api-version", "2024-02-01")
    assert conformance_here(processes, *with_pwsh(*options)).code == 0
    assert run_here(["check", str(record), "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["checked"] == {"exchanges": 9, "requests": 9, "responses": 9, "chunks": 0}
    assert {finding["severity"] for finding in told["findings"]} == {"note"}
    lines = record.read_text(encoding="utf-8").splitlines()
    assert json.loads(lines[0])["id"] == "python/sdk/story_with_seed.py@2024-02-01:1"
    assert all('"temperature": 0.7' in line or '"temperature":0.7' in line for line in lines)
    assert not any(secret in line.lower() for line in lines for secret in ("api-key", "authorization"))


ASTRAY = {
    "PYTHONWARNINGS": "error",
    "PYTHONOPTIMIZE": "2",
    "PYTHONIOENCODING": "latin-1",
    "OPENAI_BASE_URL": "http://127.0.0.1:9",
    "OPENAI_LOG": "debug",
    "OPENAI_ORG_ID": "somebody",
    "OPENAI_API_KEY": "another-key",
    "OPENAI_API_VERSION": "1999-01-01",
    "AZURE_OPENAI_AD_TOKEN": "a-token",
    "AZURE_OPENAI_ENDPOINT": "http://127.0.0.1:9",
    "all_proxy": "http://127.0.0.1:9",
    "HTTP_PROXY": "http://127.0.0.1:9",
    "HTTPS_PROXY": "http://127.0.0.1:9",
    "https_proxy": "http://127.0.0.1:9",
    "REQUESTS_CA_BUNDLE": "/nowhere",
    "CURL_CA_BUNDLE": "/nowhere",
}


def test_variables_of_python_of_the_sdk_and_of_proxies_lead_no_sample_astray() -> None:
    languages, exchanges = (with_pwsh(), 3) if must_be_there() else (("--language", "python"), 2)
    run = conformance(*languages, "--scenario", "print_response", *ONE[4:], environment=os.environ | ASTRAY)
    assert (run.code, run.stderr) == (0, "")
    assert f"Checked {exchanges} exchanges" in run.stdout


def test_a_sample_sees_the_settings_of_the_run_and_of_the_shell_what_a_runtime_needs() -> None:
    shell = ASTRAY | {
        "LANG": "de_DE",
        "Http_Proxy": "x",
        "GITHUB_TOKEN": "x",
        "LD_PRELOAD": "x",
        "DOTNET_STARTUP_HOOKS": "x",
    }
    seen = environment("url", "key", "deployment", "2024-02-01", shell)
    assert seen == {
        "AZURE_OPENAI_ENDPOINT": "url",
        "AZURE_OPENAI_API_KEY": "key",
        "AZURE_OPENAI_DEPLOYMENT": "deployment",
        "OPENAI_API_VERSION": "2024-02-01",
        "NO_PROXY": "*",
        "NETRC": os.devnull,
        "LANG": "de_DE",
    }


def test_progress_is_shown_on_a_terminal_alone(tmp_path: Path) -> None:
    pty = pytest.importorskip("pty", reason="Windows has no pseudo-terminal")
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "conformance", "run", *ONE]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=theirs)
    os.close(theirs)
    assert process.wait(60) == 0
    shown = os.read(ours, 10_000).decode()
    os.close(ours)
    assert "1/1 python/rest/print_response.py@2024-02-01" in shown
    assert conformance(*ONE).stderr == ""
