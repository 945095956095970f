"""How `conformance check` ends when it is told to: no process and no hidden file stay behind, and no traceback is shown."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.commands.checking import INTERRUPTED, SOUND, WRONG, check, fill, ndjson, report
from tests.judging.exchanges import ANSWER, SEEDED, for_version
from tests.shared_folder import ROOT

ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT)}
URL = "https://h/openai/deployments/d/chat/completions?api-version=2024-02-01"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return fill(tmp_path)


def shell(folder: Path, command: str) -> subprocess.CompletedProcess[str]:
    """Run ``command`` in bash, with ``$check`` for the command that is tested."""
    full = f"check() {{ '{sys.executable}' -m conformance check \"$@\"; }}; {command}"
    return subprocess.run(
        ["bash", "-c", full], cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=False, timeout=60
    )


def test_a_broken_pipe_is_silent_and_has_the_code_that_shells_expect(folder: Path) -> None:
    (folder / "many.ndjson").write_text(ndjson(*[WRONG] * 3000))
    told = shell(folder, "check many.ndjson --all | head -1 > /dev/null; echo ${PIPESTATUS[0]}")
    assert (told.stdout, told.stderr) == ("141\n", "")


@pytest.mark.parametrize(
    ("closed", "code", "err"),
    [
        (">&-", 2, "conformance check: standard output is closed; open it, or name a file with -o.\n"),
        (">&- 2>&-", 2, ""),
        ("<&-", 1, ""),
        (">&- 2>&- <&- -o report.txt", 1, ""),
    ],
)
def test_a_closed_stream_is_no_traceback(folder: Path, closed: str, code: int, err: str) -> None:
    told = shell(folder, f"check wrong.ndjson {closed}")
    assert (told.returncode, told.stderr) == (code, err)
    assert (folder / "wrong.ndjson").read_text() == ndjson(WRONG), "no file takes the number of a closed stream"


@pytest.mark.skipif(sys.platform != "linux", reason="the children of a process are looked up in /proc")
def test_sigterm_ends_the_processes_that_judge_and_leaves_no_hidden_file(folder: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "conformance", "check", "-", "--jobs", "2", "-o", "report.txt"],
        cwd=folder, stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT,
    )  # fmt: skip
    assert process.stdin and process.stderr
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    block = ndjson(*[SOUND] * 1000).encode()
    while len(started := children.read_text().split()) < 2:
        process.stdin.write(block)
    process.send_signal(signal.SIGTERM)
    with process.stderr:
        assert process.stderr.read() == b""
    assert process.wait(60) in INTERRUPTED
    process.stdin.close()
    while any(Path(f"/proc/{child}").exists() and "Z" not in state(child) for child in started):
        time.sleep(0.01)  # the test's own time limit ends this
    assert [path.name for path in folder.iterdir() if "report" in path.name] == []


def state(child: str) -> str:
    try:
        return Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


@pytest.mark.parametrize(
    "line",
    [
        pytest.param({"request": {"method": "POST", "url": URL}}, id="a POST without a body"),
        pytest.param({"request": {}}, id="an empty request"),
        pytest.param({"response": {}}, id="an empty response"),
        pytest.param({"request": {"url": URL}, "response": {"status": 200}}, id="200 without a body"),
    ],
)
@pytest.mark.parametrize("options", [[], ["--require-seed"], ["--api-version", "2024-02-01"]])
def test_where_no_body_was_judged_the_code_is_not_0(folder: Path, line: object, options: list[str]) -> None:
    (folder / "empty-ish.ndjson").write_text(json.dumps(line) + "\n")
    told = check(folder, "empty-ish.ndjson", *options, "--format", "json")
    assert told.code in (1, 3)
    assert ("no body was checked" in told.stderr) == (told.code == 3)
    assert report(told.stdout)["checked"]["bodiless"] == 1
    (folder / "sound.ndjson").write_text((folder / "sound.ndjson").read_text() + json.dumps(line) + "\n")
    beside = check(folder, "sound.ndjson", *options)
    assert beside.code in (0, told.code)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ({"request": {"url": URL, "json": SEEDED}}, "has `request.json`, which is not read; did you mean body?"),
        ({"request": {"url": URL, "bodyText": "{}"}}, "has `request.bodyText`, which is not read; did you mean body_text?"),
        ({"request": {"uri": URL, "body": SEEDED}}, "has `request.uri`, which is not read; did you mean url?"),
        ({"response": {"statusCode": 200, "body": ANSWER}}, "did you mean status?"),
        ({"request": {"url": URL, "body": SEEDED}, "respone": {"body": ANSWER}}, "did you mean response?"),
        ({"request": {"body": SEEDED}, "apiVersion": "2024-02-01"}, "did you mean api_version?"),
        ('{"request": {"body": {}, "body": {}}}', "has `request.body` twice; keep one of them."),
        ('{"request": {}, "request": {"body": {}}}', "has `request` twice; keep one of them."),
        ('{"request": {"body": NaN, "body": {}}}', "is not JSON"),
    ],
)  # fmt: skip
def test_a_member_of_the_envelope_that_is_nearly_ours_or_stands_twice_is_said(
    folder: Path, line: object, says: str
) -> None:
    (folder / "near.ndjson").write_text((line if isinstance(line, str) else json.dumps(line)) + "\n")
    told = check(folder, "near.ndjson")
    assert told.code == 2 and says in told.stderr and len(told.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "more",
    [
        {"origin": {"repo": "x"}, "version": 1, "ids": [], "index": 0},
        {"request": {"method": "POST", "url": URL, "body": SEEDED, "content": "x", "json": 1, "time": 2}},
        {"response": {"body": ANSWER, "status": 200, "text": "x", "elapsed": 1}},
    ],
)
def test_what_is_not_ours_is_passed_over_where_nothing_of_ours_is_missing(
    folder: Path, more: dict[str, object]
) -> None:
    (folder / "more.ndjson").write_text(ndjson(for_version("2024-02-01") | more))
    told = check(folder, "more.ndjson")
    assert (told.code, told.stderr) == (0, "")
