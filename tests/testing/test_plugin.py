"""A project that is not ours runs pytest with the plugin: what passes, how a failure reads, and what is recorded."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command_line.running import conformance
from tests.shared_folder import ROOT
from tests.testing.outside import Ended, pytest_in

FAILURES = {
    "test_a_response": (
        ">       conformance.check(response)",
        "E       conformance.testing.NotConforming: seed-type: `seed` is \"42\", a string; 2024-02-01 expects an integer",
        "E       error seed-type  test_wrong.py::test_a_response#1 request /seed",
        'E           {"messages": [{"role": "user", "content": "Tell me a story."}], "seed": "42"}',
        "E         write: 42",
        "E         contract: spec/2024-02-01/inference.json:",
    ),
    "test_a_block": (
        ">       with conformance.recording():",
        "E       error undeclared-member  test_wrong.py::test_a_block#1 request /sede",
        "did you mean `seed`?",
    ),
    "test_without_a_seed": ("error seed-missing  test_wrong.py::test_without_a_seed#1 request",),
    "TestOfAClass.test_of_it": ("E       error seed-missing  test_wrong.py::TestOfAClass::test_of_it#1 request",),
    "test_judged_by_another_version": ("member-not-in-version: `seed` is not declared for 2023-05-15",),
    "test_an_empty_block": ("NotConforming: no exchange with Azure OpenAI chat completions was seen in this block",),
    "test_an_exception_tells_what_may_have_caused_it": (
        "E               openai.BadRequestError: Error code: 400",
        "E               error seed-type  test_wrong.py::test_an_exception_tells_what_may_have_caused_it#1 request /seed",
    ),
    "test_a_stream_that_nobody_kept": ("UsageError: conformance.check cannot read this answer: it is a stream",),
    "test_an_answer_that_nobody_saw": ("UsageError: conformance.check needs api_version=… for a ChatCompletion",),
    "test_another_object": ("UsageError: conformance.check cannot check an object of type int; give",),
    "test_another_service": ("NotConforming: nothing was judged",),
    "test_a_version_that_there_is_not": (
        "@pytest.mark.conformance: api_version 2024-2-1 is unknown; did you mean 2024-02-01?",
    ),
    "test_an_argument_that_there_is_not": (
        "@pytest.mark.conformance has no argument require_sede; did you mean require_seed?",
    ),
    "test_a_row_that_cannot_be_meant": ("ValueError: no answer; give one of text",),
}  # fmt: skip


@pytest.fixture(scope="module")
def wrong(tmp_path_factory: pytest.TempPathFactory) -> Ended:
    return pytest_in(tmp_path_factory.mktemp("wrong"), "test_wrong.py", "test_plain.py")


def test_what_conforms_passes_and_is_recorded_without_secrets(tmp_path: Path) -> None:
    files = {"all.ndjson": "of an earlier session\n"}
    ended = pytest_in(
        tmp_path, "test_sound.py", "-W", "error", "--strict-markers", "--conformance-record", "all.ndjson", files=files
    )
    assert ended.code == 0, ended.printed
    text = (ended.folder / "all.ndjson").read_text(encoding="utf-8")
    lines = [json.loads(line) for line in text.splitlines()]
    assert f"conformance: {len(lines)} exchanges in all.ndjson\n" in ended.printed
    assert {"test_sound.py::test_a_scripted_answer", "test_sound.py::test_a_block_with_streams"} <= {
        line["id"] for line in lines
    }
    assert "emulator-key" not in text
    assert "Once upon a time." in text
    assert (ended.folder / "all.ndjson").stat().st_mode & 0o777 == 0o600
    # One request of a test is refused on purpose; the file holds it, as it was.
    checked = conformance("check", "all.ndjson", "--format", "json", folder=ended.folder)
    found = [(one["rule"], one["id"]) for one in json.loads(checked.stdout)["findings"] if one["severity"] == "error"]
    assert set(found) <= {
        ("request-refused", "test_sound.py::test_an_answer_that_is_arranged_says_nothing_about_the_request")
    }


def test_each_failure_reads_like_one_of_pytest(wrong: Ended) -> None:
    assert wrong.code == 1
    assert set(wrong.failures) == set(FAILURES)
    for name, pieces in FAILURES.items():
        for piece in pieces:
            assert piece in wrong.failures[name], wrong.failures[name]


def test_no_failure_shows_a_traceback_of_ours(wrong: Ended) -> None:
    for name, text in wrong.failures.items():
        assert not re.search(r"conformance/\w+/\w+\.py:\d+", text), name
        assert "Traceback" not in text
        assert "During handling of" not in text


def test_the_summary_says_what_is_wrong(wrong: Ended) -> None:
    assert "FAILED test_wrong.py::test_a_response - conformance.testing.NotConforming: seed-type: " in wrong.printed
    assert "12 failed, 1 passed, 2 errors" in wrong.printed


def test_without_the_plugin_a_project_that_does_not_use_it_runs(tmp_path: Path) -> None:
    ended = pytest_in(tmp_path, "-p", "no:conformance", "test_plain.py", "test_wrong.py::test_an_empty_block")
    assert "fixture 'conformance' not found" in ended.printed
    assert "1 passed" in ended.printed
    assert "1 error" in ended.printed


def test_each_worker_of_xdist_writes_a_file_of_its_own(tmp_path: Path) -> None:
    ended = pytest_in(tmp_path, "-n", "2", "--conformance-record", "all.ndjson", "test_light.py")
    assert ended.code == 0, ended.printed
    told = {name: int(count) for count, name in re.findall(r"conformance: (\d+) exchanges? in (\S+)", ended.printed)}
    assert told == {path.name: len(path.read_text().splitlines()) for path in ended.folder.glob("all*.ndjson")}
    assert set(told) == {"all.gw0.ndjson", "all.gw1.ndjson"}
    assert sum(told.values()) == 4


@pytest.mark.parametrize("more", [(), ("-n", "2")])
def test_a_file_that_cannot_be_written_is_one_sentence(tmp_path: Path, more: tuple[str, ...]) -> None:
    ended = pytest_in(tmp_path, "test_plain.py", "--conformance-record", "no/such/folder.ndjson", *more)
    assert ended.code == 4
    assert re.fullmatch(r"ERROR: --conformance-record .+ cannot be written.+\.\n+", ended.printed)


def test_a_project_says_which_deployments_there_are(tmp_path: Path) -> None:
    files = {
        "conftest.py": "import pytest\nfrom conformance.testing import Settings\n\n\n"
        "@pytest.fixture(scope='session')\ndef azure_openai_settings():\n    return Settings(deployments=('mine',))\n",
        "test_mine.py": "from story import ask_rest\n\n\ndef test_mine(azure_openai):\n"
        "    assert azure_openai.deployment == 'mine'\n    assert ask_rest().status_code == 200\n",
    }
    ended = pytest_in(tmp_path, "test_mine.py", files=files)
    assert ended.code == 0, ended.printed


def test_loading_it_imports_nothing_else_of_ours() -> None:

    code = "import sys, pytest, conformance.testing.plugin; print(*(m for m in sys.modules if m.startswith('conformance')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) == {"conformance", "conformance.testing", "conformance.testing.plugin"}


def test_the_settings_of_a_repository_count(tmp_path: Path) -> None:
    files = {
        "pytest.ini": "",
        "conformance.toml": 'fail-on = "warning"\napi-version = "2024-02-01"\n[rules]\nseed-missing = "off"\nchoice-count = "error"\n',
        "test_settings.py": """
import pytest

ANSWER = {"id": "1", "object": "chat.completion", "created": 1, "model": "m", "choices": [
    {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "Hi"}}]}

def test_off(conformance):
    conformance.check({"messages": [{"role": "user", "content": "Hi"}]}, require_seed=True)

def test_a_warning_fails(conformance):
    with pytest.raises(AssertionError) as failure:
        conformance.check(ANSWER)
    assert failure.value.findings[0].rule == "fingerprint-missing"

def test_an_argument_counts_more(conformance):
    assert conformance.check(ANSWER, fail_on="error")[0].rule == "fingerprint-missing"
""",
    }
    ended = pytest_in(tmp_path, "test_settings.py", files=files)
    assert ended.code == 0, ended.printed
    assert "3 passed" in ended.printed


def test_our_own_tests_run_beside_it() -> None:
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "conformance.testing.plugin",
        "-p",
        "no:cacheprovider",
        "tests/test_files.py",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
