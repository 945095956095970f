"""The verdicts on findings about pages that nobody here wrote: data without text, and the pages at hand meet the bar."""

import json
from typing import Any

from benchmarks.document_precision import BAR, REPOSITORIES, SHARED, VERDICTS, findings, verdicts
from conformance.rules.registry import rule_ids
from tests.goldens.golden import FOLDER
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


def is_true(folder: str, file: str, line: int, rule: str) -> None:
    place = (SHARED, f"{folder}/{file}", line, rule)
    assert verdicts()[place]["verdict"] == "true", place


@needs_shared
def test_the_page_at_hand_raises_no_false_alarm() -> None:
    for one in findings(shared() / "document"):
        is_true("document", one["source"]["file"], one["source"]["line"], one["rule"])


def test_the_other_pages_at_hand_raise_no_false_alarm() -> None:
    """What is found in them is a golden, so that it is not looked for anew."""
    found = map(json.loads, (FOLDER / "documents-shared.jsonl").read_text(encoding="utf-8").splitlines())
    wrong = [one for one in found if one.get("severity") in BAR]
    assert len(wrong) > 5
    for one in wrong:
        file, line, _ = one["at"].split(":")
        is_true("documents", file, int(line), one["rule"])
