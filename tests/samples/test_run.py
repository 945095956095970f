"""``conformance run`` as its users meet it: what it prints, how it ends, what it leaves behind."""

import json
import os
from pathlib import Path

import pytest

from tests.samples.running_all import conformance, copy_samples, with_pwsh
from tests.shared_folder import needs_shared

REST = ("--language", "rest", "--scenario", "print_response", "--api-version", "2024-02-01")


@needs_shared
def test_nine_sound_samples_make_42_exchanges_and_no_error(tmp_path: Path) -> None:
    run = conformance(*with_pwsh("--require", "powershell"), report=tmp_path / "report.json")
    assert run.report is not None
    assert (run.code, run.stderr) == (0, "")
    assert run.report["checked"] == {"exchanges": 42, "requests": 42, "responses": 42, "chunks": 0}
    assert {finding["severity"] for finding in run.report["findings"]} <= {"note"}
    assert {finding["rule"] for finding in run.report["findings"]} == {"undeclared-member"}


def test_the_table_says_what_each_sample_sent_and_got() -> None:
    run = conformance("--language", "python", "--api-version", "2024-02-01")
    rows = {line.split()[0]: line for line in run.stdout.splitlines() if line.startswith("python/")}
    assert len(rows) == 6
    assert "42" in rows["python/rest/story_with_seed.py"] and "conforms" in rows["python/rest/story_with_seed.py"]
    assert "none" in rows["python/sdk/story_without_seed.py"]


def test_without_pwsh_the_powershell_samples_are_read_and_said_to_be_predicted(tmp_path: Path) -> None:
    bare = {name: value for name, value in os.environ.items() if name != "PATH"} | {"PATH": "/nowhere"}
    options = ("--scenario", "story_with_seed", "--api-version", "2024-02-01")
    text = conformance(*options, environment=bare)
    assert text.code == 0
    assert "predicted, not executed" in text.stdout
    required = conformance(*options, "--require", "powershell", report=tmp_path / "r.json", environment=bare)
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
        (("--api-version", "v1"), "is not dated"),
        (("--language", "ruby"), "--language ruby is unknown"),
        (("--scenario", "story_with_sed"), "did you mean story_with_seed?"),
        (("--samples", "/nowhere"), "is missing"),
        (("--pwsh", "/nowhere/pwsh"), "is no program"),
        (("--timeout", "0"), "no number of seconds"),
        (("--diverge", "2"), "no share from 0 to 1"),
        (("--endpoint", "ftp://x"), "needs a key"),
        (("--require", "cobol"), "--require cobol is unknown"),
        (("-o", "/nowhere/report"), "cannot be written"),
    ],
)
def test_bad_usage_is_one_sentence_and_exit_code_2(options: tuple[str, ...], sentence: str) -> None:
    without_key = {name: value for name, value in os.environ.items() if not name.startswith("AZURE_OPENAI")}
    more = REST if options[0] == "-o" else ()
    run = conformance(*more, *options, environment=without_key)
    assert run.code == 2
    assert sentence in run.stderr
    assert len(run.stderr.strip().splitlines()) == 1
    assert "Traceback" not in run.stderr


def test_what_the_shell_says_leads_no_sample_astray(tmp_path: Path) -> None:
    astray = os.environ | {
        "HTTP_PROXY": "http://127.0.0.1:9",
        "https_proxy": "http://127.0.0.1:9",
        "AZURE_OPENAI_AD_TOKEN": "a-token-of-somebody",
        "OPENAI_API_KEY": "another-key",
        "OPENAI_BASE_URL": "http://127.0.0.1:9",
        "OPENAI_API_VERSION": "1999-01-01",
    }
    options = ("--language", "python", "--scenario", "print_response", "--api-version", "2024-02-01")
    run = conformance(*options, report=tmp_path / "report.json", environment=astray)
    assert run.code == 0
    assert run.report is not None and run.report["checked"]["exchanges"] == 2


def test_a_recording_holds_every_exchange_and_no_key(tmp_path: Path) -> None:
    record = tmp_path / "traffic.ndjson"
    run = conformance("--language", "python", "--api-version", "2024-02-01", "--record", str(record))
    assert run.code == 0
    text = record.read_text(encoding="utf-8")
    lines = [json.loads(line) for line in text.splitlines()]
    assert len(lines) == 14
    assert all(line["request"]["body"]["messages"] for line in lines)
    assert '"temperature": 0.7' in text or '"temperature":0.7' in text
    assert "api-key" not in text.lower() and "authorization" not in text.lower()


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
