"""The table of a run: what each sample sent, what it got, and whether it conforms, as a reader sees it."""

import json
from typing import Any

import pytest

from conformance.exchange import Exchange, Request, Response
from conformance.finding import Finding, Severity
from conformance.reports.run_table import run_table
from conformance.samples.process import Outcome
from conformance.samples.result import SampleResult
from conformance.samples.sample import SCENARIOS, Sample, find_samples
from conformance.wire.body import Body
from tests.shared_folder import ROOT

ENDED = Outcome(0, "", "", 1.0)
(REST,) = find_samples(ROOT, ["rest"], ["story_with_seed"], ["dated"])
ERROR = Finding("seed-value", Severity.ERROR, "wrong", "request")
MISSING = object()


def exchange(seed: Any = 42, fingerprint: Any = "fp_a", text: str = "Once", status: int = 200) -> Exchange:
    """Return an exchange with these values; MISSING leaves a member out."""
    answer: dict[str, Any] = {"choices": [{"message": {"content": text}}], "system_fingerprint": fingerprint}
    asked, told = (
        Body.from_bytes(json.dumps({k: v for k, v in value.items() if v is not MISSING}).encode())
        for value in ({"seed": seed}, answer)
    )
    return Exchange("p", Request("POST", "http://h", None, asked), Response(status, None, told))


def row(*exchanges: Exchange, sample: Sample = REST, outcome: Outcome | None = ENDED, findings: Any = ()) -> list[str]:
    """Return the cells of a sample that was run once."""
    result = SampleResult(sample, "2024-02-01", outcome, list(exchanges), findings=list(findings))
    header, line, cells = run_table([result])
    assert header.split("  ")[0] == "sample" and set(line) == {"-", " "}
    starts = [index for index, mark in enumerate(line) if mark == "-" and (index == 0 or line[index - 1] == " ")]
    return [cells[start:end].strip() for start, end in zip(starts, [*starts[1:], None], strict=True)]


@pytest.mark.parametrize(
    ("exchanges", "cells"),
    [
        pytest.param([exchange()] * 3, ["3", "42", "fp_a", "conforms", "yes"], id="all is well"),
        pytest.param([exchange(text="a"), exchange(text="b")], ["2", "42", "fp_a", "conforms", "no"], id="other texts"),
        pytest.param([exchange()], ["1", "42", "fp_a", "conforms", "one answer"], id="one answer"),
        pytest.param([], ["0", "-", "-", "conforms", "-"], id="no call"),
        pytest.param([exchange(fingerprint=None)], ["1", "42", "null", "conforms", "one answer"], id="null"),
        pytest.param([exchange(fingerprint=MISSING)], ["1", "42", "missing", "conforms", "one answer"], id="missing"),
        pytest.param([exchange(fingerprint="")], ["1", "42", "empty", "conforms", "one answer"], id="empty"),
        pytest.param(
            [exchange(), exchange(fingerprint="fp_b")], ["2", "42", "fp_a, fp_b", "conforms", "yes"], id="two of them"
        ),
        pytest.param(
            [exchange(fingerprint="\x1b[2J")], ["1", "42", "\\x1b[2J", "conforms", "one answer"], id="no text to trust"
        ),
        pytest.param([exchange(status=404)], ["1", "42", "-", "conforms", "one answer"], id="a refusal has none"),
        pytest.param([exchange(43), exchange(MISSING)], ["2", "43, none", "fp_a", "conforms", "yes"], id="two seeds"),
    ],
)
def test_a_row_says_what_was_sent_and_got(exchanges: list[Exchange], cells: list[str]) -> None:
    assert row(*exchanges) == ["python/rest/story_with_seed.py", *cells]


def test_an_error_is_a_contract_that_is_not_met() -> None:
    assert row(exchange(), findings=[ERROR])[4] == "fails"


def test_what_was_only_read_says_so() -> None:
    asked = Exchange("p", exchange().request, predicted=True)
    assert row(asked, outcome=None)[3:] == ["predicted", "conforms (predicted, not executed)", "-"]
    assert row(asked, outcome=None, findings=[ERROR])[4] == "fails (predicted, not executed)"
    assert row(outcome=None)[4] == "could not be read"


def test_a_story_without_a_seed_is_not_to_be_reproduced() -> None:
    (unseeded,) = find_samples(ROOT, ["rest"], [SCENARIOS[0]], ["dated"])
    assert row(exchange(MISSING, text="a"), exchange(MISSING, text="b"), sample=unseeded)[5] == "no seed"


def test_each_api_version_has_a_column() -> None:
    results = [
        SampleResult(REST, version, ENDED, [exchange()], findings=found)
        for version, found in (("2023-12-01-preview", []), ("2024-02-01", [ERROR]))
    ]
    header, _, cells = run_table(results)
    assert header.split()[-3:-1] == ["2023-12-01-preview", "2024-02-01"]
    assert cells.split()[1:] == ["2", "42", "fp_a", "conforms", "fails", "one", "answer"]
