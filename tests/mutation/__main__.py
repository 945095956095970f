"""Draw mutants of what judges and reads, try each against the tests nearest to it, and compare what survives with the list.

``make mutants``: at most 12 of 100 may survive, and each of them is in ``survivors.json`` with why it does no harm. What
is listed there counts as a survivor without being tried; ``--listed`` tries it, and fails where a test has come to see it.
"""

import argparse
import json
import os
import sys
import time
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import pytest

from tests.mutation import cold
from tests.mutation.children import NO_END, in_children
from tests.mutation.learning import Learned
from tests.mutation.mutants import Mutant, mutants
from tests.mutation.results import Results
from tests.mutation.trying import COLD, Trial

ROOT: Final = Path(__file__).resolve().parents[2]
LIST: Final = Path(__file__).with_name("survivors.json")
MUTATED: Final = (
    "conformance/judging/rules",
    "conformance/judging/suite",
    "conformance/contract",
    "conformance/wire",
    "conformance/traffic",
)
# The tests nearest to these. Commands that a test runs are copies of its process. A test that starts Python anew sees no
# mutant, and has no part in it: most of tests/commands.
NEAREST: Final = (
    "tests/wire", "tests/contract", "tests/judging", "tests/traffic", "tests/streams", "tests/docs/test_traffic_page.py",
    "tests/commands/test_spec.py",
    *(f"tests/goldens/test_{name}.py" for name in (
        "damaged_recordings", "each_rule", "exact_cases", "json", "odd_files", "publishing", "recording", "shown",
        "small_contracts", "streams_and_runs", "whole_findings",
    )),
)  # fmt: skip
# The first starts a process a test, to measure its memory; the second runs whole commands on large tables.
WITHOUT: Final = ("tests/traffic/test_large_input.py", "tests/traffic/test_parquet.py")
MOST: Final = 0.12
FIELDS: Final = ("module", "function", "was", "becomes", "number")


def main() -> int:
    if os.environ.get("PYTHONHASHSEED") != "0":  # the order of sets is the same in every run
        os.environ["PYTHONHASHSEED"] = "0"
        os.execv(sys.executable, [sys.executable, "-m", "tests.mutation", *sys.argv[1:]])  # noqa: S606
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description="Try mutants.")
    parser.add_argument("--seed", type=int, default=12, help="which mutants are drawn")
    parser.add_argument("--count", type=int, default=300, help="how many of them")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--only", default="", help="only mutants whose line contains this text")
    parser.add_argument("--listed", action="store_true", help="try those that are listed as survivors too")
    parser.add_argument("--trust", action="store_true", help="what was killed by earlier tests stays killed")
    parser.add_argument("--tests", nargs="*", default=NEAREST, help="files and folders of tests")
    arguments = parser.parse_args()
    start = time.monotonic()
    drawn = draw(arguments.seed, arguments.count, arguments.only)
    listed = set() if arguments.listed else listed_keys()
    trying = [one for one in drawn if one.key not in listed]
    print(f"{len(drawn)} mutants are drawn by the seed {arguments.seed}; {len(trying)} are tried.", flush=True)
    results = Results(ROOT, ROOT / "build" / "mutants", arguments.trust)
    tried(trying, results, arguments.tests, arguments.jobs)
    killers = {one: results.killers[one.key] for one in trying}
    code = concluded(drawn, killers, whole=not arguments.only)
    print(f"{time.monotonic() - start:.0f} seconds.")
    failing = Learned.read(results.learned).failing if results.learned.exists() else []
    return 2 if failing else code


def draw(seed: int, count: int, only: str = "", folders: Sequence[str] = MUTATED) -> list[Mutant]:
    """Return the mutants that the seed draws; a change of the code exchanges few of them."""
    files = sorted(file for folder in folders for file in (ROOT / folder).rglob("*.py"))
    every = [mutant for file in files for mutant in mutants(ROOT, file) if only in str(mutant)]
    return sorted(every, key=lambda mutant: mutant.rank(seed))[:count]


def listed_keys() -> set[tuple[object, ...]]:
    """Return the mutants on the list of survivors."""
    return {tuple(entry[name] for name in FIELDS) for entry in json.loads(LIST.read_text(encoding="utf-8"))}


def tried(trying: list[Mutant], results: Results, tests: Sequence[str], jobs: int) -> None:
    """Try each of which nothing is known yet; raises SystemExit where the tests do not pass by themselves."""
    late = [one for one in results.open(trying) if not one.hot]
    if results.open(trying):
        late += hot([one for one in results.open(trying) if one.hot], results, tests, jobs)
    if late:
        learned = Learned.read(results.learned)
        cold.prepare()

        def killer_of(mutant: Mutant) -> str:
            return cold.killer_of(mutant, ROOT, learned.near(mutant), learned.seconds)

        for mutant, killer in in_children(deque(late), killer_of, jobs):
            results.add(mutant, killer)


def hot(trying: list[Mutant], results: Results, tests: Sequence[str], jobs: int) -> list[Mutant]:
    """Try mutants in copies of a process that has imported all; return those that cannot be tried so."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        unable: list[int] = []

        def result(mutant: Mutant, said: str) -> None:
            if said == COLD:
                unable.append(trying.index(mutant))
            else:
                results.add(mutant, said)

        trial = Trial(ROOT, trying, results.learned, jobs, result)
        options = [*cold.QUIET, *(f"--ignore={one}" for one in WITHOUT)]
        try:
            if pytest.main([*options, *tests], plugins=[trial]) in (0, 5):
                os.write(writing, json.dumps(unable).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as told:
        text = told.read()
    os.waitpid(child, 0)
    if not text:
        raise SystemExit(2)
    results.read()
    return [trying[one] for one in json.loads(text)]


def concluded(drawn: Sequence[Mutant], killers: dict[Mutant, str], whole: bool) -> int:
    """Compare what survives with the list; return the exit code. What is not among ``killers`` is on the list."""
    listed = listed_keys()
    survivors = [one for one in drawn if not killers.get(one)]
    unlisted = [one for one in survivors if one.key not in listed]
    seen = [one for one, killer in killers.items() if killer and one.key in listed]
    share = len(survivors) / len(drawn)
    print(f"\n{len(survivors)} of {len(drawn)} mutants survive ({share:.1%}); {len(unlisted)} of them are not listed.")
    for one in (one for one, killer in killers.items() if killer.startswith("(")):
        print(f"{killers[one]}: {one}" if killers[one] != NO_END else f"It does not end, and counts as killed: {one}")
    for one in unlisted:
        entry: dict[str, Any] = dict(zip(FIELDS, one.key, strict=True)) | {"why": ""}
        print(f"  {json.dumps(entry, ensure_ascii=False)}")
    for one in seen:
        print(f"It is listed, and {killers[one]} kills it: {one}")
    if share > MOST:
        print(f"More than {MOST:.0%} survive: the tests overlook too much.")
    return 1 if unlisted or seen or (whole and share > MOST) else 0


if __name__ == "__main__":
    sys.exit(main())
