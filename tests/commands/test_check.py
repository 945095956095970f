"""`conformance check` as a user meets it: a process with arguments, pipes, files and an exit code."""

import ctypes
import gzip
import json
import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.commands.checking import INTERRUPTED, NOTED, OTHER, SOUND, WARNED, WRONG, check, fill, ndjson, report
from tests.judging.exchanges import ANSWER, SEEDED, for_version
from tests.shared_folder import ROOT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return fill(tmp_path)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        pytest.param(["sound.ndjson"], 0, id="nothing"),
        pytest.param(["wrong.ndjson"], 1, id="an error"),
        pytest.param(["wrong.ndjson", "--fail-on", "never"], 0, id="never"),
        pytest.param(["warned.ndjson"], 0, id="a warning is below error"),
        pytest.param(["warned.ndjson", "--fail-on", "warning"], 1, id="a warning"),
        pytest.param(["noted.ndjson", "--fail-on", "warning"], 0, id="a note is below warning"),
        pytest.param(["noted.ndjson", "--fail-on", "note"], 1, id="a note"),
        pytest.param(["sound.ndjson", "--fail-on", "note"], 0, id="not even a note"),
        pytest.param(["sound.ndjson", "--require-seed"], 0, id="a seed is required and there"),
        pytest.param(["sound.ndjson", "--api-version", "2023-05-15"], 1, id="another version"),
        pytest.param(["empty.ndjson"], 3, id="an empty file"),
        pytest.param(["other.ndjson"], 3, id="only another operation"),
        pytest.param(["other.ndjson", "--fail-on", "never"], 3, id="never is no excuse for nothing"),
        pytest.param(["other.ndjson", "sound.ndjson"], 0, id="another operation beside a sound exchange"),
        pytest.param(["other.ndjson", "wrong.ndjson"], 1, id="1 outranks 3"),
        pytest.param(["empty.ndjson", "broken.ndjson"], 2, id="2 outranks 3"),
        pytest.param(["wrong.ndjson", "broken.ndjson"], 2, id="2 outranks 1"),
        pytest.param(["broken.ndjson", "--fail-on", "never"], 2, id="never is no excuse for unreadable input"),
        pytest.param(["answer.json"], 2, id="a bare body without a version"),
        pytest.param(["answer.json", "--api-version", "2024-02-01"], 0, id="a bare body"),
        pytest.param(["absent.ndjson"], 2, id="no such file"),
        pytest.param([""], 2, id="an empty path is not the folder"),
    ],
)
def test_exit_codes_and_a_report_that_is_whole_with_each(folder: Path, arguments: list[str], code: int) -> None:
    told = check(folder, *arguments, "--format", "json")
    assert told.code == code, told.stderr
    value = report(told.stdout)
    assert value["checked"]["exchanges"] == (
        0 if code == 3 or arguments[0] in ("absent.ndjson", "") else value["checked"]["exchanges"]
    )
    assert all(line.startswith("conformance check: ") for line in told.stderr.splitlines())
    assert bool(told.stderr) == (code in (2, 3))


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["sound.ndjson", "--api-version", "2023-12-1-preview"], "did you mean 2023-12-01-preview?"),
        (["sound.ndjson", "--api-version", "2022-12-01"], "has no chat completions"),
        (["sound.ndjson", "--fail-on", "warn"], "--fail-on"),
        (["sound.ndjson", "--jobs", "0"], "must be 1 or more"),
        (["sound.ndjson", "--requireseed"], "did you mean --require-seed?"),
        (["sound.ndjson", "-o", "./sound.ndjson"], "names the same file twice"),
        (["-", "-"], "standard input can be read once"),
        ([], "PATH"),
        (["sound.ndjson", "-o", "nowhere/report.json"], "-o nowhere/report.json cannot be written"),
    ],
)
def test_bad_usage_is_one_sentence_and_no_report(folder: Path, arguments: list[str], says: str) -> None:
    told = check(folder, *arguments)
    assert (told.code, told.stdout) == (2, "")
    assert says in told.stderr and len(told.stderr.splitlines()) == 1


def test_findings_stand_in_the_order_of_the_paths_and_lines_and_each_exchange_is_counted_once(folder: Path) -> None:
    (folder / "more").mkdir()
    (folder / "more" / "a.jsonl").write_text(ndjson(WRONG, OTHER, SOUND))
    (folder / "more" / "b.ndjson.gz").write_bytes(gzip.compress(ndjson(WRONG).encode()))
    told = check(folder, "wrong.ndjson", "-", "more", "--format", "json", stdin=ndjson(SOUND, "", WRONG).encode())
    value = report(told.stdout)
    assert [one["exchange"] for one in value["findings"]] == [
        "wrong.ndjson:1",
        "-:3",
        "more/a.jsonl:1",
        "more/b.ndjson.gz:1",
    ]
    assert value["checked"] == {"exchanges": 6, "requests": 6, "responses": 6, "chunks": 0, "skipped": 1,
                                "skipped_by": {"other-operation": 1}}  # fmt: skip


