"""What a reader sees: the document's text to the letter in each language and set, and the whole object."""

import json
from typing import Any

import pytest

from tests.samples.answers import completion, told
from tests.samples.running import STORIES, Sample, everywhere, run
from tests.samples.service import as_json
from tests.samples.shared_processes import SharedProcesses
from tests.shared_folder import needs_shared, shared

TEXTS = [
    "Am Anfang war – nichts; dann „Licht“: 宇宙の始まり 🌌 e\u0301",
    "A \"quoted\" \\ back`tick, $Env:PATH $(Get-Date) {0} %s <b>&amp;</b> 'single'\r\n\r\n\ttabs and lines  ",
    "0",
]


@pytest.mark.parametrize("sample", everywhere(*STORIES), ids=str)
def test_stories_are_printed_to_the_letter_as_the_document_prints_them(
    sample: Sample, processes: SharedProcesses
) -> None:
    outcome = run(processes, sample, *(as_json(completion(text)) for text in TEXTS), variables={"LC_ALL": "C"}).outcome
    assert (outcome.exit_code, outcome.stdout, outcome.stderr) == (0, told(*TEXTS), "")


ODD: dict[str, Any] = {
    "one": [1],
    "none": [],
    "nested": [[["deep"]], {}],
    "empty": {},
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


@pytest.mark.parametrize("sample", everywhere("print_response"), ids=str)
def test_print_response_prints_the_whole_object_indented_and_nothing_else(
    sample: Sample, processes: SharedProcesses
) -> None:
    answer = completion("Es war einmal 宇宙") | ODD
    outcome = run(processes, sample, as_json(answer)).outcome
    assert (outcome.exit_code, outcome.stderr) == (0, "")
    printed = json.loads(outcome.stdout)
    assert keeps(printed, answer), printed
    assert sample.is_sdk or printed == answer
    lines = outcome.stdout.splitlines()
    assert (lines[0], lines[1][:3], lines[-1]) == ("{", '  "', "}")


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
@pytest.mark.parametrize("sample", everywhere("print_response"), ids=str)
@pytest.mark.parametrize(
    "name",
    [
        pytest.param("02", id="with all that newer models answer"),
        pytest.param("05", id="system_fingerprint null"),
    ],
)
def test_recorded_answers_are_printed_alike_in_all_languages(
    name: str, sample: Sample, processes: SharedProcesses
) -> None:
    answer = json.loads((shared() / "real-responses" / f"{name}.json").read_text(encoding="utf-8"))
    printed = json.loads(run(processes, sample, as_json(answer)).outcome.stdout)
    assert without_nulls(printed) == without_nulls(answer)
