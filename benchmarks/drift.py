"""`conformance check` beside `drift` of Redocly, which compares a HAR with an OpenAPI description too.

    python benchmarks/drift.py [--entries 5000] [--repeat 3]

Needs Node 20.19 or later; npm installs `@redocly/cli` into a temporary folder. Both judge the same HAR of sound exchanges
by the same contract, a slice under spec/ with a server added, which drift asks for. Cold: a HAR of one exchange. The rate
is that of the difference, so that start-up counts for neither. Each must see every exchange, or the comparison ends.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.har import entry
from benchmarks.traffic import VERSION, exchange

PACKAGE: Final = "@redocly/cli@2.77.0"


def write(path: Path, count: int) -> None:
    path.write_text(f'{{"log": {{"version": "1.2", "entries": [{", ".join(map(entry, range(count)))}]}}}}', "utf-8")


def seconds(command: list[str], repeat: int, seen: str) -> float:
    """Return the best time of ``command``, whose output holds ``seen``."""
    best = float("inf")
    for _ in range(repeat):
        started = time.perf_counter()
        ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        best = min(best, time.perf_counter() - started)
        if seen not in ended.stdout + ended.stderr:
            raise SystemExit(f"{command[0]} did not say {seen!r}: {ended.stdout[-2000:]}{ended.stderr[-2000:]}")
    return best


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--entries", type=int, default=5_000)
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "package.json").write_text('{"private": true}')
        subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", PACKAGE], cwd=folder, check=True)
        contract = json.loads((ROOT / "spec" / VERSION / "inference.json").read_text(encoding="utf-8"))
        server = exchange(0)["request"]["url"].partition("/deployments/")[0]
        contract["servers"] = [{"url": server}]
        contract.setdefault("info", {"title": "chat", "version": VERSION})
        (folder / "contract.json").write_text(json.dumps(contract))
        sizes = (1, options.entries)
        times: dict[str, list[float]] = {"conformance check": [], "drift": []}
        for count in sizes:
            har = folder / f"{count}.har"
            write(har, count)
            check = [sys.executable, "-m", "conformance", "check", str(har), "--format", "json"]
            times["conformance check"].append(seconds(check, options.repeat, f'"exchanges": {count},'))
            drift = [
                str(folder / "node_modules/.bin/redocly"),
                "drift",
                str(har),
                "--api",
                str(folder / "contract.json"),
            ]
            times["drift"].append(seconds(drift, options.repeat, str(count)))
    for tool, (cold, whole) in times.items():
        print(f"{tool}: cold {cold:.2f} s; {(options.entries - 1) / (whole - cold):,.0f} exchanges/s")
    ours, theirs = times["conformance check"], times["drift"]
    rate = (theirs[1] - theirs[0]) / (ours[1] - ours[0])
    print(f"beside drift: {rate:.1f} x its rate, cold start {theirs[0] / ours[0]:.1f} x as fast")


if __name__ == "__main__":
    main()
