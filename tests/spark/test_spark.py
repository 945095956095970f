"""On a real Spark: the findings of ``check``, whatever is killed and whatever stands in the log."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet
import pytest

from conformance.arrow import judge_batches
from conformance.errors import UsageError
from conformance.spark import check, count, first_of_each_rule, judge, rules_of
from conformance.spark.inputs import read_ndjson, read_parquet
from tests.docs.examples import python_of
from tests.shared_folder import ROOT

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

URL = "https://r.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-02-01"
# Looked at over several exchanges, or once a version by `check` alone.
GROUPED = {"not-reproduced", "languages-differ"}


def line(seed: Any) -> str:
    body = {"messages": [{"role": "user", "content": "Hi"}], "seed": seed}
    return json.dumps({"request": {"method": "POST", "url": URL, "body": body}})


def fingerprints(findings: Iterable[dict[str, Any]]) -> Counter[bytes]:
    """Return each finding's whole JSON, hashed: two hundred thousand of them fit into memory."""
    return Counter(
        hashlib.blake2b(json.dumps(one, sort_keys=True).encode(), digest_size=12).digest()
        for one in findings
        if one["rule"] not in GROUPED
    )


def present(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: present(member) for key, member in value.items() if member is not None}
    return [present(one) for one in value] if isinstance(value, list) else value


def rows_below(folder: Path) -> Iterable[dict[str, Any]]:
    for file in sorted(folder.glob("*.parquet")):
        for batch in pyarrow.parquet.ParquetFile(file).iter_batches():
            yield from map(present, batch.to_pylist())


