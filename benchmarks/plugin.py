"""What the pytest plugin costs where nothing uses it, and whether `conformance check` starts as fast beside it.

    python benchmarks/plugin.py [--repeat 15]

Each line names what it is compared with; both are processes of their own, in turns, and the median counts.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.traffic import exchange
from tests.testing.outside import environment

_TIMED: Final = "import time, {first}; start = time.perf_counter(); import {then}; print(time.perf_counter() - start)"
_LIMIT: Final = 0.020  # seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeat", type=int, default=15)
    repeat = parser.parse_args().repeat
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "test_nothing.py").write_text("def test_nothing():\n    pass\n", encoding="utf-8")
        (folder / "one.ndjson").write_text(json.dumps(exchange(1)) + "\n", encoding="utf-8")
        beside = environment(folder) | {"PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
        alone = beside | {"PYTHONPATH": str(ROOT)}
        python = [sys.executable]
        pytest = [
            *python,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:schemathesis",
            "-p",
            "no:hypothesispytest",
            "-p",
            "no:cacheprovider",
        ]
        check = [*python, "-m", "conformance", "check", "one.ndjson"]
        plugin = _TIMED.format(first="pytest", then="conformance.testing.plugin")
        bare = _TIMED.format(first="sys", then="pytest")
        times: dict[str, list[float]] = {}
        for turn in range(repeat + 1):
            for what, command, seen in (
                ("plugin", [*python, "-c", plugin], beside),
                ("import pytest", [*python, "-c", bare], beside),
                ("pytest with it", pytest, beside),
                ("pytest without it", [*pytest, "-p", "no:conformance"], beside),
                ("check beside it", check, beside),
                ("check alone", check, alone),
            ):
                taken = _seconds(command, folder, seen)
                if turn:  # the first turn writes the bytecode
                    times.setdefault(what, []).append(taken)
    medians = {what: statistics.median(one) for what, one in times.items()}
    _say("importing the plugin", medians["plugin"], "import pytest", medians["import pytest"])
    _say(
        "pytest, one test, with the plugin",
        medians["pytest with it"],
        "with -p no:conformance",
        medians["pytest without it"],
    )
    _say("conformance check, beside the plugin", medians["check beside it"], "without it", medians["check alone"])
    if medians["plugin"] > _LIMIT:
        sys.exit(f"the plugin takes more than {_LIMIT * 1000:.0f} ms to import")


def _seconds(command: list[str], folder: Path, seen: dict[str, str]) -> float:
    """Return what a process says it took, or how long it ran."""
    start = time.perf_counter()
    ended = subprocess.run(command, cwd=folder, env=seen, capture_output=True, text=True, check=False)
    taken = time.perf_counter() - start
    if ended.returncode:
        sys.exit(f"{command} ended with {ended.returncode}: {ended.stdout}{ended.stderr}")
    return float(ended.stdout) if "-c" in command else taken


def _say(what: str, taken: float, other: str, beside: float) -> None:
    print(f"{what:38} {taken * 1000:8.2f} ms; {other} {beside * 1000:.2f} ms: {taken / beside:.3f} ×")


if __name__ == "__main__":
    main()
