"""Each rule has a page; the example that fails yields exactly that rule, and the one that passes nothing."""

import re

import pytest

from conformance.exchange import Exchange
from conformance.judge import judge
from conformance.rules.circumstances import Circumstances
from conformance.rules.every import every_rule
from conformance.rules.registry import RULES
from conformance.rules.rule import Rule
from conformance.traffic.exchange_line import exchange_of
from tests.shared_folder import ROOT

# What only a run can meet: under which circumstances the examples of these pages are judged.
CIRCUMSTANCES = {
    "seed-missing": Circumstances(require_seed=True),
    "seed-value": Circumstances(origin="emulator", seed=42),
}
BLOCK = re.compile(r"```ndjson[^\n]*\n(.*?)```", re.DOTALL)
# A page says so where its example cannot but meet another rule too: an error's shape is looked at in a refusal.
BESIDE = re.compile(r"```ndjson beside=(\S+)")


def examples(rule: Rule) -> tuple[list[Exchange], list[Exchange]]:
    failing, _, passing = rule.page.partition("## An example that passes")
    assert passing, f"{rule.id} has no example that passes"
    read = [
        [exchange_of(line, f"page:{number}") for block in BLOCK.findall(part) for number, line in enumerate(block.splitlines(), 1)]
        for part in (failing, passing)
    ]  # fmt: skip
    return read[0], read[1]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_failing_example_yields_exactly_its_rule_and_the_passing_one_nothing(rule: Rule) -> None:
    failing, passing = examples(rule)
    assert failing
    assert passing
    beside = set(BESIDE.findall(rule.page))
    under = CIRCUMSTANCES.get(rule.id, Circumstances())
    for exchange in failing:
        assert {finding.rule for finding in judge(exchange, under)} - beside == {rule.id}
    for exchange in passing:
        assert {finding.rule for finding in judge(exchange, under)} - beside == set()


def test_every_rule_has_a_file_and_a_page_of_its_name_and_no_page_is_left_over() -> None:
    ids = {rule.id for rule in every_rule()}
    folder = ROOT / "conformance" / "rules"
    assert {path.stem for path in (folder / "pages").glob("*.md")} == ids
    assert all((folder / f"{name.replace('-', '_')}.py").is_file() for name in ids)
    for rule in every_rule():
        assert rule.page.startswith(f"# {rule.id}\n")
        assert f"Severity: {rule.severity}" in rule.page
