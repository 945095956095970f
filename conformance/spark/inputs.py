"""Read NDJSON and Parquet files into a DataFrame whose rows know their place: ``logs/a.ndjson:17``, ``a.parquet#17``."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import pyarrow as pa

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_NUMBERED: Final = pa.schema([("value", pa.binary()), ("place", pa.string())])


def read_parquet(spark: "SparkSession", paths: Sequence[str]) -> "DataFrame":
    """Return the rows of Parquet files with a column ``place``, unless they have one: the file, ``#``, the row from 1."""
    from pyspark.sql import functions

    frame = spark.read.parquet(*paths)
    if "place" in frame.columns:
        return frame
    file = functions.regexp_replace(functions.url_decode("_metadata.file_path"), "^file:(//)?(?=/)", "")
    row = functions.expr("_metadata.row_index + 1")
    return frame.withColumn("place", functions.concat(file, functions.lit("#"), row))


def read_ndjson(spark: "SparkSession", paths: Sequence[str]) -> "DataFrame":
    """Return the lines of NDJSON files as ``value`` with their ``place``: the file, ``:``, the line from 1.

    Two passes: the first counts the lines of each block of a file, so that the second, which may judge the blocks in any
    order, knows where each begins.
    """
    from pyspark.sql import functions

    lines = spark.read.option("lineSep", "\n").text(list(paths))
    blocks = lines.select(
        functions.col("value").cast("binary").alias("value"),
        functions.col("_metadata.file_path").alias("file"),
        functions.col("_metadata.file_block_start").alias("start"),
    )
    counted = blocks.groupBy("file", "start").count().orderBy("file", "start").collect()
    first: dict[tuple[str, int], int] = {}
    line = dict.fromkeys((row["file"] for row in counted), 1)
    for row in counted:
        first[row["file"], row["start"]] = line[row["file"]]
        line[row["file"]] += row["count"]
    shared = spark.sparkContext.broadcast(first)

    def numbered(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        yield from _numbered(batches, shared.value)

    return blocks.mapInArrow(numbered, "value binary, place string")


def _numbered(batches: Iterator[pa.RecordBatch], first: Mapping[tuple[str, int], int]) -> Iterator[pa.RecordBatch]:
    """Yield each batch with places in place of file and block; the rows of one block come one after the other."""
    following: dict[tuple[str, int], int] = {}
    for batch in batches:
        places: list[str] = []
        for block in zip(batch.column("file").to_pylist(), batch.column("start").to_pylist(), strict=True):
            line = following.get(block) or first[block]
            following[block] = line + 1
            places.append(f"{_plain(block[0])}:{line}")
        yield pa.RecordBatch.from_arrays([batch.column("value"), pa.array(places, pa.string())], schema=_NUMBERED)


def _plain(path: str) -> str:
    """Return a local file's URL as a path; any other store's URL as it is."""
    from urllib.parse import unquote

    return unquote(
        path.removeprefix("file:").replace("//", "", 1) if path.startswith("file://") else path.removeprefix("file:")
    )
