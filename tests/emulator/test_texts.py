"""What decides a text, and how far it repeats."""

import json
import os
from collections import Counter
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.emulator.serving import ABSENT, Emulator, Fingerprint, Settings, fingerprint_of
from conformance.emulator.story import LONGEST_WALK, STAGES, choices_of, tell, tokens_of
from tests.emulator.asking import CHAT, MESSAGES, SEEDED, STORY, Answer, ask, send
from tests.fuzzing import budget

OPENING = "Long before the first morning, "


def test_a_seeded_text_repeats_whatever_the_order_and_spelling_of_the_parameters(emulator: Emulator) -> None:
    spelled = json.dumps(dict(reversed(SEEDED.items())), indent=3).replace("0.7", "0.70").replace(" 50", " 5e1")
    again = send(emulator, f"{CHAT}?api-version=2024-02-01", spelled)
    assert ask(emulator).text == ask(emulator).text == again.text


def test_a_null_member_is_a_missing_one(emulator: Emulator) -> None:
    assert ask(emulator, {**SEEDED, "stop": None, "n": None}).text == ask(emulator).text


@pytest.mark.parametrize("api_version", ["2023-12-01-preview", "2025-04-01-preview"])
def test_the_api_version_does_not_decide_the_text(emulator: Emulator, api_version: str) -> None:
    assert ask(emulator, api_version=api_version).text == ask(emulator).text


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"seed": 43}, id="seed"),
        pytest.param({"seed": -42}, id="sign of the seed"),
        pytest.param({"temperature": 0.8}, id="temperature"),
        pytest.param({"top_p": 0.5}, id="another parameter"),
        pytest.param({"messages": MESSAGES[1:]}, id="messages"),
        pytest.param({"messages": MESSAGES[::-1]}, id="order of the messages"),
    ],
)
def test_what_is_sent_decides_the_text(emulator: Emulator, change: dict[str, Any]) -> None:
    assert ask(emulator, {**SEEDED, **change}).text != ask(emulator).text


def test_model_decides_on_the_v1_path(emulator: Emulator) -> None:
    with Emulator.start(Settings(deployments=("a", "b"))) as other:
        texts = [ask(other, {**SEEDED, "model": model}, "v1").text for model in ("a", "a", "b")]
    assert texts[0] == texts[1] != texts[2]


def test_without_a_seed_texts_share_an_opening_and_drift_apart(emulator: Emulator) -> None:
    texts = [ask(emulator, STORY).text for _ in range(5)]
    assert len(set(texts)) == 5
    assert all(text.startswith(OPENING) for text in texts)


@budget(40, 1000)
@given(limit=st.integers(min_value=1, max_value=250), seed=st.integers(0, 5))
def test_max_tokens_cuts_the_same_text_shorter(emulator: Emulator, limit: int, seed: int) -> None:
    body = {"messages": MESSAGES, "seed": seed}
    whole, cut = ask(emulator, body), ask(emulator, {**body, "max_tokens": limit})
    assert whole.text.startswith(cut.text)
    tokens = cut.json["usage"]["completion_tokens"]
    assert tokens <= limit
    assert tokens == len(tokens_of(cut.text))
    reason = cut.json["choices"][0]["finish_reason"]
    assert reason == ("stop" if cut.text == whole.text else "length")
    assert whole.json["choices"][0]["finish_reason"] == "stop"


def test_the_two_names_of_the_limit_do_the_same(emulator: Emulator) -> None:
    body = {"messages": MESSAGES, "seed": 1}
    old, new = (
        ask(emulator, {**body, **limit}, "2025-04-01-preview").text
        for limit in ({"max_tokens": 20}, {"max_completion_tokens": 20})
    )
    assert old == new
    assert len(tokens_of(old)) == 20


@pytest.mark.parametrize(("limit", "status"), [("1e999999999", 400), ("9" * 400, 400), ("50.0", 200), ("4096", 200)])
def test_a_limit_may_be_any_integer_that_the_model_can_do(emulator: Emulator, limit: str, status: int) -> None:
    body = json.dumps(SEEDED).replace('"max_tokens": 50', f'"max_tokens": {limit}')
    assert send(emulator, f"{CHAT}?api-version=2024-02-01", body).status == status


def test_without_a_seed_answers_at_temperature_0_are_nearly_equal(emulator: Emulator) -> None:
    texts = [ask(emulator, {"messages": MESSAGES, "temperature": 0}).text for _ in range(40)]
    usual, times = Counter(texts).most_common(1)[0]
    assert times >= 20
    assert all(text[:100] == usual[:100] for text in texts)


