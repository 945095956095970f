"""The matrix of versions, cold, and traffic judged by every version beside the same traffic judged by one.

Prints seconds (whole processes, the best of ROUNDS) and ratios; the aims are half a second and at most 8. Below them
what loading lazily and compiling once save: the same work in this process without the one and without the other.
Usage: python benchmarks/versions.py [EXCHANGES]
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.traffic import lines
from conformance.contract.catalog import catalog
from conformance.contract.contract import Contract
from conformance.contract.shapes import Shapes
from conformance.versions.facts import facts_of
from conformance.versions.matrix import SEED
from conformance.versions.version_groups import version_groups
from conformance.wire.json_text import read_json

ROUNDS = 3
ONE = "2024-10-21"


def seconds(*arguments: str) -> float:
    """Return how long ``conformance versions`` takes with ``arguments``, as a process of its own."""
    command = [sys.executable, "-m", "conformance", "versions", *arguments]
    started = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def best(work: Callable[[], object]) -> float:
    """Return the shortest of ROUNDS runs of ``work``, in seconds."""
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return min(times)


def fresh() -> list[Contract]:
    """Return contracts of which nothing was looked at yet."""
    known = catalog()
    return [Contract(name, Shapes(known.file(name))) for name in known.with_chat]


def one_member() -> None:
    """Look at one member of every version, and at nothing else."""
    for contract in fresh():
        facts_of(contract, SEED)


def everything() -> None:
    """Build the whole of every version before looking at one member."""
    for contract in fresh():
        contract.defects()
        facts_of(contract, SEED)


def judge_all(contracts: list[Contract], body: object) -> None:
    """Judge a hundred bodies by each contract; what it takes to compile is in it where that was not done yet."""
    for contract in contracts:
        for _ in range(100):
            contract.operation.request.accepts(body)


def page() -> tuple[float, int]:
    """Return how long the HTML page of all members takes, as a process of its own, and its size in bytes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "versions.html"
        took = seconds("--format", "html", "-o", str(path))
        return took, path.stat().st_size


def main() -> None:
    """Measure in turn, so that a slow moment of the machine meets all."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    print(f"matrix of all versions, cold           {min(seconds() for _ in range(ROUNDS)):6.2f} s   (aim: at most 0.5)")
    print(f"matrix of one member, cold             {min(seconds('--member', str(SEED)) for _ in range(ROUNDS)):6.2f} s")
    pages = [(page(), seconds("--format", "json")) for _ in range(ROUNDS)]
    took, size, as_json = min(one[0][0] for one in pages), pages[0][0][1], min(one[1] for one in pages)
    print(
        f"page of every member and pair          {took:6.2f} s, {size:,} bytes: {took / as_json:.1f} × the matrix as JSON"
    )
    with tempfile.TemporaryDirectory() as folder:
        traffic = Path(folder) / "traffic.ndjson"
        traffic.write_text("".join(lines(count)), encoding="utf-8")
        pairs = [
            (seconds("check", str(traffic), "--api-version", ONE), seconds("check", str(traffic)))
            for _ in range(ROUNDS)
        ]
        one, every = min(pair[0] for pair in pairs), min(pair[1] for pair in pairs)
    print(f"check of {count:,} exchanges, one version  {one:6.2f} s")
    print(f"the same, all {len(catalog().with_chat)} versions               {every:6.2f} s")
    print(f"ratio                                  {every / one:6.2f}     (aim: at most 8)")
    lazily, wholly = best(one_member), best(everything)
    print(
        f"loading lazily: one member {lazily:.2f} s, the whole contracts first {wholly:.2f} s: {wholly / lazily:.1f} ×"
    )
    groups = version_groups(catalog(), catalog().with_chat)
    body = read_json(next(iter(lines(1)))).value["request"]["body"]
    shared = best(lambda: judge_all([one.contract for one in groups], body))
    each = best(lambda: judge_all(fresh(), body))
    print(f"compiling once: 100 bodies {shared:.3f} s, compiled anew for them {each:.3f} s: {each / shared:.0f} ×")


if __name__ == "__main__":
    main()
