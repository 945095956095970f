"""Answers of newer models: what is known of them beforehand is what the rules say, place by place."""

import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.contract.contract import contract
from conformance.contract.engines import DEFAULT, EngineName
from conformance.exchange import Exchange, Request, Response
from conformance.finding import Finding
from conformance.judging import newer_answers
from conformance.judging.judge import Judge, ask_every_rule
from conformance.judging.newer_answers import NewerAnswers
from conformance.judging.rules.circumstances import Circumstances
from conformance.wire.body import Body
from tests.contract.distinct import DISTINCT
from tests.contract.test_engines_agree import mutated
from tests.fuzzing import TRIED, budget, inputs_are_told  # noqa: F401 - a fixture
from tests.judging.rules.judging import ANSWER, STORY
from tests.judging.test_engines_find_the_same import text_of

pytestmark = pytest.mark.usefixtures("inputs_are_told")
NEWER: dict[str, Any] = {
    "annotations": [],
    "refusal": None,
    "completion_tokens_details": {"reasoning_tokens": 0},
    "logprobs": {"content": [{"token": "a", "logprob": -0.1, "bytes": [97], "top_logprobs": []}], "refusal": None},
    "tool_calls": [{"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}, "index": 0}],
    "content_filter_results": {"hate": {"filtered": False, "severity": "safe"}, "jailbreak": {"filtered": False}},
    "service_tier": "default",
    "audio": None,
    "context": {"messages": [{"role": "tool", "content": "x", "end_turn": True}]},
    "nowhere": {"type": "x"},
    "finish_reson": "stop",
    "indx": 0,
    "type": "text",
    "role": "assistant",
    "a/b~": 1,
}
JUDGES: dict[tuple[str, Circumstances], Judge] = {}


def grown(value: Any, chance: random.Random) -> Any:
    """Return ``value`` with newer members in some of its objects, at any position."""
    if isinstance(value, list):
        return [grown(element, chance) for element in value]
    if not isinstance(value, dict):
        return value
    members = [(name, grown(member, chance)) for name, member in value.items()]
    for name in chance.sample(sorted(NEWER), chance.choice((0, 0, 0, 1, 1, 2))):
        if name not in value:
            members.insert(chance.randint(0, len(members)), (name, NEWER[name]))
    return dict(members)


def exchange(seed: int, api_version: str) -> Exchange:
    """Return an exchange whose answer is newer, and in a quarter of all cases wrong as well."""
    chance = random.Random(seed)
    asked, answered = json.loads(STORY), json.loads(ANSWER)
    if api_version < "2023-12-01-preview":
        del asked["seed"], answered["system_fingerprint"]
    if chance.random() < 0.3:
        asked["model"] = "m"
    if chance.random() < 0.4:
        asked["n"] = 2
        answered["choices"] = [{**answered["choices"][0], "index": index} for index in (0, 1)]
    answered = grown(answered, chance)
    if chance.random() < 0.25:
        answered = mutated(answered, seed)
    dated = not api_version.startswith("v")
    path = chance.choice(("d", "d", "d/extensions")) if dated else "v1"
    path = f"/openai/deployments/{path}/chat/completions" if dated else "/openai/v1/chat/completions"
    query = f"?api-version={api_version}" if dated else ""
    return Exchange(
        f"t:{seed}",
        Request("POST", f"https://h{path}{query}", None, Body.from_text(text_of(asked))),
        Response(200, None, Body.from_text(text_of(answered))),
        api_version,
    )


def differing(one: Exchange, circumstances: Circumstances, judge: Judge) -> bool:
    """Whether what ``judge`` finds is not, finding by finding and excerpt by excerpt, what the rules say."""
    found, wanted = list(judge.findings(one)), list(ask_every_rule(one, circumstances))
    return [(finding, finding.excerpt) for finding in found] != [(finding, finding.excerpt) for finding in wanted]


@pytest.mark.parametrize("api_version", DISTINCT)
@budget(8, 4000)
@given(seed=st.integers(0, 2**32), bodies_only=st.booleans())
def test_known_notes_are_what_the_rules_say(api_version: str, seed: int, bodies_only: bool) -> None:
    TRIED["a newer answer beside every rule"] += 1
    circumstances = Circumstances(api_version=api_version, bodies_only=bodies_only)
    judge = JUDGES.setdefault((api_version, circumstances), Judge(circumstances))
    assert not differing(exchange(seed, api_version), circumstances, judge)


@pytest.mark.parametrize("api_version", ["2024-02-01", "2024-10-21"])
def test_the_rules_are_asked_about_none_of_the_like(api_version: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Exchange] = []

    def count(one: Exchange, under: Circumstances, engine: EngineName = DEFAULT) -> Iterator[Finding]:
        asked.append(one)
        return ask_every_rule(one, under, engine)

    monkeypatch.setattr("conformance.judging.judge.ask_every_rule", count)
    judge = Judge(Circumstances())
    found = 0
    for number in range(50):
        answer = json.loads(ANSWER)
        answer["choices"][0]["message"] |= {"nowhere": number, "a/b~": {"type": str(number)}}
        if api_version > "2024-02-01":  # these require both, if only by a slip of the file
            answer["choices"][0] |= {"logprobs": None}
            answer["choices"][0]["message"] |= {"refusal": None}
        url = f"deployments/d/chat/completions?api-version={api_version}"
        body, answered = (
            Body.from_text(STORY.replace('{"seed"', '{"model": "m", "seed"')),
            Body.from_text(text_of(answer)),
        )
        found += len(list(judge.findings(Exchange("t", Request("POST", f"https://h/openai/{url}", None, body), Response(200, None, answered), api_version))))  # fmt: skip
    assert found >= 100
    assert len(asked) <= 2  # the URL alone, and the model once


def test_a_note_that_is_wrong_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(newer_answers, "members_of_versions", lambda *_: {})
    judge = Judge(Circumstances())
    assert any(differing(exchange(seed, "2024-02-01"), Circumstances(), judge) for seed in range(60))


def test_places_without_the_tags_would_be_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    def names() -> list[list[str]]:
        known = NewerAnswers(contract("v1-2026-01-28").operation, "/openai/v1/chat/completions")
        return [list(undeclared(known, kind)) for kind in ("custom", "function", "custom")]

    assert names() == [["extra"], ["custom"], ["extra"]]
    monkeypatch.setattr(newer_answers, "_tags", lambda _: ())
    assert names() != [["extra"], ["custom"], ["extra"]]


def undeclared(known: NewerAnswers, kind: str) -> Iterator[str]:
    """Yield the undeclared members of a sound answer with a tool call of ``kind``; each kind declares its own member."""
    answer = json.loads(ANSWER)
    own = {"custom": {"name": "f", "input": "{}"}, "function": {"name": "f", "arguments": "{}"}}
    call = {"id": "c", "type": kind, kind: own[kind], "custom" if kind == "function" else "extra": own["custom"]}
    del answer["system_fingerprint"]
    answer["choices"][0] |= {"finish_reason": "tool_calls", "logprobs": None}
    answer["choices"][0]["message"] |= {"content": None, "refusal": None, "tool_calls": [call]}
    notes = known.notes(Exchange("t", None, Response(200, None, Body.from_text(text_of(answer)))))
    for note in (*notes.newer, *notes.unknown) if notes is not None else ():
        yield note.pointer.rpartition("/")[2]


def test_names_that_are_data_are_not_remembered_for_ever() -> None:
    judge = Judge(Circumstances())
    for start in range(0, 4000, 40):
        answer = json.loads(ANSWER)
        answer |= {f"member_{number}": number for number in range(start, start + 40)}
        url = "https://h/openai/deployments/d/chat/completions?api-version=2024-02-01"
        one = Exchange("t", Request("POST", url, None, Body.from_text(STORY)), Response(200, None, Body.from_text(text_of(answer))))  # fmt: skip
        assert not differing(one, Circumstances(), judge)
    (known,) = judge._newer.values()
    assert known._count <= newer_answers._MOST_MEMBERS + 40


def test_of_very_many_unknown_members_the_first_ones_get_a_hint() -> None:
    judge = Judge(Circumstances())
    for _ in range(2):
        answer = json.loads(ANSWER)
        answer["choices"][0] |= {f"finish_reaso{number}": 1 for number in range(220)}
        del answer["choices"][0]["finish_reason"]
        answer["usage"] |= {"total_token": 1}
        url = "https://h/openai/deployments/d/chat/completions?api-version=2024-02-01"
        one = Exchange("t", Request("POST", url, None, Body.from_text(STORY)), Response(200, None, Body.from_text(text_of(answer))))  # fmt: skip
        assert not differing(one, Circumstances(), judge)
