"""The peak of memory and the rate of `conformance check` on a HAR of 50 and of 500 MB.

    python benchmarks/har.py [--megabytes 500]

Beside it: a script that reads the smaller one with `json.load`, as what memory would be that grows.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.traffic import exchange

LOADING: Final = "import json, sys; kept = json.load(open(sys.argv[1]))"
_HEADERS: Final = [{"name": "content-type", "value": "application/json"}]


def entry(number: int) -> str:
    """Return one entry as a browser exports it: bodies as JSON text in JSON."""
    one = exchange(number)
    asked, answered = one["request"], one["response"]
    sent: dict[str, Any] = {"mimeType": "application/json", "text": json.dumps(asked["body"])}
    got = {"mimeType": "application/json", "text": json.dumps(answered["body"])}
    request = {"method": "POST", "url": asked["url"], "headers": _HEADERS, "postData": sent}
    response = {"status": 200, "headers": _HEADERS, "content": got}
    return json.dumps({"startedDateTime": "2024-01-01T00:00:00Z", "time": 1, "request": request, "response": response})


def write(path: Path, size: int) -> int:
    """Write a HAR of about ``size`` bytes; return how many entries it has."""
    count = written = 0
    with path.open("w", encoding="utf-8") as stream:
        stream.write('{"log": {"version": "1.2", "entries": [')
        while written < size:
            written += stream.write((", " if count else "") + entry(count))
            count += 1
        stream.write("]}}")
    return count


def peak(command: list[str]) -> tuple[float, float]:
    """Return the peak in MiB and the seconds of ``command``."""
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, f"exit code {process.returncode}"
    return usage.ru_maxrss / 1024 / (1024 if sys.platform == "darwin" else 1), time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--megabytes", type=int, default=500)
    options = parser.parse_args()
    first = None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "traffic.har"
        for megabytes in (max(options.megabytes // 10, 1), options.megabytes):
            count = write(path, megabytes * 1_000_000)
            if first is None:
                kept, _ = peak([sys.executable, "-c", LOADING, str(path)])
                print(f"{megabytes:5} MB kept by json.load: {kept:7.1f} MiB")
            used, seconds = peak([sys.executable, "-m", "conformance", "check", str(path), "--jobs", "1"])
            first = first or used
            rate = count / seconds
            print(
                f"{megabytes:5} MB judged: {used:7.1f} MiB, {used / first:.2f} × the first; {rate:,.0f} exchanges a second"
            )


if __name__ == "__main__":
    main()
