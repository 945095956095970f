"""However ``conformance run`` ends, no process that it started is left, and no folder."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from conformance.isolation.isolation import NONE
from conformance.samples.process import Outcome, Processes
from tests.samples.running_all import copy_samples
from tests.shared_folder import ROOT

REST = "python/rest"
# A sample writes into its own folder alone, so that whoever watches it looks there.
SHOWS_ITSELF = "import os, time\nopen('running', 'w').close()\n"


def _processes_of(folder: Path) -> set[int]:
    """Return the ids of the processes whose command names ``folder``; zombies have none."""
    found = set()
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if os.fsencode(folder) in entry.read_bytes():
                found.add(int(entry.parent.name))
        except OSError:
            continue
    return found


def _gone(folder: Path) -> bool:
    """Wait for the processes of ``folder`` to be gone; the system takes a moment to carry out a signal."""
    deadline = time.monotonic() + 60
    while _processes_of(folder) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not _processes_of(folder)


def _start(samples: Path, work: Path, *options: str) -> "subprocess.Popen[str]":
    """Start a run whose samples have their folders below ``work``."""
    work.mkdir()
    return subprocess.Popen(
        [sys.executable, "-m", "conformance", "run", "--samples", str(samples), "--api-version", "2024-02-01", *options],
        cwd=ROOT, env=os.environ | {"TMPDIR": str(work)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip


@contextmanager
def _hanging(folder: Path, work: Path, *options: str) -> Iterator["subprocess.Popen[str]"]:
    """Run samples that hang; yield the run as two of them do, and see that nothing is left of it."""
    _make_hang(folder)
    process = _start(folder, work, "--language", "rest", *options)
    deadline = time.monotonic() + 60
    while len(list(work.glob("sample-*/running"))) < 2:
        assert time.monotonic() < deadline and process.poll() is None
        time.sleep(0.05)
    assert len(_processes_of(folder) - {process.pid}) >= 2
    yield process
    assert _gone(folder)
    assert not list(work.iterdir())


def test_two_samples_run_at_a_time_each_in_a_process_of_its_own(tmp_path: Path) -> None:
    folder, work = copy_samples(tmp_path / "copy"), tmp_path / "work"
    for path in (folder / "python").glob("*/*.py"):
        path.write_text(f"{SHOWS_ITSELF}while not os.path.exists('go'): time.sleep(0.02)\n", encoding="utf-8")
    together: list[int] = []
    with _start(folder, work, "--language", "python") as process:
        deadline = time.monotonic() + 120
        while process.poll() is None:
            assert time.monotonic() < deadline, together
            if len(_waiting(work)) >= 2:
                time.sleep(0.2)  # a third one would show itself
                waiting = _waiting(work)
                together.append(len(waiting))
                for one in waiting:
                    (one / "go").touch()
            time.sleep(0.02)
        process.communicate()
    assert together == [2, 2, 2]


def _make_hang(folder: Path) -> None:
    for sample in (folder / REST).glob("*.py"):
        sample.write_text(f"{SHOWS_ITSELF}time.sleep(300)\n", encoding="utf-8")


def _waiting(work: Path) -> list[Path]:
    return [one.parent for one in work.glob("sample-*/running") if not (one.parent / "go").exists()]


linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


@linux
@pytest.mark.parametrize(
    ("how", "to_group", "times"),
    [
        pytest.param(signal.SIGINT, True, 1, id="SIGINT to the group"),
        pytest.param(signal.SIGINT, False, 3, id="SIGINT to the process alone, impatiently"),
        pytest.param(signal.SIGTERM, False, 1, id="SIGTERM to the process alone"),
        pytest.param(signal.SIGTERM, True, 3, id="SIGTERM to the group, impatiently"),
        pytest.param(signal.SIGHUP, True, 1, id="SIGHUP to the group"),
    ],
)
def test_an_interruption_leaves_no_process_and_no_report(
    how: signal.Signals, to_group: bool, times: int, tmp_path: Path
) -> None:
    report = tmp_path / "report"
    with _hanging(copy_samples(tmp_path / "copy"), tmp_path / "work", "-o", str(report)) as process:
        for _ in range(times):
            os.killpg(process.pid, how) if to_group else process.send_signal(how)
        out, err = process.communicate(timeout=60)
        assert (process.returncode, out, err) == (130, "", "")
    assert not report.exists()


@linux
def test_a_timeout_ends_a_sample(tmp_path: Path) -> None:
    folder, work = copy_samples(tmp_path / "copy"), tmp_path / "work"
    _make_hang(folder)
    stories = ("--scenario", "story_with_seed", "--scenario", "story_without_seed")
    with _start(folder, work, "--language", "rest", *stories, "--timeout", "3") as process:
        out, _ = process.communicate(timeout=120)
    assert process.returncode == 1
    assert "the sample was stopped after 3 s" in out and ": 2 errors." in out
    assert _gone(folder)
    assert not list(work.iterdir())


@linux
@pytest.mark.parametrize("how", ["in time", "all at once"])
def test_where_nothing_isolates_a_program_its_children_end_with_it_even_those_that_left_its_group(
    how: str, tmp_path: Path
) -> None:
    """Isolation lets no program start another; without it a child may even have a session of its own."""
    ready = tmp_path / "ready"
    program = tmp_path / "program.py"
    program.write_text(
        "import subprocess, sys, time\n"
        f"sleep = [sys.executable, '-c', 'import time; time.sleep(300)', {str(tmp_path)!r}]\n"
        "subprocess.Popen(sleep), subprocess.Popen(sleep, start_new_session=True)\n"
        f"open({str(ready)!r}, 'w').close()\n"
        "time.sleep(300)\n"
    )
    processes, ended = Processes(NONE, guarded=False), list[Outcome]()
    limit = 2 if how == "in time" else 100
    thread = threading.Thread(
        target=lambda: ended.append(processes.run([sys.executable, str(program)], dict(os.environ), limit))
    )
    thread.start()
    deadline = time.monotonic() + 60
    while len(_processes_of(tmp_path)) < 3 or not ready.exists():
        assert time.monotonic() < deadline and thread.is_alive()
        time.sleep(0.02)
    if how == "all at once":
        processes.stop()
    thread.join(60)
    assert [one.exit_code for one in ended] == [None]
    assert _gone(tmp_path)
