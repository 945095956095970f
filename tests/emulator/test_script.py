"""Answers that a script gives, answers that were recorded, and answers that take their time."""

import json
import time
from pathlib import Path
from typing import Any

import pytest

from conformance.emulator import Emulator, Settings
from conformance.emulator.reply import Pace
from conformance.emulator.script import NotARow, row_of
from tests.emulator.asking import ask
from tests.emulator.test_command import emulating, ended, story, variables
from tests.emulator.test_tools import WEATHER, asking, tools

SCRIPT = """
answers:
  - message: Tell me a story about how the universe began?
    times: 1
    text: Once.
  - pattern: "(?i)universe"
    turn: 1
    text: Twice.
  - deployment: other
    fault: rate-limit-bare
"""


def test_the_first_row_that_fits_answers() -> None:
    with Emulator() as emulator:
        emulator.script(message="Hi", text="Hello.", times=1)
        emulator.script(pattern="^H", text="Something with H.")
        emulator.script(turn=2, tool_calls=[{"name": "get_weather", "arguments": {"city": "Paris"}}])
        emulator.script(message="bad", error={"status": 418, "code": "teapot", "message": "No."})
        emulator.script(message="slow", delay="300ms")
        assert [ask(emulator, asking(text)).text for text in ("Hi", "Hi", "Hm")] == [
            "Hello.",
            "Something with H.",
            "Something with H.",
        ]
        two = [
            {"role": "user", "content": "a"},
            {"role": "assistant", "content": "b"},
            {"role": "user", "content": "c"},
        ]
        choice = ask(emulator, {"messages": two, **tools(WEATHER)}).json["choices"][0]
        assert json.loads(choice["message"]["tool_calls"][0]["function"]["arguments"]) == {"city": "Paris"}
        assert choice["finish_reason"] == "tool_calls"
        refused = ask(emulator, asking("bad"))
        assert (refused.status, refused.error) == (418, {"code": "teapot", "message": "No."})
        start = time.perf_counter()
        assert ask(emulator, asking("slow")).text.startswith("Long before")
        assert time.perf_counter() - start >= 0.3
        assert ask(emulator, asking("anything")).text.startswith("Long before")


def test_a_scripted_stream_says_the_same() -> None:
    with Emulator() as emulator:
        emulator.script(text="Two words.")
        body = ask(emulator, asking("x", stream=True)).body
    assert b'"content":"Two"' in body
    assert b'"content":" words"' in body


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"mesage": "x", "text": "y"}, "unknown member mesage"),
        ({"message": "x"}, "no answer; give one of text"),
        ({"text": "x", "error": {"status": 400}}, "more than one of"),
        ({"text": 5}, "text is not text"),
        ({"text": "x", "pattern": "("}, "pattern is not a regular expression"),
        ({"text": "x", "turn": 0}, "turn must be a whole number"),
        ({"fault": "rate-limt"}, "did you mean rate-limit?"),
        ({"text": "x", "delay": "soon"}, "is not a length of time"),
        ({"error": {"status": 200}}, "status from 400 to 599"),
        ({"tool_calls": [{}]}, "has a name"),
    ],
)
def test_a_row_that_cannot_be_meant_is_one_sentence(row: dict[str, Any], words: str) -> None:
    with pytest.raises(NotARow) as caught:
        row_of(row)
    assert words in str(caught.value)


@pytest.mark.parametrize("suffix", [".yaml", ".json"])
def test_a_script_is_read_from_a_file(tmp_path: Path, suffix: str) -> None:
    import yaml

    path = tmp_path / f"script{suffix}"
    path.write_text(SCRIPT if suffix == ".yaml" else json.dumps(yaml.safe_load(SCRIPT)))
    with emulating("--script", str(path), "--quiet") as (process, printed):
        environment = variables(printed)
        texts = [story(environment)["choices"][0]["message"]["content"] for _ in range(2)]  # type: ignore[index]
        process.terminate()
        _, errors = process.communicate(timeout=60)
    assert texts == ["Once.", "Twice."]
    assert errors == ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("answers: [", "is neither JSON nor YAML"),
        ("5", "is not a script"),
        ("- 5", "row 1: not an object"),
        ("- {text: x, mesage: y}", "row 1: unknown member mesage"),
    ],
)
def test_a_script_that_cannot_be_read_is_one_sentence(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "script.yaml"
    path.write_text(text)
    done = ended("--script", str(path))
    assert (done.code, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert words in done.stderr


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--script", "nowhere.yaml"], "cannot read nowhere.yaml"),
        (["--replay", "nowhere.ndjson"], "nowhere.ndjson"),
        (["--latency", "second=1s"], "is not a latency"),
        (["--latency", "first=soon"], "is not a length of time"),
        (["--fault", "nothing=0.5"], "unknown fault nothing"),
        (["--fault", "html=2"], "2 is not a share"),
        (["--fault", "html=0.6", "--fault", "slow=0.6"], "add up to more than 1"),
        (["--model", "x"], "is not DEPLOYMENT=MODEL"),
        (["--model", "x=gpt-4o"], "unknown deployment; add --deployment x"),
    ],
)
def test_a_wrong_option_is_one_sentence(options: list[str], words: str) -> None:
    done = ended(*options)
    assert (done.code, done.stdout, done.stderr.count("\n")) == (2, "", 1), done.stderr
    assert words in done.stderr


def test_recorded_requests_are_answered_as_recorded(tmp_path: Path) -> None:
    url = "https://r.openai.azure.com/openai/deployments/gpt-35-turbo/chat/completions?api-version=2023-12-01-preview"
    answers = [{"id": "one"}, {"id": "two"}]
    path = tmp_path / "traffic.ndjson"
    body = {
        "messages": [
            {"role": "system", "content": "You are a helpful assistant."},
            {"role": "user", "content": "Tell me a story about how the universe began?"},
        ],
        "temperature": 0.7,
        "max_tokens": 50,
        "seed": 7,
    }
    lines = [
        {"request": {"method": "POST", "url": url, "body": body}, "response": {"status": 200, "body": answer}}
        for answer in answers
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    with emulating("--replay", str(path)) as (_, printed):
        environment = variables(printed)
        assert [story(environment, seed=7) for _ in range(3)] == [*answers, answers[1]]
        assert story(environment, seed=8)["object"] == "chat.completion"


def test_latency_is_before_the_first_byte_and_before_each_piece() -> None:
    with Emulator(Settings(latency=Pace(0.2, 0.02))) as emulator:
        start = time.perf_counter()
        ask(emulator, asking("x"))
        assert time.perf_counter() - start >= 0.2
        start = time.perf_counter()
        ask(emulator, asking("x", stream=True, max_tokens=10))
        assert time.perf_counter() - start >= 0.4


def test_an_address_that_others_reach_is_warned_of() -> None:
    with emulating("--host", "0.0.0.0", "--quiet") as (process, _):  # noqa: S104
        process.terminate()
        _, errors = process.communicate(timeout=60)
    assert errors.startswith("conformance emulate: warning: 0.0.0.0 is open to other machines")
    assert errors.count("\n") == 1
