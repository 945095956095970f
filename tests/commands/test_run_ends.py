"""However ``conformance run`` ends, no process that it started is left: not a sample, not a sample's child."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.samples.running_all import copy_samples
from tests.shared_folder import ROOT

REST = "python/rest"


def _alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


@contextmanager
def _hanging(folder: Path, marks: Path, *options: str) -> Iterator[tuple["subprocess.Popen[str]", list[int]]]:
    """Run samples that hang, each with a child in its group and one that left it; yield the run and all their ids."""
    marks.mkdir()
    text = (
        "import os, subprocess, sys, time\n"
        "sleep = [sys.executable, '-c', 'import time; time.sleep(300)']\n"
        "ids = [os.getpid(), subprocess.Popen(sleep).pid, subprocess.Popen(sleep, start_new_session=True).pid]\n"
        f"name = os.path.join({str(marks)!r}, str(os.getpid()))\n"
        "open(name + '.part', 'w').write(' '.join(map(str, ids)))\n"
        "os.rename(name + '.part', name)\n"
        "time.sleep(300)\n"
    )
    for sample in (folder / REST).iterdir():
        sample.write_text(text, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "conformance", "run", "--samples", str(folder), "--language", "rest", *options],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    deadline = time.monotonic() + 30
    while len(written := list(marks.glob("*[0-9]"))) < 2:
        assert time.monotonic() < deadline and process.poll() is None
        time.sleep(0.05)
    ids = [int(one) for mark in written for one in mark.read_text().split()]
    assert len(ids) == 6 and all(map(_alive, ids))
    yield process, ids


def test_two_samples_run_at_a_time_each_in_a_process_of_its_own(tmp_path: Path) -> None:
    folder, marks = copy_samples(tmp_path / "copy"), tmp_path / "marks"
    marks.mkdir()
    text = (
        "import os, time\n"
        "from pathlib import Path\n"
        f"marks = Path({str(marks)!r})\n"
        "mine = marks / f'{os.getpid()}.running'\n"
        "mine.touch()\n"
        "most, tries = 1, 0\n"
        "while most < 2 and tries < 100:\n"  # waits for the other one, and would see a third
        "    most, tries = max(most, len(list(marks.glob('*.running')))), tries + 1\n"
        "    time.sleep(0.02)\n"
        "time.sleep(0.1)\n"
        "most = max(most, len(list(marks.glob('*.running'))))\n"
        "mine.rename(marks / f'{os.getpid()}.{most}')\n"
    )
    for path in (folder / "python").glob("*/*.py"):
        path.write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "conformance", "run", "--samples", str(folder), "--language", "python"]
    subprocess.run([*command, "--api-version", "2024-02-01"], cwd=ROOT, capture_output=True, check=False, timeout=120)
    together = [path.suffix for path in marks.iterdir()]
    assert len(together) == 6 and max(together) == ".2"


linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


@linux
@pytest.mark.parametrize("times", [1, 3], ids=["once", "impatiently"])
@pytest.mark.parametrize("to_group", [True, False], ids=["to the group", "to the process alone"])
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda how: how.name)
def test_an_interruption_leaves_no_process_and_no_report(
    how: signal.Signals, to_group: bool, times: int, tmp_path: Path
) -> None:
    report = tmp_path / "report"
    with _hanging(copy_samples(tmp_path / "copy"), tmp_path / "marks", "-o", str(report)) as (process, ids):
        for _ in range(times):
            os.killpg(process.pid, how) if to_group else process.send_signal(how)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (130, "", "")
    assert not any(map(_alive, ids))
    assert not report.exists()


@linux
def test_a_timeout_ends_a_sample_with_its_children_even_those_that_left_its_group(tmp_path: Path) -> None:
    options = ("--scenario", "story_with_seed", "--timeout", "3")
    with _hanging(copy_samples(tmp_path / "copy"), tmp_path / "marks", *options) as (process, ids):
        out, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert out.count("the sample was stopped after 3 s") == 2
    assert not any(map(_alive, ids))
