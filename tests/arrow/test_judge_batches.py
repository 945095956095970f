"""Record batches are judged as ``check`` judges lines: the same findings with the same places, whatever the columns."""

import dataclasses
import json
import subprocess
import sys
from typing import Any

import pyarrow as pa
import pytest

from conformance.arrow import COUNTS, FINDINGS, SCHEMA_VERSION, judge_and_count, judge_batches
from conformance.errors import UsageError
from conformance.exchange import Position
from conformance.finding import Finding, Related, Severity, SpecPlace, StreamPlace
from conformance.traffic.blocks import Block
from conformance.traffic.inspection import Question, inspect
from tests.docs.examples import python_of
from tests.shared_folder import ROOT, needs_shared, shared

URL = "https://r.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-02-01"
BODY = {"messages": [{"role": "user", "content": "Hi"}], "seed": 42}


def line(seed: Any = 42, **members: Any) -> str:
    return json.dumps({"request": {"method": "POST", "url": URL, "body": {**BODY, "seed": seed}}, **members})


def found(batch: pa.RecordBatch, **options: Any) -> list[dict[str, Any]]:
    return [row for findings in judge_batches([batch], **options) for row in findings.to_pylist()]


def batch(**columns: Any) -> pa.RecordBatch:
    return pa.RecordBatch.from_pydict(columns)


@needs_shared
@pytest.mark.parametrize("name", ["azure-dated", "azure-v1", "compatible", "other-operation"])
def test_recorded_lines_have_the_findings_and_counts_of_check(name: str) -> None:
    text = (shared() / "real-traffic" / f"{name}.ndjson").read_bytes()
    lines = text.splitlines()
    expected = inspect(Block(f"{name}.ndjson", text), Question())
    places = [f"{name}.ndjson:{number}" for number in range(1, len(lines) + 1)]
    batches = [
        batch(value=lines[start : start + 7], place=places[start : start + 7]) for start in range(0, len(lines), 7)
    ]
    rows: list[dict[str, Any]] = []
    counts: dict[str, int] = {}
    for findings, counted in judge_and_count(batches):
        rows += findings.to_pylist()
        for key, value in counted.to_pylist()[0].items():
            if isinstance(value, int):
                counts[key] = counts.get(key, 0) + value
    assert [without_nulls(row) for row in rows] == [
        one.as_json() for one in expected.remarks if isinstance(one, Finding)
    ]
    assert {key: counts[key] for key in expected.checked.as_json() if key in counts} == {
        key: value for key, value in expected.checked.as_json().items() if key in counts
    }