def test_a_finding_has_what_the_format_says(folder: Path) -> None:
    (found,) = report(check(folder, "wrong.ndjson", "--format", "json").stdout)["findings"]
    spec = found.pop("spec")
    assert found == {
        "rule": "seed-type",
        "severity": "error",
        "message": '`seed` is "42", a string; 2024-02-01 expects an integer',
        "exchange": "wrong.ndjson:1",
        "id": "a",
        "part": "request",
        "pointer": "/seed",
        "api_version": "2024-02-01",
        "suggestion": "42",
    }
    assert spec["pointer"].endswith("/properties/seed/type")
    line = (ROOT / spec["file"]).read_text().splitlines()[spec["line"] - 1]
    assert line[spec["column"] - 1 :].startswith('"type"')


def test_a_version_that_is_named_replaces_the_exchanges_own_and_several_judge_one_exchange_each(folder: Path) -> None:
    named = ["--api-version", "2023-05-15", "--api-version", "2024-10-21", "--api-version", "v1"]
    (folder / "asked.ndjson").write_text(ndjson(for_version("2024-02-01", SEEDED, None)))
    value = report(check(folder, "asked.ndjson", *named, "--format", "json").stdout)
    found = [(one["api_version"], one["rule"]) for one in value["findings"] if one["severity"] == "error"]
    assert found == [("2023-05-15", "member-not-in-version"), ("v1", "request-schema")]
    assert value["checked"] == {"exchanges": 1, "requests": 1, "responses": 0, "chunks": 0}


def test_a_report_replaces_the_old_file_whole_and_stays_as_it_was_where_the_command_is_wrong(folder: Path) -> None:
    path = folder / "report.json"
    path.write_text("old")
    assert check(folder, "wrong.ndjson", "--format", "json", "-o", "report.json", "--api-version", "x").code == 2
    assert path.read_text() == "old"
    told = check(folder, "wrong.ndjson", "broken.ndjson", "--format", "json", "-o", "report.json")
    assert (told.code, told.stdout) == (2, "")
    assert len(report(path.read_text())["findings"]) == 1
    assert not [path for path in folder.iterdir() if path.name.startswith(".")]


