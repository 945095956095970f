"""The quick look settles only what every rule is silent about: it and the rules agree on mutated exchanges."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.exchange import Exchange, Headers, Request, Response
from conformance.judge import ask_every_rule, judge
from conformance.rules.circumstances import Circumstances
from conformance.wire.body import Body
from tests.contract.test_engines_agree import EXAMPLES, mutated
from tests.rules.judging import ANSWER, STORY


def exchange(seed: int, api_version: str) -> Exchange:
    asked, answered = mutated(json.loads(STORY), seed), mutated(json.loads(ANSWER), seed // 3)
    url = f"https://h/openai/deployments/d/chat/completions?api-version={api_version}"
    bodies = [Body.from_text(json.dumps(body, default=float)) for body in (asked, answered)]
    headers = Headers.of({"Content-Type": "application/json"})
    return Exchange("t:1", Request("POST", url, headers, bodies[0]), Response(200, None, bodies[1]), api_version)


@pytest.mark.parametrize("api_version", ["2023-05-15", "2023-12-01-preview", "2024-02-01", "2025-04-01-preview"])
@pytest.mark.parametrize("circumstances", [Circumstances(), Circumstances(require_seed=True)])
@settings(max_examples=EXAMPLES, deadline=None, database=None)
@given(seed=st.integers(0, 2**32))
def test_the_quick_look_and_the_rules_agree(api_version: str, circumstances: Circumstances, seed: int) -> None:
    one = exchange(seed, api_version)
    assert list(judge(one, circumstances)) == list(ask_every_rule(one, circumstances))