def children(parent: int) -> list[int]:
    """Return the processes that ``parent`` started."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent:
            found.append(int(stat.parent.name))
    return found


def worker_below(root: int) -> int | None:
    """Return a Python worker of Spark: what the daemon that it starts has forked."""
    waiting = [root]
    while waiting:
        one = waiting.pop()
        below = children(one)
        try:
            command = Path(f"/proc/{one}/cmdline").read_bytes()
        except OSError:
            continue
        if b"pyspark.daemon" in command and below:
            return below[0]
        waiting += below
    return None


def kill_a_worker(after: threading.Event, killed: list[int]) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and not after.is_set():
        worker = worker_below(os.getpid())
        if worker is not None:
            time.sleep(2)  # in the middle of its work
            try:
                os.kill(worker, signal.SIGKILL)
            except ProcessLookupError:
                continue
            killed.append(worker)
            return
        time.sleep(0.05)


def test_two_hundred_thousand_exchanges_have_the_findings_of_check_though_a_worker_is_killed(
    spark: "SparkSession", log: Path, tmp_path: Path
) -> None:
    report = tmp_path / "check.json"
    ended = subprocess.run(
        [sys.executable, "-m", "conformance", "check", str(log), "--format", "json", "-o", str(report)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 1, ended.stderr
    value = json.loads(report.read_bytes())
    expected = fingerprints(value["findings"])
    checked = value["checked"]
    del value
    assert sum(expected.values()) > 50_000

    def batches() -> Iterable[pa.RecordBatch]:
        lines = log.read_bytes().splitlines()
        for start in range(0, len(lines), 1_000):
            part = lines[start : start + 1_000]
            places = [f"{log}:{start + index + 1}" for index in range(len(part))]
            yield pa.RecordBatch.from_pydict({"value": part, "place": places})

    assert fingerprints(present(row) for found in judge_batches(batches()) for row in found.to_pylist()) == expected

    lines = read_ndjson(spark, [str(log)])
    done, killed = threading.Event(), list[int]()
    killer = threading.Thread(target=kill_a_worker, args=(done, killed))
    killer.start()
    judged = judge(lines).persist()
    check_out, count_out = tmp_path / "findings", tmp_path / "checked"
    judged.where("finding is not null").select("finding.*").write.parquet(str(check_out))
    done.set()
    killer.join()
    count(judged).write.parquet(str(count_out))
    judged.unpersist()
    assert killed, "no worker was killed, so nothing is proven about one"
    assert fingerprints(rows_below(check_out)) == expected
    (counts,) = rows_below(count_out)
    assert {name: counts[name] for name in ("exchanges", "requests", "responses", "skipped")} == {
        name: checked[name] for name in ("exchanges", "requests", "responses", "skipped")
    }


def test_a_record_of_200_mb_and_other_poison_are_findings_and_the_job_ends_well(
    spark: "SparkSession", tmp_path: Path
) -> None:
    path = tmp_path / "log.ndjson"
    with path.open("wb") as log:
        log.write(line("1").encode() + b"\n{broken\n" + b"[" * 100_000 + b"\n\xff\n\n")
        log.write(line("2").replace("Hi", "x" * (200 << 20)).encode() + b"\n")
        log.write(b'{"a": "' + b"y" * (1 << 20) + b"\n" + line("3").encode())
    rows = {row["exchange"].rpartition(":")[2]: row for row in check(read_ndjson(spark, [str(path)])).collect()}
    assert {number: row["rule"] for number, row in rows.items()} == {
        "1": "seed-type", "2": "unreadable-record", "3": "unreadable-record", "4": "unreadable-record",
        "6": "seed-type", "7": "unreadable-record", "8": "seed-type",
    }  # fmt: skip


def test_lines_are_numbered_over_the_blocks_of_a_file(spark: "SparkSession", tmp_path: Path) -> None:
    path = tmp_path / "a b.ndjson"
    path.write_text("".join(line(str(number)) + "\n" for number in range(6_000)))
    spark.conf.set("spark.sql.files.maxPartitionBytes", str(1 << 17))
    try:
        frame = read_ndjson(spark, [str(path)])
        assert frame.rdd.getNumPartitions() > 5
        found = {row["exchange"]: row["message"] for row in check(frame).select("exchange", "message").collect()}
    finally:
        spark.conf.unset("spark.sql.files.maxPartitionBytes")
    assert len(found) == 6_000
    assert all(f'"{number - 1}"' in found[f"{path}:{number}"] for number in range(1, 6_001, 97))


def test_rows_of_parquet_and_the_callers_own_columns(spark: "SparkSession", tmp_path: Path) -> None:
    path = tmp_path / "own.parquet"
    bodies = [json.dumps({"messages": [{"role": "user", "content": "Hi"}], "seed": seed}) for seed in (1, "2")]
    pyarrow.parquet.write_table(pa.table({"sent": bodies, "to": [URL, URL]}), path)
    frame = read_parquet(spark, [str(path)])
    rows = check(frame, columns={"request": "sent", "url": "to", "place": "place"}).collect()
    assert [(row["rule"], row["exchange"], row["spec"]["file"]) for row in rows] == [
        ("seed-type", f"{path}#2", "spec/2024-02-01/inference.json")
    ]


def test_spark_adds_up_rules_and_the_first_of_each(spark: "SparkSession") -> None:
    rows = [(line(str(number)), f"log:{number}") for number in range(1, 21)] + [(line(2**64), "log:21")]
    findings = check(spark.createDataFrame(rows, "value string, place string")).persist()
    assert [(row["rule"], row["count"], row["first"]) for row in rules_of(findings).collect()] == [
        ("seed-type", 20, "log:1"), ("seed-range", 1, "log:21"),
    ]  # fmt: skip
    first = first_of_each_rule(findings, 3).collect()
    assert [row["exchange"] for row in first] == ["log:21", "log:1", "log:2", "log:3"]
    findings.unpersist()


def test_the_example_of_the_page_runs(spark: "SparkSession", tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "a.ndjson").write_text(line("1"))
    monkeypatch.chdir(tmp_path)
    program = (
        python_of(ROOT / "docs" / "logs.md")[1][0]
        .replace('"logs/', f'"{tmp_path}/logs/')
        .replace('parquet("findings")', f'parquet("{tmp_path}/findings")')
    )
    exec(program, {})
    assert [row["rule"] for row in rows_below(tmp_path / "findings")] == ["seed-type"]


def test_a_wrong_option_is_said_before_anything_runs(spark: "SparkSession") -> None:
    frame = spark.createDataFrame([("x",)], "value string")
    with pytest.raises(UsageError, match="did you mean 2024-02-01"):
        check(frame, api_version="2024-2-1")
    with pytest.raises(UsageError, match="did you mean request"):
        check(frame, columns={"reqest": "value"})


def test_the_program_writes_findings_and_what_spark_adds_up(tmp_path: Path) -> None:
    (tmp_path / "log.ndjson").write_text(line("1") + "\n" + line(2) + "\n")

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "SPARK_LOCAL_IP": "127.0.0.1"}
        return subprocess.run(
            [sys.executable, "-m", "conformance.spark", *arguments],
            cwd=tmp_path, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip

    ended = run("log.ndjson", "--out", "out")
    assert ended.returncode == 1, ended.stderr
    assert "seed-type" in ended.stdout
    assert "Checked 2 exchanges" in ended.stdout
    (finding,) = rows_below(tmp_path / "out" / "findings")
    assert finding["exchange"] == f"{tmp_path}/log.ndjson:1"
    (rule,) = rows_below(tmp_path / "out" / "rules")
    assert (rule["rule"], rule["count"]) == ("seed-type", 1)
    (checked,) = rows_below(tmp_path / "out" / "checked")
    assert checked["exchanges"] == 2
    missing = run("lag.ndjson", "--out", "out2")
    assert missing.returncode == 2
    assert "Traceback" not in missing.stderr
    assert "Path does not exist" in missing.stderr.splitlines()[-1]
    assert not (tmp_path / "out2").exists()
