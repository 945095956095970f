"""``python -m conformance.spark PATH… --out FOLDER``: judge NDJSON or Parquet on Spark, alone or by ``spark-submit``."""

import argparse
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from conformance.cli.exit_codes import FOUND, NOTHING, OK, UNUSABLE
from conformance.cli.parser import Parser
from conformance.cli.values import FAIL_ON, columns
from conformance.errors import ConformanceError, InputError

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, Row, SparkSession

_EXAMPLE: Final = "spark-submit -m conformance.spark 'logs/*.ndjson' --out findings"
_WIDE: Final = 100


def main(arguments: Sequence[str]) -> int:
    """Judge, write, print what was found; return the exit code of ``conformance check``."""
    parser = Parser(
        prog="python -m conformance.spark",
        description="Judge recorded traffic on Spark.",
        epilog=f"example: {_EXAMPLE}",
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("paths", nargs="+", metavar="PATH", help="NDJSON or, where the name ends in .parquet, Parquet; globs too")
    add(
        "--out", required=True, metavar="FOLDER", help="a folder that is not there yet: findings, rules, first, checked"
    )
    add("--api-version", metavar="V", help="judge by V, not by each exchange's own")
    add("--require-seed", action="store_true", help="a request without a seed is an error")
    add("--columns", type=columns, metavar="request=NAME,…", help="the columns of a Parquet file that hold exchanges")
    add("--azure-host", action="append", default=[], metavar="HOST", help="a host that answers as Azure OpenAI")
    add("--first", type=int, default=5, metavar="N", help="keep the first N findings of each rule (default: 5)")
    add("--fail-on", choices=FAIL_ON, default="error", help="exit with 1 at this severity or above (default: error)")
    try:
        options = parser.parse_args(arguments)
        return _run(options)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else UNUSABLE
    except ConformanceError as error:
        print(f"conformance.spark: {error}", file=sys.stderr)
        return UNUSABLE


def _run(options: argparse.Namespace) -> int:
    # Workers on this machine are the interpreter that runs this, unless somebody named another.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    try:
        from pyspark import StorageLevel
        from pyspark.errors import AnalysisException
        from pyspark.sql import SparkSession

        from conformance.spark import count, first_of_each_rule, judge, rules_of
        from conformance.spark.frames import findings_of
    except ImportError as missing:
        raise InputError(
            f"{missing.name} is missing; install it: pip install 'reproducible-output-conformance[spark]'."
        ) from None
    # A thousand records a batch: a log's records are long, and a worker holds a batch whole.
    batch = "spark.sql.execution.arrow.maxRecordsPerBatch"
    spark = SparkSession.builder.appName("conformance").config(batch, "1000").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    try:
        frame = _read(spark, options.paths)
        judged = judge(
            frame,
            api_version=options.api_version,
            require_seed=options.require_seed,
            columns=options.columns,
            azure_hosts=options.azure_host,
        ).persist(StorageLevel.DISK_ONLY)
        findings = findings_of(judged)
        findings.write.parquet(f"{options.out}/findings")
        rules = rules_of(findings)
        rules.write.parquet(f"{options.out}/rules")
        first_of_each_rule(findings, options.first).write.parquet(f"{options.out}/first")
        checked = count(judged)
        checked.write.parquet(f"{options.out}/checked")
        return _say(rules.collect(), checked.collect()[0], options.fail_on)
    except AnalysisException as problem:
        raise InputError(_sentence(problem)) from None
    finally:
        spark.stop()


def _read(spark: "SparkSession", paths: Sequence[str]) -> "DataFrame":
    from conformance.spark.inputs import read_ndjson, read_parquet

    parquet = [path for path in paths if path.endswith(".parquet")]
    if parquet and len(parquet) < len(paths):
        raise InputError("the paths are Parquet and NDJSON; judge them in two runs.")
    return read_parquet(spark, paths) if parquet else read_ndjson(spark, paths)


def _say(rules: "list[Row]", checked: "Row", fail_on: str) -> int:
    from conformance.finding import Severity
    from conformance.reports.tables import text_table

    if rules:
        rows = [["count", "severity", "rule", "first"]]
        rows += [[f"{row['count']:,}", row["severity"], row["rule"], row["first"] or ""] for row in rules]
        print("\n".join(text_table(rows, _WIDE)))
    print(f"Checked {checked['exchanges'] or 0:,} exchanges; skipped {checked['skipped'] or 0:,} of other services.")
    least = FAIL_ON[fail_on]
    if least is not None and any(Severity[row["severity"].upper()] >= least for row in rules):
        return FOUND
    if not checked["exchanges"]:
        print("conformance.spark: nothing was checked; name files that hold exchanges.", file=sys.stderr)
        return NOTHING
    return OK


def _sentence(problem: Exception) -> str:
    """Return Spark's own first line, without the name of its condition and without advice about a plan."""
    line = str(problem).partition("\n")[0].partition(" SQLSTATE")[0]
    return f"Spark cannot read or write this: {line.partition('] ')[2] or line}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