@pytest.mark.parametrize("stop", [".", ["zzz", ".", "!"]])
def test_a_stop_cuts_the_same_text(emulator: Emulator, stop: Any) -> None:
    whole = ask(emulator, {"messages": MESSAGES, "seed": 3})
    cut = ask(emulator, {"messages": MESSAGES, "seed": 3, "stop": stop})
    assert cut.text == whole.text.partition(".")[0]
    assert cut.json["choices"][0]["finish_reason"] == "stop"
    assert cut.json["usage"]["completion_tokens"] == len(tokens_of(cut.text))


@pytest.mark.parametrize("count", [1, 2, 7, 128])
def test_n_choices_are_numbered_and_different_and_the_usage_adds_up(emulator: Emulator, count: int) -> None:
    answer = ask(emulator, {**SEEDED, "n": count})
    choices, usage = answer.json["choices"], answer.json["usage"]
    assert [choice["index"] for choice in choices] == list(range(count))
    assert answer.text == ask(emulator).text, "the first choice is the only one of n = 1"
    assert len({choice["message"]["content"] for choice in choices}) == count
    assert usage["completion_tokens"] == 50 * count
    assert usage["total_tokens"] == usage["prompt_tokens"] + usage["completion_tokens"]


def test_the_prompt_of_the_document_is_27_tokens(emulator: Emulator) -> None:
    assert ask(emulator).json["usage"]["prompt_tokens"] == 27


@pytest.mark.parametrize(("share", "fewest", "most"), [(0.0, 0, 0), (0.3, 30, 95), (1.0, 200, 200)])
def test_diverge_is_how_often_a_seeded_answer_differs(share: float, fewest: int, most: int) -> None:
    with Emulator.start(Settings()) as steady:
        usual = ask(steady).text
    with Emulator.start(Settings(diverge=share)) as emulator:
        texts = [ask(emulator).text for _ in range(200)]
    others = [text for text in texts if text != usual]
    assert fewest <= len(others) <= most
    assert all(text.startswith(OPENING) for text in others)
    if others:
        assert len(set(others)) > 0.9 * len(others), "answers that differ also differ from each other"


@pytest.mark.parametrize(
    ("option", "fingerprint"),
    [("fp_0123456789", "fp_0123456789"), ("null", None), ("absent", ABSENT), ("", "")],
)
def test_the_fingerprint_is_the_one_that_was_told(option: str, fingerprint: Fingerprint) -> None:
    assert fingerprint_of(option) is fingerprint or fingerprint_of(option) == fingerprint
    with Emulator.start(Settings(fingerprint=fingerprint_of(option))) as emulator:
        answer, early = ask(emulator), ask(emulator, STORY, "2023-10-01-preview")
    if fingerprint is ABSENT:
        assert "system_fingerprint" not in answer.json
    else:
        assert answer.json["system_fingerprint"] == fingerprint
    assert "system_fingerprint" not in early.json


def test_another_fingerprint_is_another_backend_and_another_text() -> None:
    texts = []
    for fingerprint in ("fp_a", "fp_b", "fp_a"):
        with Emulator.start(Settings(fingerprint=fingerprint)) as emulator:
            texts.append(ask(emulator).text)
    assert texts[0] == texts[2] != texts[1]


def test_each_answer_has_an_id_of_its_own(emulator: Emulator) -> None:
    answers: list[Answer] = [ask(emulator) for _ in range(5)]
    ids = [answer.json["id"] for answer in answers]
    assert len(set(ids)) == 5
    assert all(len(one) == len("chatcmpl-") + 29 for one in ids)


def test_no_walk_is_longer_than_its_numbers() -> None:
    assert LONGEST_WALK <= 64
    longest = max(len(tokens_of(tell(os.urandom(64))[0])) for _ in range(200))
    assert 100 < longest < 250


def test_every_alternative_of_the_story_can_be_told_as_text() -> None:
    for stage in STAGES:
        for sentence in stage:
            for part in sentence:
                assert all(part), "no alternative is empty"
                assert len(set(part)) == len(part), "no alternative stands twice"
    for _ in range(200):
        text = tell(os.urandom(64))[0]
        assert "".join(tokens_of(text)) == text
        assert not {"{", "}", "|"} & set(text)
        assert "  " not in text
        assert all(not (a.isalpha() and b.isspace() and c in ",.;:") for (a, b), (_, c) in pairwise(pairwise(text)))


def test_a_choice_is_made_among_as_many_as_the_walk_says() -> None:
    numbers = list(os.urandom(64))
    text = tell(numbers)[0]
    for place, width in enumerate(choices_of(numbers, 6)):
        same = [*numbers]
        same[place] = numbers[place] % width
        assert tell(same)[0] == text
        assert (
            Counter(tell([*numbers[:place], other, *numbers[place + 1 :]])[0] for other in range(width)).total()
            == width
        )
