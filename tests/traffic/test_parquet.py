"""Parquet and globs through ``check``: the findings of the same lines, each naming its row; bad input is one sentence."""

import json
import os
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from conformance.arrow import FINDINGS
from tests.command_line.running import Ended, conformance

URL = "https://r.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-02-01"


def body(seed: Any) -> dict[str, Any]:
    return {"messages": [{"role": "user", "content": "Hi"}], "seed": seed}


def line(seed: Any) -> str:
    return json.dumps({"request": {"method": "POST", "url": URL, "body": body(seed)}})


def check(folder: Path, *arguments: str) -> Ended:
    return conformance("check", *arguments, folder=folder, environment=os.environ | {"PATH": ""})


def places(ended: Ended) -> list[tuple[str, str]]:
    return [(one["exchange"], one["rule"]) for one in json.loads(ended.stdout)["findings"]]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_row_groups_are_judged_in_order_and_rows_counted_over_them(tmp_path: Path, jobs: str) -> None:
    padding = "x" * 5_000  # enough that a second process has work
    lines = [line("1" if number % 500 == 0 else 1).replace("Hi", padding) for number in range(3_000)]
    pq.write_table(pa.table({"value": lines}), tmp_path / "log.parquet", row_group_size=700)
    ended = check(tmp_path, "log.parquet", "--format", "json", "--jobs", jobs)
    assert (ended.code, ended.stderr) == (1, "")
    assert places(ended) == [(f"log.parquet#{number + 1}", "seed-type") for number in range(0, 3_000, 500)]
    assert json.loads(ended.stdout)["checked"]["exchanges"] == 3_000


def test_the_callers_own_columns_are_named(tmp_path: Path) -> None:
    table = pa.table({"sent": [json.dumps(body("1")), json.dumps(body(2))], "to": [URL, URL], "place": ["a", "b"]})
    pq.write_table(table, tmp_path / "log.parquet")
    ended = check(tmp_path, "log.parquet", "--columns", "request=sent,url=to", "--format", "json")
    assert places(ended) == [("a", "seed-type")]


def test_a_glob_that_no_shell_expanded_is_expanded(tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    for name in ("b.ndjson", "a.ndjson"):
        (tmp_path / "logs" / name).write_text(line("1"))
    pq.write_table(pa.table({"value": [line("1")]}), tmp_path / "logs" / "c.parquet")
    found = [("logs/a.ndjson:1", "seed-type"), ("logs/b.ndjson:1", "seed-type")]
    assert places(check(tmp_path, "logs/*.ndjson", "--format", "json")) == found
    assert places(check(tmp_path, "logs", "--format", "json")) == [*found, ("logs/c.parquet#1", "seed-type")]
    none = check(tmp_path, "logs/*.har")
    assert (none.code, none.stderr.count("\n")) == (2, 1)
    assert "logs/*.har matches no file" in none.stderr


def test_findings_are_written_as_parquet_with_their_counts(tmp_path: Path) -> None:
    (tmp_path / "log.ndjson").write_text("".join(line(str(number)) + "\n" for number in range(10_100)))
    ended = check(tmp_path, "log.ndjson", "--format", "parquet", "-o", "found.parquet")
    assert (ended.code, ended.stdout, ended.stderr) == (1, "", "")
    table = pq.read_table(tmp_path / "found.parquet")
    assert table.schema.equals(FINDINGS)
    assert table.column("exchange").to_pylist() == [f"log.ndjson:{number + 1}" for number in range(10_100)]
    file = pq.ParquetFile(tmp_path / "found.parquet").metadata
    assert file.num_row_groups == 2
    metadata = file.metadata
    assert json.loads(metadata[b"conformance.checked"])["exchanges"] == 10_100


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        pytest.param(
            ["good.parquet", "--columns", "request=sendt"], "has no column sendt; did you mean sent?", id="column"
        ),
        pytest.param(["good.parquet"], "has no column value; --columns request=NAME", id="no value"),
        pytest.param(["good.parquet", "--columns", "rquest=sent"], "did you mean request?", id="name"),
        pytest.param(["good.parquet", "--columns", "request"], "request is not NAME=COLUMN", id="form"),
        pytest.param(["bad.parquet"], "bad.parquet is damaged Parquet", id="damaged"),
        pytest.param(["good.parquet", "--format", "parquet"], "name it with -o FILE", id="no file"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(tmp_path: Path, arguments: list[str], says: str) -> None:
    pq.write_table(pa.table({"sent": [json.dumps(body(1))], "to": [URL]}), tmp_path / "good.parquet")
    whole = (tmp_path / "good.parquet").read_bytes()
    (tmp_path / "bad.parquet").write_bytes(whole[:-30] + whole[-8:])
    ended = check(tmp_path, *arguments)
    assert (ended.code, ended.stderr.count("\n")) == (2, 1)
    assert says in ended.stderr
