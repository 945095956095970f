"""A rule's page reads in a browser as it does in a terminal, the examples aside."""

from conformance.commands.explain import all_rules
from conformance.reports.html.rule_pages import rule_pages


def test_every_rule_says_what_why_and_how() -> None:
    rules = list(all_rules())
    found = rule_pages(rules, {rule.id for rule in rules})
    assert len(found) == len({rule.id for rule in rules})
    for rule, sections in found.items():
        assert [title for title, _ in sections] == ["What it says", "Why it matters", "How to fix it"], rule
        assert all(blocks and all(text.strip() for _, text in blocks) for _, blocks in sections), rule


def test_only_rules_that_found_something_are_told() -> None:
    assert list(rule_pages(all_rules(), {"seed-type"})) == ["seed-type"]
