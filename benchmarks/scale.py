"""What judging costs where a log is: the bare function, Arrow, and Spark with one core and with two.

    python benchmarks/scale.py [--most 1000000] [--spark 50000]

Every ratio is against the bare function in the same run: lines to findings in one process, with no columns between. The
Spark part runs where pyspark is (.venv-spark/4/bin/python); elsewhere it says so. Its own overhead is measured beside
it: the same DataFrame through a function that does nothing. Last, what a billion exchanges cost on 50 cores, on paper.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.traffic import lines
from conformance.arrow import judge_and_count
from conformance.traffic.formats.ndjson import exchange_in_line
from conformance.traffic.inspection import Question, inspect_exchanges

_BATCH: Final = 1_000
_BILLION: Final = 1_000_000_000
_CORES: Final = 50


def records(count: int) -> list[bytes]:
    return [line.rstrip("\n").encode() for line in lines(count)]


def batches(count: int, block: list[bytes]) -> Iterator[pa.RecordBatch]:
    for start in range(0, count, len(block)):
        places = [f"log:{start + index + 1}" for index in range(len(block))]
        yield pa.RecordBatch.from_pydict({"value": pa.array(block, pa.binary()), "place": places})


def bare(count: int, block: list[bytes]) -> float:
    """Return the exchanges per second of the function that `check` and all here stand on."""
    question = Question()
    started = time.perf_counter()
    for start in range(0, count, len(block)):
        inspect_exchanges(
            (exchange_in_line(line, f"log:{start + index + 1}") for index, line in enumerate(block)), question
        )
    return count / (time.perf_counter() - started)


def arrow(count: int, block: list[bytes]) -> float:
    started = time.perf_counter()
    for _ in judge_and_count(batches(count, block)):
        pass
    return count / (time.perf_counter() - started)


def peak_of_workers() -> float:
    """Return the highest memory, in MiB, of a Python worker of Spark that is there now."""
    most = 0.0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            if b"pyspark.daemon" in (status.parent / "cmdline").read_bytes():
                fields = dict(line.partition(":")[::2] for line in status.read_text().splitlines())
                most = max(most, int(fields["VmHWM"].split()[0]) / 1024)
        except (OSError, KeyError):
            continue
    return most


def spark(cores: int, path: str, count: int) -> tuple[float, float, float]:
    """Return exchanges per second judged, the same through a function that does nothing, and a worker's memory."""
    from pyspark.sql import SparkSession

    from conformance.spark import check
    from conformance.spark.inputs import read_parquet

    session = (
        SparkSession.builder.master(f"local[{cores}]")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.files.maxPartitionBytes", str(4 << 20))
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", str(_BATCH))
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("OFF")
    frame = read_parquet(session, [path])

    def nothing(given: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in given:
            yield batch.slice(0, 0)

    def seconds(job: "object") -> float:
        started = time.perf_counter()
        job.write.format("noop").mode("overwrite").save()  # type: ignore[attr-defined]
        return time.perf_counter() - started

    seconds(check(frame.limit(10)))  # workers start and compile the contracts
    judged = seconds(check(frame))
    memory = peak_of_workers()
    passed = seconds(frame.mapInArrow(nothing, frame.schema))
    session.stop()
    return count / judged, count / passed, memory


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--most", type=int, default=100_000)
    parser.add_argument("--spark", type=int, default=50_000)
    options = parser.parse_args()
    block = records(_BATCH)
    bare(_BATCH, block)
    size = 10_000
    speed = 0.0
    while size <= options.most:
        speed = bare(size, block)
        columns = arrow(size, block)
        print(
            f"{size:>9,} exchanges: bare {speed:,.0f}/s, Arrow {columns:,.0f}/s: {columns / speed:.2f} x the bare function"
        )
        size *= 10
    if find_spec("pyspark") is None:
        print("Spark is not measured: there is no pyspark here; make spark sets up .venv-spark/4 with it.")
        return
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["PYTHONPATH"] = str(ROOT)
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/log.parquet"
        with pyarrow.parquet.ParquetWriter(path, next(batches(1, block)).schema) as writer:
            for batch in batches(options.spark, block):
                writer.write_batch(batch, row_group_size=_BATCH)
        per_core = 0.0
        for cores in (1, 2):
            judged, passed, memory = spark(cores, path, options.spark)
            per_core = judged / cores
            print(
                f"Spark local[{cores}], {options.spark:,} exchanges: {judged:,.0f}/s: {judged / speed:.2f} x the bare "
                f"function; the same data through a function that does nothing: {passed:,.0f}/s; "
                f"{memory:.0f} MiB at most in a worker"
            )
    hours = _BILLION / (per_core * _CORES) / 3600
    print(
        f"On paper: {_BILLION:,} exchanges on {_CORES} cores take {hours:.1f} hours at {per_core:,.0f}/s a core, "
        "if storage keeps up and cores do not slow each other down."
    )


if __name__ == "__main__":
    main()