def without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_nulls(member) for key, member in value.items() if member is not None}
    return [without_nulls(one) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize(
    ("columns", "mapping"),
    [
        pytest.param(
            {"sent": [json.dumps({**BODY, "seed": "42"})], "to": [URL]}, {"request": "sent", "url": "to"}, id="text"
        ),
        pytest.param(
            {"sent": [json.dumps({**BODY, "seed": "42"}).encode()], "v": ["2024-02-01"]},
            {"request": "sent", "api_version": "v"},
            id="bytes and an api-version",
        ),
        pytest.param(
            {"sent": [{**BODY, "seed": "42", "n": None}], "to": [URL]}, {"request": "sent", "url": "to"}, id="a struct"
        ),
    ],
)
def test_the_callers_own_columns_are_judged(columns: dict[str, Any], mapping: dict[str, str]) -> None:
    (finding,) = found(batch(**columns), columns=mapping)
    assert (finding["rule"], finding["pointer"], finding["suggestion"]) == ("seed-type", "/seed", "42")
    assert finding["spec"]["file"] == "spec/2024-02-01/inference.json"
    assert finding["exchange"] == "record#1"


def test_an_answer_in_columns_is_judged_with_its_status() -> None:
    refusal = json.dumps({"error": {"code": "429", "message": "Rate limit is exceeded."}})
    rows = batch(answer=[refusal], code=[429], to=[URL], sent=[json.dumps(BODY)])
    mapping = {"request": "sent", "response": "answer", "status": "code", "url": "to"}
    assert [row["rule"] for row in found(rows, columns=mapping)] == ["request-refused"]


def test_a_place_is_the_callers_or_the_number_of_the_row() -> None:
    twice = [batch(value=[line("1")]), batch(value=["", line("2")])]
    assert [row["exchange"] for one in judge_batches(twice, name="log") for row in one.to_pylist()] == [
        "log#1",
        "log#3",
    ]
    assert [row["exchange"] for row in found(batch(value=[line("1")], place=["s3://b/k#9"]))] == ["s3://b/k#9"]


@pytest.mark.parametrize(
    ("value", "says"),
    [
        pytest.param(b"{broken", "is not JSON at column 2", id="broken"),
        pytest.param(b"[" * 100_000, "nests deeper", id="deep"),
        pytest.param(b"\xff{}", "is not UTF-8 at byte 1", id="bytes"),
        pytest.param(None, "is null", id="null"),
        pytest.param(b"7", "is a number and no exchange", id="a number"),
    ],
)
def test_a_poisoned_record_is_a_finding_and_its_neighbours_are_judged(value: bytes | None, says: str) -> None:
    rows = batch(value=pa.array([line("1").encode(), value, line("2").encode()], pa.binary()))
    first, poisoned, last = found(rows)
    assert (first["rule"], last["rule"]) == ("seed-type", "seed-type")
    assert (poisoned["rule"], poisoned["severity"], poisoned["exchange"]) == ("unreadable-record", "error", "record#2")
    assert says in poisoned["message"]
    ((_, counts),) = judge_and_count([rows])
    assert counts.to_pylist()[0]["unreadable"] == 1
    assert counts.to_pylist()[0]["exchanges"] == 2


@pytest.mark.parametrize(
    ("columns", "options", "says"),
    [
        ({"text": ["x"]}, {}, "the data has no column value"),
        ({"request": ["x"]}, {"columns": {"reqest": "request"}}, "did you mean request?"),
        ({"request": ["x"]}, {"columns": {"url": "request"}}, "neither request nor response"),
        ({"requests": ["x"]}, {"columns": {"request": "request"}}, "did you mean requests?"),
        ({"value": ["x"]}, {"api_version": "2024-2-1"}, "did you mean 2024-02-01?"),
    ],
)
def test_a_wrong_option_is_one_sentence(columns: dict[str, Any], options: dict[str, Any], says: str) -> None:
    with pytest.raises(UsageError, match=says.replace("?", r"\?")):
        found(batch(**columns), **options)


def test_the_columns_are_the_members_of_a_finding_as_json() -> None:
    whole = Finding(
        "r", Severity.NOTE, "m", "chunk", "/a", "e", "i", "v", 3, SpecPlace("f", "/p", 1, 2), Position("s", 1, 2),
        "x", (Related("e", "/b"),), True, None, StreamPlace(4, 5),
    )  # fmt: skip
    assert FINDINGS.names == list(whole.as_json())
    assert len(FINDINGS.names) == len([field for field in dataclasses.fields(Finding) if field.compare])
    assert pa.RecordBatch.from_pylist([whole.as_json()], FINDINGS).to_pylist() == [whole.as_json()]
    assert FINDINGS.metadata == COUNTS.metadata == {b"conformance.schema": str(SCHEMA_VERSION).encode()}


def test_the_example_of_the_page_prints_what_the_page_shows() -> None:
    program, output = python_of(ROOT / "docs" / "logs.md")[0]
    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert (ended.stdout, ended.stderr) == (output, "")


def test_the_core_does_not_import_arrow() -> None:
    program = (
        "import sys; from conformance.cli.main import run; run(['check', '-', '--fail-on', 'never']); "
        "sys.exit('pyarrow' in sys.modules)"
    )
    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, input=line("1"), text=True, capture_output=True)
    assert ended.returncode == 0, ended.stderr
    assert "seed-type" in ended.stdout


def test_a_key_in_a_payload_does_not_reach_a_finding() -> None:
    key = "sk-" + "0a1B2c3D" * 5
    rows = found(batch(value=[line(key), json.dumps({"request": {"url": URL, "body": {**BODY, key: 1}}})]))
    assert len(rows) == 2
    assert key not in json.dumps(rows)
