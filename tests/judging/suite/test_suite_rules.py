"""Rules about several exchanges: each speaks where it should, and its nearest neighbour stays silent."""

from dataclasses import replace
from typing import Any

import pytest

from conformance.exchange import Exchange, Request, Response
from conformance.judging.suite.languages_differ import MISSING, brief, languages_differ
from conformance.judging.suite.not_reproduced import not_reproduced
from conformance.judging.suite.sample_failed import sample_failed
from conformance.judging.suite.sample_run import SampleRun
from conformance.wire.body import Body

URL = "https://h/openai/deployments/d/chat/completions?api-version=2024-02-01"


def exchange(
    place: str, seed: int | str | None = 42, text: str = "a", fingerprint: str | None = "fp_1", **more: Any
) -> Exchange:
    asked = {"messages": [{"role": "user", "content": "q"}], "temperature": 0.5} | more
    if seed is not None:
        asked["seed"] = seed
    answered = {"choices": [{"message": {"content": text}}], "system_fingerprint": fingerprint}
    return Exchange(
        place, Request("POST", URL, None, Body.from_value(asked)), Response(200, None, Body.from_value(answered))
    )


def run(language: str, *exchanges: Exchange) -> SampleRun:
    file = f"{language}/story.x"
    numbered = [replace(one, place=f"{file}@v:{number}") for number, one in enumerate(exchanges, 1)]
    return SampleRun(file, f"{file}@v", "v", numbered)


@pytest.mark.parametrize(
    ("exchanges", "places"),
    [
        pytest.param([exchange("1"), exchange("2", text="b")], ["2"], id="another text"),
        pytest.param([exchange("1"), exchange("2"), exchange("3", text="b")], ["3"], id="the third differs"),
        pytest.param(
            [exchange("0", seed=None), exchange("1"), exchange("2", text="b")], ["2"], id="behind one without a seed"
        ),
        pytest.param(
            [exchange("1"), exchange("2", text="b"), exchange("3", seed=7), exchange("4", seed=7, text="b")],
            ["2", "4"],
            id="two groups",
        ),
        pytest.param(
            [exchange("1"), exchange("2", text="b"), exchange("3", text="c")], ["2"], id="one finding a group"
        ),
        pytest.param([exchange("1"), exchange("2")], [], id="the same text"),
        pytest.param([exchange("1"), exchange("2", text="b", fingerprint="fp_2")], [], id="another fingerprint"),
        pytest.param([exchange("1", seed=None), exchange("2", seed=None, text="b")], [], id="no seed"),
        pytest.param([exchange("1"), exchange("2", seed=43, text="b")], [], id="another seed"),
        pytest.param([exchange("1"), exchange("2", temperature=1, text="b")], [], id="another request"),
        pytest.param(
            [exchange("1", fingerprint=None), exchange("2", fingerprint=None, text="b")],
            [],
            id="no fingerprint to go by",
        ),
    ],
)
def test_not_reproduced_is_the_same_request_seed_and_fingerprint_with_another_text(
    exchanges: list[Exchange], places: list[str]
) -> None:
    found = list(not_reproduced(exchanges, against_emulator=True))
    assert [finding.exchange for finding in found] == places
    assert all(str(finding.severity) == "error" and finding.related for finding in found)


def test_against_a_real_endpoint_another_text_is_worth_knowing_and_no_failure() -> None:
    (found,) = not_reproduced([exchange("1"), exchange("2", text="b")], against_emulator=False)
    assert str(found.severity) == "note"


