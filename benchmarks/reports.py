"""How long 10,000 findings take in each format of reports, and how much memory, beside JSON.

    python benchmarks/reports.py [--findings 10000] [--repeat 3] [--profile FORMAT]

The findings are those of `conformance check` on generated traffic: five kinds of mistakes in requests of 1.5 kB, each
with its place, and for formats that show it with its whole exchange. Judging is not timed: 500 exchanges are judged,
and their findings come again under other numbers, their excerpts still to be cut. Each format writes to a file. Times are processor time, the best of the repetitions, taken in
turns. Memory is the peak that a report holds while findings are made and given to it one by one, as Python counts it.
"""

import argparse
import cProfile
import gc
import json
import pstats
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from conformance.checked import Checked
from conformance.exchange import Position
from conformance.exhibit import Exhibit
from conformance.finding import Excerpt, Finding, LateExcerpt
from conformance.reports.protocol import Beginning, Ending, Format, Look, Report, Suite
from conformance.reports.registry import NAMES, format_of
from conformance.traffic.exchange_line import exchange_of
from conformance.traffic.inspection import Question, inspect_exchanges
from conformance.traffic.secrets.findings import presentable

_VERSION: Final = "2024-02-01"
_URL: Final = f"https://h.openai.azure.com/openai/deployments/d/chat/completions?api-version={_VERSION}"
_JUDGED: Final = 500
# Each is one finding.
_MISTAKES: Final[tuple[dict[str, Any], ...]] = (
    {"seed": "42"},
    {"seed": 42, "sede": 42},
    {"temperature": 3},
    {"max_tokens": "50"},
    {"parallel_tool_calls": True},
)


def exchanges(count: int) -> Iterator[str]:
    """Yield lines of NDJSON, each with one mistake."""
    words = "You are a helpful assistant who tells stories about how the universe began. " * 18
    for number in range(count):
        messages = [{"role": "system", "content": words}, {"role": "user", "content": f"Tell me story {number}."}]
        body = {"messages": messages, **_MISTAKES[number % len(_MISTAKES)]}
        request = {"method": "POST", "url": _URL, "headers": {"Content-Type": "application/json"}, "body": body}
        yield json.dumps({"id": f"call-{number}", "request": request})


@cache
def _judged(places: bool, whole: bool) -> list[tuple[Finding, Callable[[], Excerpt | None]]]:
    """Return the findings of the first exchanges, and what cuts their excerpts: judging is not what is measured."""
    found = []
    question = Question(places=places, whole=whole)
    for number, line in enumerate(exchanges(_JUDGED), 1):
        for remark in inspect_exchanges([exchange_of(line, f"traffic.ndjson:{number}")], question).remarks:
            assert isinstance(remark, Finding)
            assert isinstance(remark.excerpt, LateExcerpt)
            found.append((remark, remark.excerpt._cut))
    assert len(found) == _JUDGED, len(found)
    return found


def findings(count: int, format_: Format) -> Iterator[Finding]:
    """Yield ``count`` findings as `conformance check` hands them to a report of this format, none looked at before."""
    judged = _judged(format_.places, format_.whole)
    for number in range(1, count + 1):
        finding, cut = judged[number % _JUDGED]
        exhibit = Exhibit(finding.exhibit.exchange and replace(finding.exhibit.exchange)) if finding.exhibit else None
        place = Position("traffic.ndjson", number, 9) if finding.place else None
        fresh = replace(
            finding,
            exchange=f"traffic.ndjson:{number}",
            excerpt=LateExcerpt(cut, member=True),
            exhibit=exhibit,
            place=place,
        )
        yield presentable(fresh)


def begun(name: str, folder: Path) -> tuple[Report, Any]:
    stream = (folder / name).open("w", encoding="utf-8", newline="")
    return format_of(name).begin(stream, Beginning("check", Look(every=True))), stream


def end(report: Report, stream: Any, count: int) -> None:
    checked = Checked(exchanges=count, requests=count)
    report.close(Ending(checked, 1, [Suite("traffic.ndjson", _VERSION, ("exchange",), checked)]))
    stream.close()


def seconds(name: str, count: int, folder: Path) -> float:
    """Return how long a report of ready findings takes."""
    ready = list(findings(count, format_of(name)))
    assert len(ready) == count, len(ready)
    gc.collect()
    start = time.process_time()
    report, stream = begun(name, folder)
    for one in ready:
        report.finding(one)
    end(report, stream, count)
    return time.process_time() - start


def peak(name: str, count: int, folder: Path) -> float:
    """Return the most memory that was held, in MB, while findings were made and written one by one."""
    format_of(name)
    gc.collect()
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    report, stream = begun(name, folder)
    for one in findings(count, format_of(name)):
        report.finding(one)
    end(report, stream, count)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return (most - before) / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--findings", type=int, default=10_000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--profile", choices=NAMES)
    arguments = parser.parse_args()
    count = arguments.findings
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if arguments.profile:
            profile = cProfile.Profile()
            profile.runcall(seconds, arguments.profile, count, folder)
            pstats.Stats(profile).sort_stats("tottime").print_stats(25)
            return
        for one in NAMES:  # contracts are compiled, modules imported
            seconds(one, 10, folder)
        best = dict.fromkeys(NAMES, float("inf"))
        for _ in range(arguments.repeat):
            for one in NAMES:
                best[one] = min(best[one], seconds(one, count, folder))
        most = {one: peak(one, count, folder) for one in NAMES}
        print(
            f"{count:,} findings\n{'format':10} {'seconds':>8} {'× JSON':>7} {'peak MB':>8} {'× JSON':>7} {'file MB':>8}"
        )
        for one in NAMES:
            size = (folder / one).stat().st_size / 1e6
            print(
                f"{one:10} {best[one]:8.2f} {best[one] / best['json']:7.1f} "
                f"{most[one]:8.1f} {most[one] / most['json']:7.1f} {size:8.2f}"
            )


if __name__ == "__main__":
    main()
