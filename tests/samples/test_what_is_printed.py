"""What a reader sees: the document's text byte for byte in each language, and the whole object."""

import json
from typing import Any

import pytest

from tests.samples.answers import completion, told
from tests.samples.running import Outcome, everywhere, run_served
from tests.samples.service import Answer, as_json
from tests.shared_folder import needs_shared, shared

STORIES = [
    "Am Anfang war – nichts; dann „Licht“: 宇宙の始まり 🌌 e\u0301",
    "A \"quoted\" \\ back`tick, $Env:PATH $(Get-Date) {0} %s <b>&amp;</b> 'single'\r\n\r\n\ttabs and lines  ",
    "2024-01-01T00:00:00Z",
]


def test_stories_are_printed_byte_for_byte_as_the_document_prints_them() -> None:
    script = [as_json(completion(story)) for story in STORIES]
    for each in run_served(everywhere("story_without_seed", "story_with_seed"), *script, variables={"LC_ALL": "C"}):
        assert each.outcome == Outcome(0, told(*STORIES), b""), each.sample


def test_an_answer_is_read_as_utf_8_whatever_it_says_of_itself() -> None:
    story = f'{STORIES[0]} <meta charset="iso-8859-1">'
    plain, latin, html = (
        as_json(completion(story), content_type=kind)
        for kind in ("application/json", "application/json; charset=latin1", "text/html")
    )
    for each in run_served(everywhere("story_with_seed"), plain, latin, html):
        assert each.outcome == Outcome(0, told(story, story, story), b""), each.sample


def test_output_and_errors_are_utf_8_whatever_the_locale() -> None:
    latin = {"LC_ALL": "de_DE.ISO-8859-1", "PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"}
    refusal = as_json({"error": {"code": "x", "message": "Größe 宇宙"}}, 400)
    script = as_json(completion(STORIES[0])), refusal
    for each in run_served(everywhere("story_with_seed"), *script, variables=latin):
        assert each.outcome.stdout == told(STORIES[0]), each.sample
        assert each.outcome.stderr.decode().endswith(": Größe 宇宙\n"), each.sample


def test_half_a_surrogate_pair_is_shown_as_a_replacement_character() -> None:
    answer = json.dumps(completion("HERE")).replace("HERE", r"\ud83d a \udf0c\ud83c\udf0c \ud83d").encode()
    shown = "\ufffd a \ufffd🌌 \ufffd"
    for each in run_served(everywhere("story_with_seed", "print_response"), Answer(answer)):
        sample, outcome = each.sample, each.outcome
        assert (outcome.code, outcome.stderr) == (0, b""), sample
        if sample.scenario == "print_response":
            assert json.loads(outcome.stdout)["choices"][0]["message"]["content"] == shown, sample
        else:
            assert outcome.stdout == told(shown, shown, shown), sample


ODD: dict[str, Any] = {
    "one": [1],
    "none": [],
    "nested": [[["deep"]], {}],
    "empty": {},
    "date": "2024-01-01T00:00:00.000+02:00",
    "year": "2024-01-01",
    "long": 9007199254740993,
    "float": -1.9361265e-07,
    "whole": 50.0,
    "null": None,
    "flag": False,
    "text": "ü宇🌌 \"\\/<>&'\u2028\x7f\n",
    "deep": [{"b": [{"c": [{"d": [{"e": [{"f": [{"g": [{"h": "seventeen levels down"}]}]}]}]}]}]}],
}


def without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: without_nulls(member) for name, member in value.items() if member is not None}
    return [without_nulls(item) for item in value] if isinstance(value, list) else value


def keeps(printed: Any, answer: Any) -> bool:
    """Say whether everything that was answered is printed, its nulls included, and nothing but nulls was added."""
    if isinstance(answer, dict):
        return (
            isinstance(printed, dict)
            and all(name in printed and keeps(printed[name], value) for name, value in answer.items())
            and all(printed[name] is None for name in printed.keys() - answer.keys())
        )
    if isinstance(answer, list):
        return (
            isinstance(printed, list)
            and len(printed) == len(answer)
            and all(keeps(*pair) for pair in zip(printed, answer, strict=True))
        )
    return type(printed) is type(answer) and bool(printed == answer)


def test_print_response_prints_the_whole_object_indented_and_nothing_else() -> None:
    answer = completion("2024-01-01T00:00:00Z") | ODD
    for each in run_served(everywhere("print_response"), as_json(answer)):
        sample, outcome = each.sample, each.outcome
        assert (outcome.code, outcome.stderr) == (0, b""), sample
        printed = json.loads(outcome.stdout.decode())
        assert keeps(printed, answer), (sample, printed)
        assert sample.language == "python/sdk" or printed == answer, sample
        lines = outcome.stdout.decode().splitlines()
        assert (lines[0], lines[1][:3], lines[-1]) == ("{", '  "', "}"), sample


@pytest.mark.parametrize(
    ("printed", "answer", "same"),
    [
        pytest.param({"a": 1, "b": None}, {"a": 1}, True, id="a null more"),
        pytest.param({"a": 1, "b": 2}, {"a": 1}, False, id="a member more"),
        pytest.param({}, {"a": None}, False, id="a null less"),
        pytest.param({"a": 1}, {"a": [1]}, False, id="an array of one lost"),
        pytest.param({"a": [1, None]}, {"a": [1]}, False, id="an element more"),
        pytest.param({"a": "2024-01-01T00:00:00.0000000Z"}, {"a": "2024-01-01T00:00:00Z"}, False, id="a date respelt"),
    ],
)
def test_the_comparison_lets_nothing_pass_but_added_nulls(printed: Any, answer: Any, same: bool) -> None:
    assert keeps(printed, answer) is same


@needs_shared
@pytest.mark.parametrize(
    "name",
    [
        pytest.param("02", id="with all that newer models answer"),
        pytest.param("05", id="system_fingerprint null"),
    ],
)
def test_recorded_answers_are_printed_alike_in_all_languages(name: str) -> None:
    answer = json.loads((shared() / "real-responses" / f"{name}.json").read_text(encoding="utf-8"))
    for each in run_served(everywhere("print_response"), as_json(answer)):
        sample, outcome = each.sample, each.outcome
        assert (outcome.code, outcome.stderr) == (0, b""), sample
        assert keeps(json.loads(outcome.stdout), answer), sample
