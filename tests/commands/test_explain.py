"""``conformance explain`` as a user meets it: one list of all rules, and a page for each."""

import pytest

from conformance.rules.registry import every_rule, rule_named
from tests.command_line.running import Ended, conformance


def explain(*arguments: str) -> Ended:
    return conformance("explain", *arguments)


def test_the_list_is_one_table_of_all_rules_and_says_what_each_looks_at() -> None:
    told = explain()
    rows = [line.split(None, 3) for line in told.stdout.splitlines()]
    assert [row[0] for row in rows] == [rule.id for rule in every_rule()]
    assert {row[1] for row in rows} == {"error", "warning", "note"}
    looks_at = {row[0]: row[2] for row in rows}
    assert (looks_at["seed-type"], looks_at["sample-failed"], looks_at["tab-id"]) == ("exchange", "run", "document")
    says = {line.index(row[3]) for line, row in zip(told.stdout.splitlines(), rows, strict=True)}
    assert len(says) == 1, "the last column begins at one place"


@pytest.mark.parametrize("rule", ["seed-type", "sample-failed", "tab-id", "model-list"])
def test_a_page_is_printed_as_it_is(rule: str) -> None:
    told = explain(rule)
    known = rule_named(rule)
    assert known is not None
    assert (told.code, told.stdout, told.stderr) == (0, known.page, "")


@pytest.mark.parametrize(("wrong", "meant"), [("tab-ids", "tab-id"), ("seed-typ", "seed-type")])
def test_a_rule_that_there_is_not_is_one_sentence_with_the_nearest(wrong: str, meant: str) -> None:
    told = explain(wrong)
    assert (told.code, told.stdout) == (2, "")
    assert told.stderr == (
        f'conformance explain: {wrong} is not a rule; did you mean {meant}? "conformance explain" lists them.\n'
    )
