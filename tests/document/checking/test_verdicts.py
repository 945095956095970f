"""The verdicts on findings about pages that nobody here wrote: data without text, and the pages at hand meet the bar."""

import json
from typing import Any

import pytest

from benchmarks.document_precision import REPOSITORIES, SHARED, VERDICTS, findings, verdicts
from conformance.rules.registry import rule_ids
from tests.shared_folder import needs_shared, shared

MEMBERS = {"repository", "path", "commit", "line", "rule", "verdict"}


def rows() -> list[dict[str, Any]]:
    return [json.loads(line) for line in VERDICTS.read_text(encoding="utf-8").splitlines()]


def test_each_verdict_names_its_place_and_holds_no_text() -> None:
    rules = rule_ids()
    for row in rows():
        assert set(row) == MEMBERS
        assert row["verdict"] in ("true", "false", "useless")
        assert row["rule"] in rules
        assert row["repository"] == SHARED or row["commit"] == REPOSITORIES[row["repository"]]


def test_a_place_has_one_verdict() -> None:
    assert len(verdicts()) == len(rows()) > 200


@needs_shared
@pytest.mark.parametrize("folder", ["document", "documents"])
def test_the_pages_at_hand_raise_no_false_alarm(folder: str) -> None:
    known = verdicts()
    for one in findings(shared() / folder):
        place = (SHARED, f"{folder}/{one['source']['file']}", one["source"]["line"], one["rule"])
        assert place in known, place
        assert known[place]["verdict"] == "true", place
