"""What is worked out from a text is held for the latest short ones, by everything that it was asked with."""

import ast
from pathlib import Path

import pytest

from conformance.reading.nearby import files_below
from conformance.reading.python.parsed import parsed
from conformance.reading.reader import read_source
from conformance.reading.remembering import remembered


def test_a_short_text_is_worked_out_once_for_each_question() -> None:
    asked: list[tuple[str, int]] = []

    @remembered(2)
    def measured(text: str, by: int) -> int:
        asked.append((text, by))
        return len(text) * by

    assert [measured("ab", 1), measured("ab", 1), measured("ab", 2), measured("ab", 1)] == [2, 2, 4, 2]
    assert asked == [("ab", 1), ("ab", 2)]
    assert [measured("c", 1), measured("ab", 2)] == [1, 4]  # the one that was asked for longest ago has gone
    assert asked == [("ab", 1), ("ab", 2), ("c", 1), ("ab", 2)]
    long = "x" * 10_000
    assert measured(long, 1) == measured(long, 1) == 10_000
    assert asked[-2:] == [(long, 1), (long, 1)]


def test_a_failure_is_not_held() -> None:
    for _ in range(2):
        with pytest.raises(SyntaxError):
            parsed("x = = 1")


def test_the_nodes_are_those_of_a_walk_and_odd_escapes_raise_no_warning() -> None:
    source = parsed("x = '\\d'\nprint(x)\n")
    assert source is parsed("x = '\\d'\nprint(x)\n")
    assert list(source.nodes) == list(ast.walk(source.tree))


def test_a_reading_is_of_its_text_its_place_and_its_language() -> None:
    text = "import requests\nrequests.post('https://h/chat/completions', json={})\n"
    one = read_source("a.md:3", text, "python")
    assert read_source("a.md:3", text, "python") is one
    other = read_source("b.md:3", text, "python")
    assert [call.place.file for call in one.calls + other.calls] == ["a.md:3", "b.md:3"]
    assert read_source("a.md:3", text, "javascript") != one


def test_a_shell_that_sends_a_file_is_read_anew(tmp_path: Path) -> None:
    text, bodies = "curl https://h/chat/completions -d @body.json\n", []
    for body in ('{"seed": 1}', '{"seed": 2}'):
        (tmp_path / "body.json").write_text(body)
        (call,) = read_source("a.md:3", text, "bash", files_below(tmp_path)).calls
        bodies.append(call.text)
    assert bodies == ['{"seed": 1}', '{"seed": 2}']
