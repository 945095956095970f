"""DataFrames in, DataFrames out: findings, counts, and what Spark itself adds up from them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from conformance.arrow import COUNTS, FINDINGS, judge_and_count
from conformance.contract.catalog import catalog
from conformance.traffic.records import require_columns

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame
    from pyspark.sql.types import StructType

# A row is a finding or the counts of one batch: one pass over the data yields both.
_FINDING: Final = "finding"
_CHECKED: Final = "checked"
_BOTH: Final = pa.schema([(_FINDING, pa.struct(list(FINDINGS))), (_CHECKED, pa.struct(list(COUNTS)))])


def judge(
    frame: "DataFrame",
    *,
    api_version: str | None = None,
    require_seed: bool = False,
    columns: Mapping[str, str] | None = None,
    azure_hosts: Iterable[str] = (),
) -> "DataFrame":
    """Return a DataFrame with a struct ``finding`` in the rows about findings, a struct ``checked`` in those that count.

    The options are those of ``conformance.arrow.judge_batches``. Nothing runs until an action asks for rows. Persist the
    result where several actions follow: each judges anew otherwise. Raises UsageError where an option is wrong; a column
    that is not there is an error of Spark's own.
    """
    require_columns(columns)
    if api_version is not None:
        catalog().require_chat(api_version)
    wanted = list(dict.fromkeys((columns or {"value": "value"}).values()))
    places = [name for name in ("place",) if name in frame.columns and name not in wanted]
    judged = _judging(api_version, require_seed, dict(columns) if columns else None, tuple(azure_hosts))
    return frame.select(*wanted, *places).mapInArrow(judged, _spark_schema(_BOTH))


def check(
    frame: "DataFrame",
    *,
    api_version: str | None = None,
    require_seed: bool = False,
    columns: Mapping[str, str] | None = None,
    azure_hosts: Iterable[str] = (),
) -> "DataFrame":
    """Return the findings about the rows of ``frame``, with the columns of ``conformance.arrow.FINDINGS``.

    ``frame`` has a column ``value`` with a whole NDJSON line and, optionally, ``place``, which each finding carries as
    ``exchange``; or the caller's own columns, named by ``columns``. A row that cannot be read is a finding of the rule
    ``unreadable-record``.
    """
    return findings_of(
        judge(frame, api_version=api_version, require_seed=require_seed, columns=columns, azure_hosts=azure_hosts)
    )


def findings_of(judged: "DataFrame") -> "DataFrame":
    """Return the findings of what ``judge`` returned."""
    return judged.where(f"{_FINDING} is not null").select(f"{_FINDING}.*")


def count(judged: "DataFrame") -> "DataFrame":
    """Return one row: the counts of what ``judge`` returned, without those by kind."""
    from pyspark.sql import functions

    names = [field.name for field in COUNTS if pa.types.is_integer(field.type)]
    sums = [functions.sum(f"{_CHECKED}.{name}").alias(name) for name in names]
    return judged.where(f"{_CHECKED} is not null").agg(*sums)


def rules_of(findings: "DataFrame") -> "DataFrame":
    """Return how many findings each rule and severity has, most first."""
    from pyspark.sql import functions

    return (
        findings.groupBy("severity", "rule")
        .agg(
            functions.count("*").alias("count"),
            functions.min_by("exchange", functions.struct(*_order())).alias("first"),
        )
        .orderBy(functions.desc("count"), "rule")
    )


def first_of_each_rule(findings: "DataFrame", most: int = 5) -> "DataFrame":
    """Return the first ``most`` findings of each rule, in the order of their places."""
    from pyspark.sql import Window, functions

    order = Window.partitionBy("rule").orderBy(*_order(), "pointer", "message")
    ranked = findings.withColumn("_rank", functions.row_number().over(order))
    return ranked.where(functions.col("_rank") <= most).drop("_rank").orderBy("rule", *_order(), "pointer")


def _order() -> "list[Column]":
    """Return what places are ordered by: the file, then the number behind it as a number."""
    from pyspark.sql import functions

    number = functions.regexp_extract("exchange", "[:#]([0-9]{1,18})$", 1)
    file = functions.regexp_replace("exchange", "[:#][0-9]{1,18}$", "")
    return [file.alias("file"), number.cast("bigint").alias("number")]


def _judging(
    api_version: str | None, require_seed: bool, columns: dict[str, str] | None, azure_hosts: tuple[str, ...]
) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """Return the function that runs in a worker; contracts are compiled once a worker, by the judge's own memory."""

    def judged(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for findings, counts in judge_and_count(
            batches, api_version=api_version, require_seed=require_seed, columns=columns, azure_hosts=azure_hosts
        ):
            if findings.num_rows:
                yield _both(findings, _FINDING)
            yield _both(counts, _CHECKED)

    return judged


def _both(batch: pa.RecordBatch, name: str) -> pa.RecordBatch:
    struct = pa.StructArray.from_arrays(batch.columns, fields=list(batch.schema))
    columns = [struct if field.name == name else pa.nulls(batch.num_rows, field.type) for field in _BOTH]
    return pa.RecordBatch.from_arrays(columns, schema=_BOTH)


def _spark_schema(schema: pa.Schema) -> "StructType":
    """Return the Arrow schema as Spark's own; Spark has no difference between a column and a nullable one here."""
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(schema)
