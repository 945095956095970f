"""How fast `conformance check` judges, beside bare validators in the same run.

    python benchmarks/check.py [--exchanges 5000] [--lines 40000] [--repeat 5]

Judging: parsed exchanges through every rule, beside `list(validator.iter_errors(body))` on the operation's own request
and answer schemas, with jsonschema_rs and with jsonschema. File to findings: the command itself on NDJSON, beside a
loop of `json.loads` and `iter_errors`. Times are the best of the repetitions, taken in turns. Each repetition judges
exchanges that were read anew, untimed: what is known of one exchange helps no second look at it. What varies between
exchanges stands in `benchmarks/traffic.py` and `benchmarks/mistakes.py`. Where one process does it all, the time is the
processor's, so that others on the machine count less.
"""

import argparse
import cProfile
import json
import pstats
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.traffic import VERSION, exchange, lines, with_newer_members
from conformance.exchange import Exchange
from conformance.judging.judge import Judge, judge_under
from conformance.judging.rules.circumstances import Circumstances
from conformance.traffic.exchange_line import exchange_of
from conformance.traffic.parallel import cores

OPERATION: Final = "/paths/~1deployments~1{deployment-id}~1chat~1completions/post"
REQUEST: Final = f"{OPERATION}/requestBody/content/application~1json/schema"
ANSWER: Final = f"{OPERATION}/responses/200/content/application~1json/schema"
# What a function of ours is doing, by the file that holds it.
WORK: Final = {
    "engine": ("engines.py", "jsonschema_rs"),
    "violations put in order": ("payload_schema.py",),
    "undeclared members, other versions": ("walk.py", "shapes.py", "shape.py", "group.py", "elsewhere.py"),
    "places in text and contract": ("locate.py", "body.py", "excerpts.py", "openapi.py", "pointer.py"),
    "rules and words": ("rules", "errors.py", "difflib.py"),
}


def documents() -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the operation's request and answer schema, each in a document with what it refers to."""
    tree = json.loads((ROOT / "spec" / VERSION / "inference.json").read_text(encoding="utf-8"))
    return tuple({"$ref": f"#{quote(pointer, safe='/~')}", **tree} for pointer in (REQUEST, ANSWER))  # type: ignore[return-value]


def fast_validators() -> tuple[Any, Any]:
    import jsonschema_rs

    return tuple(jsonschema_rs.Draft202012Validator(document) for document in documents())  # type: ignore[return-value]


def reference_validators() -> tuple[Any, Any]:
    import jsonschema

    return tuple(jsonschema.Draft202012Validator(document) for document in documents())  # type: ignore[return-value]


def in_turns(jobs: Mapping[str, Callable[[], float | None]], repeat: int) -> dict[str, float]:
    """Return the best time in seconds of each job; every turn runs each once, so that a busy machine hits all alike.

    A job that has to prepare something takes its time itself, and returns it.
    """
    best = dict.fromkeys(jobs, float("inf"))
    for _ in range(repeat):
        for name, job in jobs.items():
            start = time.perf_counter()
            took = job()
            best[name] = min(best[name], time.perf_counter() - start if took is None else took)
    return best


