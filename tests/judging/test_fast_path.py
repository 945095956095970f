"""The quick look settles only what every rule is silent about: it and the rules agree on sound and mutated exchanges."""

import json
import random
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.contract.engines import DEFAULT, EngineName
from conformance.exchange import Exchange, Headers, Request, Response
from conformance.finding import Finding
from conformance.judging import fast_path
from conformance.judging.judge import Judge, ask_every_rule, judge
from conformance.judging.rules.circumstances import Circumstances
from conformance.judging.rules.registry import RULES
from conformance.judging.rules.rule import Settled
from conformance.wire.body import Body
from tests.contract.distinct import DISTINCT
from tests.contract.test_engines_agree import mutated
from tests.fuzzing import TRIED, budget, inputs_are_told  # noqa: F401 - a fixture
from tests.judging.rules.judging import ANSWER, STORY
from tests.judging.test_engines_find_the_same import text_of

pytestmark = pytest.mark.usefixtures("inputs_are_told")
FRACTIONS = ("0", "2", "2.0", "2.00000000000000000000001", "-0.0", "-1e-400", "1e400", "null", '"0.7"', "0.7")
HEADERS: tuple[dict[str, str], ...] = (
    {"Content-Type": "application/json"},
    {"content-type": "Application/JSON; charset=utf-8"},
    {"A": "b"},
    {},
)


def exchange(seed: int, api_version: str) -> Exchange:
    """Return an exchange that is sound in every second part."""
    chance = random.Random(seed)
    asked, answered = json.loads(STORY), json.loads(ANSWER)
    if api_version < "2023-12-01-preview":
        del asked["seed"], answered["system_fingerprint"]
    if chance.random() < 0.5:
        asked["model"] = "m"
    if chance.random() < 0.5:
        asked = mutated(asked, seed)
    if chance.random() < 0.5:
        answered = mutated(answered, seed // 3)
    text = text_of(asked).replace("0.7", chance.choice(FRACTIONS), 1)
    path = "/openai/v1/chat/completions" if api_version.startswith("v") else "/openai/deployments/d/chat/completions"
    query = "" if api_version.startswith("v") else f"?api-version={api_version}"
    return Exchange(
        f"t:{seed}",
        Request(chance.choice(("POST", None)), f"https://h{path}{query}", Headers.of(chance.choice(HEADERS)), Body.from_text(text)),
        Response(chance.choice((200, None, 500)), None, Body.from_text(text_of(answered))),
        api_version,
    )  # fmt: skip


@pytest.mark.parametrize("api_version", DISTINCT)
@pytest.mark.parametrize("circumstances", [Circumstances(), Circumstances(require_seed=True)], ids=["plain", "seed"])
@budget(10, 2000)
@given(seed=st.integers(0, 2**32))
def test_the_quick_look_and_the_rules_agree(api_version: str, circumstances: Circumstances, seed: int) -> None:
    TRIED["the quick look beside every rule"] += 1
    one = exchange(seed, api_version)
    assert list(judge(one, circumstances)) == list(ask_every_rule(one, circumstances))


def test_the_quick_look_settles_many_and_not_all(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Exchange] = []

    def count(one: Exchange, under: Circumstances, engine: EngineName = DEFAULT) -> Iterator[Finding]:
        asked.append(one)
        return ask_every_rule(one, under, engine)

    monkeypatch.setattr("conformance.judging.judge.ask_every_rule", count)
    judge = Judge(Circumstances())
    for seed in range(400):
        list(judge.findings(exchange(seed, "2024-02-01")))
    assert 30 < 400 - len(asked) < 370


@pytest.mark.parametrize("place", ["a:1", "b:2"])
def test_the_note_about_model_stands_at_its_own_exchange(place: str) -> None:
    url = "https://h/openai/deployments/d/chat/completions?api-version=2024-02-01"
    body = Body.from_text(STORY.replace('{"seed"', f'{{"user": "{place}", "model": "m", "seed"'))
    one = Exchange(place, Request("POST", url, None, body), id=place)
    (found,) = judge(one)
    (wanted,) = ask_every_rule(one, Circumstances())
    assert (found, found.excerpt) == (wanted, wanted.excerpt)
    assert (found.exchange, found.id, found.pointer) == (place, place, "/model")


def test_more_urls_than_are_remembered_are_judged_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conformance.judging.judge._MOST_ROUTES", 3)
    judge = Judge(Circumstances())
    for number in range(10):
        url = f"https://h/openai/deployments/d{number}/chat/completions?api-version=2024-02-01"
        one = Exchange("t", Request("POST", url, None, Body.from_text(STORY.replace('"seed": 42', '"model": "m"'))))
        assert [finding.rule for finding in judge.findings(one)] == ["undeclared-member"]


def judged(asked: str, answered: str, api_version: str) -> tuple[list[Finding], list[Finding]]:
    """Return what the quick way finds the second time that it meets the like, and what every rule says."""
    url = f"https://h/openai/deployments/d/chat/completions?api-version={api_version}"
    one = Exchange(
        "t", Request("POST", url, None, Body.from_text(asked)), Response(200, None, Body.from_text(answered))
    )
    quick = Judge(Circumstances())
    list(quick.findings(one))
    return list(quick.findings(one)), list(ask_every_rule(one, Circumstances()))


def test_an_empty_fingerprint_is_told_where_the_version_declares_none() -> None:
    asked = STORY.replace('"seed": 42, ', "").replace('"seed": 42,', "")
    answer = json.dumps({**json.loads(ANSWER), "system_fingerprint": ""})
    found, wanted = judged(asked, answer, "2023-05-15")
    assert found == wanted
    assert "fingerprint-empty" in [finding.rule for finding in found]


@pytest.mark.parametrize(("completion", "reported"), [(100, False), (101, True)])
def test_tokens_are_counted_by_the_rule_where_n_is_written_with_a_point(completion: int, reported: bool) -> None:
    answer = json.loads(ANSWER)
    answer["choices"] = [{**answer["choices"][0], "index": index} for index in (0, 1)]
    answer["usage"] = {"prompt_tokens": 1, "completion_tokens": completion, "total_tokens": completion + 1}
    asked = STORY.replace('{"seed"', '{"n": 2.0, "seed"')
    found, wanted = judged(asked, json.dumps(answer), "2024-02-01")
    assert found == wanted
    assert ("usage-over-max-tokens" in [finding.rule for finding in found]) is reported


@pytest.mark.parametrize("forgotten", ["usage-sum", "request-schema", "undeclared-member", "seed-type"])
def test_a_rule_that_a_look_forgets_would_be_missed(forgotten: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(fast_path._ABOUT, forgotten, 0)
    fast_path.suspected_rules.cache_clear()
    quick = Judge(Circumstances())
    exchanges = [
        exchange(seed, api_version) for seed in range(150) for api_version in ("2024-02-01", "2025-01-01-preview")
    ]
    differing = (one for one in exchanges if list(quick.findings(one)) != list(ask_every_rule(one, Circumstances())))
    missed = next(differing, None)
    fast_path.suspected_rules.cache_clear()
    assert missed is not None


def test_a_rule_of_which_no_look_knows_is_asked_whatever_is_suspected() -> None:
    known = {rule.id for rule in RULES if rule.settled is not Settled.BY_URL and not rule.id.startswith("stream-")}
    assert known == set(fast_path._ABOUT)
    assert all(
        fast_path._about(replace(RULES[0], id="brevity", settled=Settled.BY_LOOK)) & (1 << bit) for bit in range(16)
    )
