"""The peak of memory while `conformance check` judges ten thousand, a hundred thousand and a million exchanges.

    python benchmarks/memory.py [--jobs 1] [--most 1000000]

The traffic comes through a pipe, so that no file of it has to fit on the disk. Beside it: a script that reads the same
lines with `json.loads` into a list, at the smallest count, as what memory would be that grows.
"""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.traffic import lines

KEEPING: Final = "import json, sys; kept = [json.loads(line) for line in sys.stdin]"
_AT_ONCE: Final = 1000


def peak(command: list[str], count: int) -> tuple[float, float]:
    """Return the peak in MiB and the seconds of ``command`` while ``count`` lines are piped into it."""
    block = "".join(lines(_AT_ONCE)).encode()
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    assert process.stdin is not None
    with process.stdin:
        for _ in range(count // _AT_ONCE):
            process.stdin.write(block)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, f"exit code {process.returncode}"
    return usage.ru_maxrss / 1024 / (1024 if sys.platform == "darwin" else 1), time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--jobs", default="1", help="processes; the peak is that of the largest one (default: 1)")
    parser.add_argument("--most", type=int, default=1_000_000, help="the largest count (default: 1000000)")
    options = parser.parse_args()
    kept, _ = peak([sys.executable, "-c", KEEPING], 10_000)
    print(f"     10,000 exchanges kept in a list: {kept:6.0f} MiB")
    first = None
    for count in (10_000, 100_000, 1_000_000):
        if count > options.most:
            continue
        used, seconds = peak([sys.executable, "-m", "conformance", "check", "-", "--jobs", options.jobs], count)
        first = first or used
        print(
            f"{count:11,} exchanges judged: {used:6.1f} MiB, {used / first:.2f} × the first; {count / seconds:,.0f} a second"
        )


if __name__ == "__main__":
    main()
