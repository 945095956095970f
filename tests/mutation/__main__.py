"""Draw mutants of what judges and reads, try each against the tests nearest to it, and compare what survives with the list.

``make mutants``: at most 12 of 100 may survive, and each of them is in ``survivors.json`` with why it does no harm.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

import pytest

from tests.mutation.mutants import Mutant, mutants
from tests.mutation.trying import Children, Trial, cold

ROOT: Final = Path(__file__).resolve().parents[2]
LIST: Final = Path(__file__).with_name("survivors.json")
MUTATED: Final = ("conformance/judging/rules", "conformance/contract", "conformance/wire", "conformance/traffic")
# The tests nearest to these. Commands that a test runs are copies of its process; one that starts Python anew sees no mutant.
NEAREST: Final = (
    "tests/wire", "tests/contract", "tests/judging", "tests/traffic", "tests/streams", "tests/goldens/test_exact_cases.py",
    "tests/commands/test_check.py", "tests/commands/test_check_ends.py", "tests/docs/test_traffic_page.py",
)  # fmt: skip
WITHOUT: Final = (
    "tests/traffic/test_large_input.py",
    "tests/traffic/test_parquet.py",
    "tests/contract/test_spec_files.py",
)
MOST: Final = 0.12
# What a child inherits and throws away is no failure of a test.
QUIET: Final = ("-q", "-p", "no:cacheprovider", "-p", "no:unraisableexception", "-p", "no:threadexception")
FIELDS: Final = ("module", "function", "was", "becomes", "number")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description="Try mutants.")
    parser.add_argument("--seed", type=int, default=12, help="which mutants are drawn")
    parser.add_argument("--count", type=int, default=300, help="how many of them")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--only", default="", help="only mutants whose line contains this text")
    parser.add_argument("--tests", nargs="*", default=NEAREST, help="files and folders of tests")
    arguments = parser.parse_args()
    drawn = draw(arguments.seed, arguments.count, arguments.only)
    print(f"{len(drawn)} mutants are drawn by the seed {arguments.seed}.", flush=True)
    results, files = hot(drawn, arguments.tests, arguments.jobs)
    children = Children(arguments.jobs)
    for mutant in (one for one in drawn if not one.hot):
        work = partial(cold, mutant, ROOT, files.get(mutant.module, []))
        results.update(told(*done) for done in children.start(mutant, work))
    results.update(told(*done) for done in children.rest())
    return concluded([one for one in drawn if not results[one]], len(drawn), whole=not arguments.only)


def draw(seed: int, count: int, only: str = "", folders: Sequence[str] = MUTATED) -> list[Mutant]:
    """Return the mutants that the seed draws; a change of the code exchanges few of them."""
    files = sorted(file for folder in folders for file in (ROOT / folder).rglob("*.py"))
    every = [mutant for file in files for mutant in mutants(ROOT, file) if only in str(mutant)]
    return sorted(every, key=lambda mutant: mutant.rank(seed))[:count]


def hot(drawn: list[Mutant], tests: list[str], jobs: int) -> tuple[dict[Mutant, str], dict[str, list[str]]]:
    """Try what can be tried in a process that has imported all; return who killed each, and the tests of each module."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        trial = Trial(ROOT, [one for one in drawn if one.hot], jobs, told)
        options = [*QUIET, *(f"--ignore={one}" for one in WITHOUT)]
        try:
            ended = pytest.main([*options, *tests], plugins=[trial])
            killers = [trial.results[one] for one in drawn if one.hot] if ended in (0, 5) else None
            with os.fdopen(writing, "w") as result:
                json.dump([killers, {one.module: trial.files_of(one) for one in drawn if not one.hot}], result)
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as result:
        killers, files = json.loads(result.read() or "[null, {}]")
    os.waitpid(child, 0)
    if killers is None:
        raise SystemExit(2)
    return dict(zip((one for one in drawn if one.hot), killers, strict=True)), files


def told(mutant: Mutant, killer: str) -> tuple[Mutant, str]:
    print(f"killed    {mutant}\n          by {killer}" if killer else f"SURVIVES  {mutant}", flush=True)
    return mutant, killer


def concluded(survivors: list[Mutant], tried: int, whole: bool) -> int:
    """Compare what survives with the list; return the exit code."""
    listed = [tuple(entry[name] for name in FIELDS) for entry in json.loads(LIST.read_text(encoding="utf-8"))]
    unlisted = [one for one in survivors if one.key not in listed]
    share = len(survivors) / tried
    print(f"\n{len(survivors)} of {tried} mutants survive ({share:.1%}); {len(unlisted)} of them are not listed.")
    for one in unlisted:
        entry: dict[str, Any] = dict(zip(FIELDS, one.key, strict=True)) | {"why": ""}
        print(f"  {json.dumps(entry, ensure_ascii=False)}")
    if share > MOST:
        print(f"More than {MOST:.0%} survive: the tests overlook too much.")
    return 1 if unlisted or (whole and share > MOST) else 0


if __name__ == "__main__":
    sys.exit(main())
