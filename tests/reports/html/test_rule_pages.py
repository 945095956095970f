"""A rule's page reads in a browser as it does in a terminal, the examples aside."""

from conformance.reports.html.rule_pages import rule_pages
from conformance.rules.registry import rule_ids


def test_every_rule_says_what_why_and_how() -> None:
    found = rule_pages(rule_ids())
    assert set(found) == rule_ids()
    for rule, sections in found.items():
        assert [title for title, _ in sections] == ["What it says", "Why it matters", "How to fix it"], rule
        assert all(blocks and all(text.strip() for _, text in blocks) for _, blocks in sections), rule


def test_only_rules_that_found_something_are_told() -> None:
    assert list(rule_pages({"seed-type"})) == ["seed-type"]
