"""Each rule says how the fast path knows that it is silent. Its own failing example holds it to that."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from conformance.contract.catalog import catalog
from conformance.contract.contract import contract
from conformance.exchange import Exchange, Request
from conformance.finding import Severity
from conformance.judging.fast_path import route_of, suspected_rules, suspicions_of
from conformance.judging.judge import ask_every_rule
from conformance.judging.newer_answers import NewerAnswers
from conformance.judging.rules.api_version import choose
from conformance.judging.rules.circumstances import Circumstances
from conformance.judging.rules.judgement import Judgement
from conformance.judging.rules.registry import RULES
from conformance.judging.rules.rule import Problem, Rule, Settled, rule
from conformance.traffic.exchange_line import exchange_of
from tests.judging.rules.judging import ANSWER, STORY
from tests.rules.pages import examples_of

URL = "https://h/openai/deployments/d/chat/completions?api-version=2024-02-01"
SOUND = f'{{"request": {{"method": "POST", "url": "{URL}", "body": {STORY}}}, "response": {{"status": 200, "body": {ANSWER}}}}}'


def judgement_of(exchange: Exchange, under: Circumstances) -> Judgement:
    chosen = choose(exchange, under.api_version, catalog())
    return Judgement(exchange, under, chosen, contract(chosen.api_version) if chosen.api_version else None)


def without_bodies(exchange: Exchange) -> Exchange:
    asked = exchange.request
    return replace(exchange, request=Request(asked.method, asked.url) if asked else None, response=None)


def settled_as_said(judged: Rule, exchange: Exchange, under: Circumstances) -> bool:
    """Return whether the fast path, by the way that the rule names, leaves ``exchange`` to the rules."""
    judgement = judgement_of(exchange, under)
    if judged.settled is Settled.BY_URL:
        return any(True for _ in judged.check(judgement_of(without_bodies(exchange), under)))
    if judged.settled is Settled.BY_SCHEMA:
        return any(payload.remarkable for payload in judgement.payloads)
    asked, operation = exchange.request, judgement.operation
    if asked is None or operation is None or under.seed != Circumstances().seed:
        return True  # the judge takes no look at these
    path = asked.target.path if asked.target else None
    route = route_of(path, operation, judgement.chosen, under.require_seed, NewerAnswers(operation, path))
    suspicions = suspicions_of(asked, exchange.response, route)
    return suspicions is None or judged in suspected_rules(suspicions)


def witnesses(judged: Rule) -> Iterator[tuple[Exchange, Circumstances]]:
    """Yield the exchanges of the rule's failing example about which it speaks."""
    example = examples_of(judged.page)["fails"]
    seed = example.option("seed")
    under = Circumstances(require_seed="--require-seed" in example.options)
    if seed is not None:
        under = Circumstances(origin="emulator", seed=int(seed))
    for number, line in enumerate(example.text.splitlines(), 1):
        exchange = exchange_of(line, f"page:{number}")
        if any(finding.rule == judged.id for finding in ask_every_rule(exchange, under)):
            yield exchange, under


@pytest.mark.parametrize("judged", RULES, ids=lambda one: one.id)
def test_a_rule_is_settled_as_it_says(judged: Rule) -> None:
    found = list(witnesses(judged))
    assert found
    assert all(settled_as_said(judged, exchange, under) for exchange, under in found)


@pytest.mark.parametrize("settled", Settled)
def test_a_rule_that_speaks_about_what_the_fast_path_passes_over_is_noticed(settled: Settled) -> None:
    @rule("brevity", Severity.WARNING, settled, "an answer has more than one word")
    def brevity(judgement: Judgement) -> Iterator[Problem]:
        if judgement.answer is not None:
            yield Problem("response", ("choices", 0, "message", "content"), "the answer is short")

    exchange = exchange_of(SOUND, "t:1")
    assert any(True for _ in brevity.check(judgement_of(exchange, Circumstances())))
    assert not settled_as_said(brevity, exchange, Circumstances())
