"""A rule says nothing where the part of an exchange that it needs is not there."""

import re
from dataclasses import replace

import pytest

from conformance.exchange import Exchange
from conformance.judging.judge import judge
from conformance.judging.rules.registry import RULES
from conformance.traffic.exchange_line import exchange_of

_EXAMPLES = re.compile(r"```ndjson\n(.*?)```", re.DOTALL)
LINES = [line for rule in RULES for text in _EXAMPLES.findall(rule.page) for line in text.splitlines()]


def rules_that_speak(part: str) -> set[str]:
    """Return the rules that say something of any page's example without ``part``."""

    def without(exchange: Exchange) -> Exchange:
        return replace(exchange, request=None) if part == "request" else replace(exchange, response=None)

    return {found.rule for line in LINES for found in judge(without(exchange_of(line, "page:1")))}


@pytest.mark.parametrize("part", ["request", "answer"])
def test_without_what_it_needs_a_rule_is_silent(part: str) -> None:
    needs = {"request": ("request",), "answer": ("answer", "stream")}[part]
    speak = rules_that_speak(part)
    assert len(speak) > 5  # else nothing was tried
    assert not speak & {rule.id for rule in RULES if rule.of in needs}
