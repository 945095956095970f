"""Every format yields the exchanges that were recorded, and the judge says the same of them wherever they were kept."""

import gzip
import io
import json
from pathlib import Path

import pytest
import zstandard

from conformance.exchange import Exchange
from conformance.finding import Finding
from conformance.judging.judge import judge
from conformance.traffic.reading import read_traffic
from conformance.traffic.unreadable import Unreadable
from tests.judging.exchanges import ANSWER, SEEDED
from tests.traffic.formats.writing import REWRITTEN, WRITERS, Sample

WRONG = {**SEEDED, "seed": "42", "sede": 1, "n\u00e4me \U0001f600 'it''s' \\ \"q\"": "a  b\n\n c\u00e9d"}
SAMPLES = [
    Sample(json.dumps(SEEDED), json.dumps(ANSWER)),
    Sample(json.dumps(WRONG, ensure_ascii=False), json.dumps(ANSWER | {"system_fingerprint": None})),
    Sample(json.dumps(WRONG, indent=2), json.dumps(ANSWER | {"choice": []}, indent=1)),
    Sample('{"messages": [{"role": "user", "content": "x"}], "seed": 42.0, "seed": 1e3, "n": 1.0}', None),
    Sample(json.dumps(SEEDED), json.dumps({"error": {"code": "429", "message": "Rate limit"}}), 429),
    Sample(json.dumps(SEEDED | {"stream": True}), 'data: {"choices": []}\n\ndata: [DONE]\n\n', answer_type="text/event-stream"),
]  # fmt: skip


def read(raw: bytes) -> list[Exchange]:
    found = list(read_traffic(["-"], io.BytesIO(raw)))
    assert not [str(one) for one in found if isinstance(one, Unreadable)]
    return [one for one in found if isinstance(one, Exchange)]


def said(findings: list[Finding]) -> list[tuple[str, str, str, str]]:
    return [(one.rule, str(one.severity), one.part, one.pointer) for one in findings]


EXPECTED = [said(list(judge(one))) for one in read(WRITERS["ndjson"](SAMPLES))]


@pytest.mark.parametrize("kept", WRITERS)
def test_the_same_exchanges_have_the_same_findings_wherever_they_were_kept(kept: str) -> None:
    found = read(WRITERS[kept](SAMPLES))
    assert [one.place.removeprefix("-") for one in found] == [
        f":{number}" if kept == "ndjson" else f"#{number}" for number in range(1, len(SAMPLES) + 1)
    ]
    expected = [list(one) for one in EXPECTED]
    assert any(rule == "seed-type" for rule, *_ in expected[3]) and any(
        rule == "duplicate-member" for rule, *_ in expected[3]
    )
    if kept in REWRITTEN:
        # How a number was written and what stood twice is lost, and nothing is said of it.
        expected[3] = [one for one in expected[3] if one[0] not in ("seed-type", "duplicate-member")]
    assert [said(list(judge(one))) for one in found] == expected


@pytest.mark.parametrize("kept", [name for name in WRITERS if name != "ndjson"])
def test_a_finding_points_at_the_key_in_the_file(kept: str) -> None:
    raw = WRITERS[kept](SAMPLES)
    lines = raw.decode().split("\n")
    placed = 0
    for exchange in read(raw):
        for finding in judge(exchange):
            assert finding.source is not None and finding.source.line and finding.source.column
            there = lines[finding.source.line - 1][finding.source.column - 1 :]
            key = finding.pointer.rpartition("/")[2]
            if finding.part not in ("request", "response") or key not in (
                "seed",
                "sede",
                "choice",
                "system_fingerprint",
            ):
                continue
            packed = kept in ("har in base64", "har compressed", "vcrpy binary") and finding.part == "response"
            if not packed:
                assert there.lstrip('\\"').startswith(key), (finding, there[:40])
                placed += 1
    assert placed >= 4


@pytest.mark.parametrize("kept", ["har", "vcrpy", "ndjson", "test-proxy"])
@pytest.mark.parametrize("pack", [gzip.compress, zstandard.ZstdCompressor().compress], ids=["gzip", "zstd"])
def test_packed_files_are_read_by_content(tmp_path: Path, kept: str, pack: object) -> None:
    path = tmp_path / "x"  # no suffix says anything
    path.write_bytes(pack(WRITERS[kept](SAMPLES)))  # type: ignore[operator]
    found = list(read_traffic([str(path)], io.BytesIO()))
    assert [isinstance(one, Exchange) for one in found] == [True] * len(SAMPLES)