def test_a_report_that_is_cut_off_leaves_no_file(folder: Path) -> None:
    reading, writing = os.pipe()
    process = subprocess.Popen(
        [sys.executable, "-m", "conformance", "check", "-", "-o", "report.txt"],
        cwd=folder, stdin=reading, env=os.environ | {"PYTHONPATH": str(ROOT)}, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(reading)
    os.write(writing, ndjson(WRONG).encode())
    while not list(folder.glob(".report.txt.*")):
        time.sleep(0.01)
    process.send_signal(2)
    assert process.wait(60) in INTERRUPTED
    os.close(writing)
    assert not list(folder.glob("*report*")) + list(folder.glob(".*report*"))


def test_a_reader_that_goes_away_is_no_traceback(folder: Path) -> None:
    (folder / "many.ndjson").write_text(ndjson(*[WRONG] * 3000))
    for arguments in ("", "--format json"):
        command = f"'{sys.executable}' -m conformance check many.ndjson --all {arguments} | head -1"
        told = subprocess.run(
            ["sh", "-c", command],
            cwd=folder,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=False,
        )
        assert told.stderr == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full on this system")
def test_a_full_disk_is_one_sentence(folder: Path) -> None:
    command = f"'{sys.executable}' -m conformance check wrong.ndjson > /dev/full"
    told = subprocess.run(
        ["sh", "-c", command], cwd=folder, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, check=False
    )
    assert told.returncode == 2
    assert told.stderr.decode().splitlines() == [
        "conformance check: standard output cannot be written (No space left on device); send it elsewhere."
    ]


def without_roots_privilege() -> None:
    """Give up reading whatever the mode says (capabilities 1 and 2; 24 is PR_CAPBSET_DROP), for tests run by root."""
    if sys.platform == "linux" and os.geteuid() == 0:
        libc = ctypes.CDLL(None)
        assert libc.prctl(24, 1) == libc.prctl(24, 2) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_a_folder_and_a_file_without_permission_are_told_and_the_rest_is_judged(folder: Path) -> None:
    (folder / "empty.ndjson").unlink()
    (folder / "broken.ndjson").unlink()
    (folder / "answer.json").unlink()
    (folder / "locked").mkdir(mode=0)
    (folder / "secret.ndjson").touch(mode=0)
    told = subprocess.run(
        [sys.executable, "-m", "conformance", "check", ".", "--format", "json"],
        cwd=folder, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
        preexec_fn=without_roots_privilege,
    )  # fmt: skip
    todo = "cannot be read (Permission denied); give yourself the right to, or leave it out."
    assert told.stderr.splitlines() == [f"conformance check: {name} {todo}" for name in ("locked", "secret.ndjson")]
    assert (told.returncode, report(told.stdout)["checked"]["exchanges"]) == (2, 4)


def test_what_is_found_comes_out_while_more_traffic_comes_in(folder: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "conformance", "check", "-", "--jobs", "1"],
        cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert process.stdin and process.stdout
    process.stdin.write(ndjson(WRONG).encode())
    process.stdin.flush()
    assert process.stdout.readline().startswith(b"error seed-type  -:1")
    process.stdin.close()
    process.stdout.read()
    assert process.wait(60) == 1
    process.stdout.close()


@pytest.mark.skipif(sys.platform != "linux", reason="the children of a process are looked up in /proc")
def test_a_process_that_was_killed_is_one_sentence_and_the_report_is_whole(folder: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "conformance", "check", "-", "--format", "json", "--jobs", "2"],
        cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert process.stdin and process.stdout and process.stderr
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    block = ndjson(*[SOUND] * 1000).encode()
    process.stdin.write(ndjson(WRONG).encode())
    while not children.read_text():
        process.stdin.write(block)
    os.kill(int(children.read_text().split()[0]), 9)
    with suppress(BrokenPipeError):  # it may have ended already
        process.stdin.write(block * 8)
    out, err = process.communicate(timeout=60)
    assert err.decode() == (
        "conformance check: A process that judged was killed, perhaps for want of memory; use --jobs 1.\n"
    )
    assert process.returncode == 2
    assert [one["rule"] for one in report(out.decode())["findings"]] == ["seed-type"]


def test_several_processes_report_the_same_in_the_same_order(folder: Path) -> None:
    lines = [
        json.dumps(for_version("2024-02-01", SEEDED | ({"seed": "x"} if n % 97 == 0 else {}))) for n in range(12_000)
    ]
    lines[5000] = "{"
    (folder / "large.ndjson").write_text("\n".join(lines))
    alone, several = (check(folder, "large.ndjson", "--format", "json", "--jobs", jobs) for jobs in ("1", "2"))
    assert report(alone.stdout) == report(several.stdout)
    assert (alone.code, alone.stderr) == (several.code, several.stderr) == (2, alone.stderr)
    assert "large.ndjson:5001 is not JSON" in alone.stderr
    places = [int(one["exchange"].partition(":")[2]) for one in report(several.stdout)["findings"]]
    assert places == sorted(places) and len(places) == 124


def test_a_stream_is_judged_chunk_by_chunk_and_its_chunks_are_counted(folder: Path) -> None:
    stream = for_version("2024-02-01", SEEDED | {"seed": "42", "stream": True}, None)
    stream["response"] = {"status": 200, "headers": {"content-type": "text/event-stream"}, "body_text": "data: {}\n\n"}
    untyped = for_version("2024-02-01", SEEDED | {"stream": True}, None)
    untyped["response"] = {"body_text": "data: [DONE]\n\n"}
    chunk = for_version("2024-02-01", SEEDED, {"object": "chat.completion.chunk", "choices": [{}]})
    (folder / "stream.ndjson").write_text(ndjson(stream, untyped, chunk))
    told = check(folder, "stream.ndjson", "--format", "json")
    found = [
        (one["exchange"].rpartition(":")[2], one["rule"], one.get("chunk_index"))
        for one in report(told.stdout)["findings"]
    ]
    assert ("1", "seed-type", None) in found and ("1", "stream-unfinished", None) in found
    assert ("1", "stream-chunk-schema", 0) in found and ("3", "stream-chunk-schema", 0) in found
    assert ("2", "stream-unfinished", None) in found
    assert report(told.stdout)["checked"] == {"exchanges": 3, "requests": 3, "responses": 3, "chunks": 2}
    assert "Checked 3 exchanges (3 requests, 3 answers, 2 chunks)" in check(folder, "stream.ndjson").stdout


def test_the_last_line_says_what_was_checked_and_found(folder: Path) -> None:
    (folder / "all.ndjson").write_text(ndjson(SOUND, WRONG, WARNED, NOTED, OTHER, {"response": {"body": ANSWER}}))
    told = "Checked 5 exchanges (4 requests, 5 answers): 2 errors, 1 warning{}. 1 exchange was skipped: 1 of other operations."
    # The model that every SDK sends is no news, and is counted where it is shown.
    assert check(folder, "all.ndjson").stdout.splitlines()[-1] == told.format("")
    assert check(folder, "all.ndjson", "--all").stdout.splitlines()[-1] == told.format(", 1 note")
