"""Whichever engine judges, the findings are the same: rule, place, place in the contract, sentence and suggestion."""

import json
import re
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.contract.contract import contract
from conformance.exchange import Exchange, Headers, Request, Response
from conformance.finding import Finding
from conformance.judging.judge import ask_every_rule
from conformance.judging.rules.circumstances import Circumstances
from conformance.wire.body import Body
from conformance.wire.pointer import tokens_of
from tests.contract.distinct import DISTINCT
from tests.contract.test_engines_agree import ANSWER, REQUEST, mutated
from tests.fuzzing import TRIED, budget, inputs_are_told  # noqa: F401 - a fixture

pytestmark = pytest.mark.usefixtures("inputs_are_told")
NUMBER = re.compile('"@@([^"]*)@@"')


def text_of(value: Any) -> str:
    """Return ``value`` as JSON, each Decimal written as it is and not as a float."""
    return NUMBER.sub(r"\1", json.dumps(value, default=lambda number: f"@@{number}@@"))


def exchange(api_version: str, seed: int) -> Exchange:
    path = "/openai/v1/chat/completions" if api_version.startswith("v") else "/openai/deployments/d/chat/completions"
    if seed % 3 == 0 and any(operation.extensions for operation in contract(api_version).operations):
        path = "/openai/deployments/d/extensions/chat/completions"
    query = "" if api_version.startswith("v") else f"?api-version={api_version}"
    bodies = [Body.from_text(text_of(mutated(REQUEST, seed))), Body.from_text(text_of(mutated(ANSWER, seed // 7)))]
    headers = Headers.of({"Content-Type": "application/json"})
    return Exchange(
        "t:1",
        Request("POST", f"https://h{path}{query}", headers, bodies[0]),
        Response(200, None, bodies[1]),
        api_version,
    )


@pytest.mark.parametrize("api_version", DISTINCT)
@budget(4, 2000)
@given(seed=st.integers(0, 2**32))
def test_both_engines_find_the_same_and_each_place_is_there(api_version: str, seed: int) -> None:
    TRIED["findings of both engines on a mutated exchange"] += 1
    one = exchange(api_version, seed)
    circumstances = Circumstances(api_version=api_version)
    found = list(ask_every_rule(one, circumstances, "jsonschema-rs"))
    assert found == list(ask_every_rule(one, circumstances, "jsonschema"))
    places = [(finding.rule, finding.part, finding.pointer, finding.suggestion) for finding in found]
    assert len(set(places)) == len(places), "one problem is one finding"
    for finding in found:
        pointer_leads_somewhere(finding, one)
        spec_leads_to_its_keyword(finding, api_version)


def pointer_leads_somewhere(finding: Finding, one: Exchange) -> None:
    """A pointer is one into the payload; of what is missing it is the object that lacks it."""
    if finding.part not in ("request", "response"):
        return
    message = one.request if finding.part == "request" else one.response
    assert message is not None and message.body is not None
    value = message.body.value
    for token in tokens_of(finding.pointer):
        value = value[int(token)] if isinstance(value, list) else value[token]


def spec_leads_to_its_keyword(finding: Finding, api_version: str) -> None:
    """A place in the contract is in the file, and line and column are those of the keyword's name."""
    if finding.spec is None:
        return
    file = contract(api_version).shapes.original
    assert file.has(finding.spec.pointer), finding
    line = file.text.splitlines()[(finding.spec.line or 0) - 1][(finding.spec.column or 0) - 1 :]
    key = tokens_of(finding.spec.pointer)[-1]
    assert key.isdecimal() or line.startswith(json.dumps(key)), finding


def test_the_mutations_meet_most_rules() -> None:
    missing = {
        "request-schema", "response-schema", "discriminator-subtype", "undeclared-member", "member-not-in-version",
        "unlisted-value", "seed-type", "seed-range", "fingerprint-null", "spec-defect", "usage-sum", "choice-index",
    }  # fmt: skip
    for seed in range(1500):
        missing -= {found.rule for found in ask_every_rule(exchange("2024-02-01", seed), Circumstances())}
        if not missing:
            return
    assert not missing


def test_numbers_are_written_as_they_are() -> None:
    assert text_of({"a": Decimal("42.0"), "b": 10**400}) == f'{{"a": 42.0, "b": {10**400}}}'