def judging(count: int, repeat: int) -> None:
    """Print how many parsed exchanges a second are judged, sound ones and ones with three mistakes."""
    judge = judge_under(Circumstances())
    for title, mistakes in (("sound", False), ("with three mistakes", True)):
        texts = [json.dumps(exchange(number, mistakes)) for number in range(count)]
        found = sum(len(list(judge.findings(one))) for one in _read(texts))
        assert found == (3 * count if mistakes else 0), found
        few = max(count // 20, 1)
        jobs: dict[str, Callable[[], float | None]] = {
            "ours": partial(_judge, judge, texts),
            "jsonschema_rs": partial(_validate, fast_validators(), texts),
            "jsonschema": partial(_validate, reference_validators(), texts[:few]),
        }
        times = in_turns(jobs, repeat)
        rates = {name: (few if name == "jsonschema" else count) / seconds for name, seconds in times.items()}
        print(f"\njudging {count:,} parsed exchanges, {title} ({found:,} findings)")
        print(f"  every rule of ours          {rates['ours']:10,.0f} exchanges/s")
        for name in ("jsonschema_rs", "jsonschema"):
            print(
                f"  iter_errors, {name:14} {rates[name]:10,.0f} exchanges/s; ours is {rates['ours'] / rates[name]:.2f} ×"
            )
        if mistakes:
            _where_time_goes(partial(_judge_all, judge, _read(texts)))


def newer(count: int, repeat: int) -> None:
    """Print how much longer sound exchanges take whose answers hold members that are newer than the version."""
    judge = judge_under(Circumstances())
    texts = {
        "plain": [json.dumps(exchange(number)) for number in range(count)],
        "newer": [json.dumps(with_newer_members(exchange(number), number)) for number in range(count)],
    }
    found = sum(len(list(judge.findings(one))) for one in _read(texts["newer"]))
    jobs: dict[str, Callable[[], float | None]] = {name: partial(_judge, judge, those) for name, those in texts.items()}
    jobs |= {f"{name} read": partial(_read_and_judge, judge, those) for name, those in texts.items()}
    times = in_turns(jobs, repeat)
    print(
        f"\n{count:,} sound exchanges whose answers are newer ({found:,} notes, five of thirteen members each), beside the same without"
    )
    print(f"  read and judged                {times['newer read'] / times['plain read']:.2f} × the time")
    print(f"  judged alone                   {times['newer'] / times['plain']:.2f} × the time")


def _read_and_judge(judge: Judge, texts: list[str]) -> float:
    start = time.process_time()
    for text in texts:
        for _ in judge.findings(exchange_of(text, "t:1")):
            pass
    return time.process_time() - start


def _read(texts: list[str]) -> list[Exchange]:
    return [exchange_of(text, f"t:{number}") for number, text in enumerate(texts)]


def _judge(judge: Judge, texts: list[str]) -> float:
    exchanges = _read(texts)
    start = time.process_time()
    _judge_all(judge, exchanges)
    return time.process_time() - start


def _judge_all(judge: Judge, exchanges: list[Exchange]) -> None:
    for one in exchanges:
        for _ in judge.findings(one):
            pass


def _validate(pair: tuple[Any, Any], texts: list[str]) -> float:
    request, answer = pair
    bodies = [(value["request"]["body"], value["response"]["body"]) for value in map(json.loads, texts)]
    start = time.process_time()
    for asked, answered in bodies:
        list(request.iter_errors(asked))
        list(answer.iter_errors(answered))
    return time.process_time() - start


def _where_time_goes(job: Callable[[], object]) -> None:
    profile = cProfile.Profile()
    profile.runcall(job)
    spent: dict[str, float] = {}
    for (file, _, name), (_, _, own, _, _) in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined]
        work = next(
            (work for work, marks in WORK.items() if any(mark in f"{file} {name}" for mark in marks)), "the rest"
        )
        spent[work] = spent.get(work, 0.0) + own
    total = sum(spent.values())
    shares = ", ".join(f"{work} {own / total:.0%}" for work, own in sorted(spent.items(), key=lambda item: -item[1]))
    print(f"  time goes to (profiled): {shares}")


def files(count: int, repeat: int) -> None:
    """Print how many lines a second of processor time the command judges, beside a bare loop, with one process and two."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "traffic.ndjson"
        path.write_text("".join(lines(count)), encoding="utf-8")
        pair = fast_validators()
        times = in_turns(
            {
                "bare": partial(_bare_loop, path, pair),
                "1": partial(_processor_seconds, path, "1"),
                "2": partial(_processor_seconds, path, "2"),
            },
            repeat,
        )
        passed = in_turns({"1": partial(_command, path, "1"), "2": partial(_command, path, "2")}, repeat)
        size = path.stat().st_size / 1e6
        print(f"\nfile to findings, {count:,} lines of NDJSON ({size:.0f} MB), {cores()} cores; start-up included")
        print(f"  json.loads and iter_errors      {count / times['bare']:10,.0f} lines/s, in one process")
        print(
            f"  conformance check --jobs 1      {count / times['1']:10,.0f} lines/s; {times['bare'] / times['1']:.2f} × the bare loop"
        )
        print(f"  two processes are {passed['1'] / passed['2']:.2f} × as fast as one, by the clock")
        print(
            f"  processor time: {times['1']:.2f} s with one, {times['2']:.2f} s with two; "
            f"two idle cores could give {2 * times['1'] / times['2']:.2f} ×"
        )


def _bare_loop(path: Path, pair: tuple[Any, Any]) -> float:
    request, answer = pair
    start = time.process_time()
    with path.open("rb") as stream:
        for line in stream:
            value = json.loads(line)
            list(request.iter_errors(value["request"]["body"]))
            list(answer.iter_errors(value["response"]["body"]))
    return time.process_time() - start


def _command(path: Path, jobs: str) -> None:
    command = [sys.executable, "-m", "conformance", "check", str(path), "--jobs", jobs]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def _processor_seconds(path: Path, jobs: str) -> float:
    """Return the seconds that all processes of one run take from the cores, whatever else is running beside."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    _command(path, jobs)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--exchanges", type=int, default=5000)
    parser.add_argument("--lines", type=int, default=40_000)
    parser.add_argument("--repeat", type=int, default=5)
    options = parser.parse_args()
    judging(options.exchanges, options.repeat)
    newer(min(options.exchanges, 1800), options.repeat)
    files(options.lines, options.repeat)