@pytest.mark.parametrize(
    ("runs", "placed"),
    [
        pytest.param([{}, {}, {}], [], id="the same"),
        pytest.param([{"model": "d"}, {}, {}], [], id="the SDK's model aside"),
        pytest.param([{"temperature": 1}, {}, {}], [("sdk", "/temperature")], id="the first differs"),
        pytest.param([{}, {"temperature": 1}, {}], [("rest", "/temperature")], id="the second differs"),
        pytest.param([{}, {}, {"temperature": 1}], [("ps", "/temperature")], id="the last differs"),
        pytest.param([{}, {"temperature": 1}], [("rest", "/temperature")], id="of two the last"),
        pytest.param(
            [{}, {"temperature": 1}, {"temperature": 0}], [("ps", "/temperature")], id="no two agree: the last"
        ),
        pytest.param([{}, {"top_p": 1}, {}], [("rest", "/top_p")], id="a member more"),
        pytest.param([{"top_p": 1}, {}, {"top_p": 1}], [("rest", "")], id="a member less: the object that lacks it"),
        pytest.param(
            [{"top_p": True}, {"top_p": 1}, {"top_p": 1}],
            [("sdk", "/top_p")],
            id="true is not 1, though Python says so",
        ),
        pytest.param(
            [{}, {"temperature": 1, "top_p": 1}, {}], [("rest", "/temperature"), ("rest", "/top_p")], id="two members"
        ),
    ],
)
def test_languages_differ_is_placed_at_the_language_that_differs(
    runs: list[dict[str, Any]], placed: list[tuple[str, str]]
) -> None:
    found = list(
        languages_differ(
            [run(name, exchange("", **more)) for name, more in zip(("sdk", "rest", "ps"), runs, strict=False)]
        )
    )
    assert [((finding.exchange or "").split("/")[0], finding.pointer) for finding in found] == placed
    assert all(len(finding.related) == len(runs) - 1 for finding in found)


def test_a_difference_is_told_as_json_so_that_a_string_is_told_from_a_number() -> None:
    (seed,) = languages_differ([run("sdk", exchange("", seed=42)), run("rest", exchange("", seed="42"))])
    assert '`seed` is "42" here and 42 in sdk' in seed.message
    (stop,) = languages_differ([run("sdk", exchange("", stop=[{"a": 1}])), run("rest", exchange("", stop=[]))])
    assert '`stop` is [] here and [{"a": 1}] in sdk' in stop.message


def test_a_call_less_in_one_language_is_a_difference() -> None:
    (found,) = languages_differ(
        [run("sdk", exchange(""), exchange("")), run("rest", exchange("")), run("ps", exchange(""), exchange(""))]
    )
    assert (found.exchange or "").startswith("rest")
    assert "1 request here and 2 in sdk/story.x" in found.message


@pytest.mark.parametrize(
    ("exit_code", "stdout", "stderr", "says"),
    [
        pytest.param(0, "Story", "", None, id="well"),
        pytest.param(0, "", "a warning", None, id="words on standard error are no failure"),
        pytest.param(1, "", "Set AZURE_OPENAI_ENDPOINT.\n", "exit code 1: Set AZURE_OPENAI_ENDPOINT.", id="exit code"),
        pytest.param(None, "", "", "stopped after 60 s", id="stopped"),
        pytest.param(
            0, "", "Traceback (most recent call last):\n  x\nKeyError: 1\n", "traceback: KeyError: 1", id="traceback"
        ),
    ],
)
def test_sample_failed_tells_how(exit_code: int | None, stdout: str, stderr: str, says: str | None) -> None:
    found = sample_failed(run("rest"), exit_code, stdout, stderr, 60)
    assert (found is None) if says is None else (found is not None and says in found.message)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        pytest.param(MISSING, "absent", id="nothing"),
        pytest.param("x" * 60, "x" * 60, id="as long as it may be"),
        pytest.param("x" * 61, "x" * 59 + "…", id="one too long"),
        pytest.param([("a", "1"), ("b", "2")], "a=1, b=2", id="a query"),
        pytest.param([], "[]", id="an empty list"),
        pytest.param({"a": 1}, '{"a":1}', id="an object"),
    ],
)
def test_a_value_is_shown_in_at_most_60_characters(value: Any, said: str) -> None:
    assert brief(value).replace(": ", ":") == said
