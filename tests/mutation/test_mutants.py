"""What is a mutant, how it is named and drawn, and that a child sees the one that it is to try."""

import ast
import json
from pathlib import Path

import pytest

from tests.mutation.__main__ import FIELDS, LIST, concluded, draw
from tests.mutation.mutants import Mutant, mutants
from tests.mutation.trying import Children

MODULE = '''\
"""A text."""

from typing import Final

NAMES: Final = ("a", "b")


def first(numbers: list[int], most: int = 3) -> int | None:
    """Return it."""
    for number in numbers:
        if number < most and number not in (1, 2):
            continue
        return number
    return None
'''


def made(tmp_path: Path, source: str = MODULE) -> list[Mutant]:
    file = tmp_path / "m.py"
    file.write_text(source, encoding="utf-8")
    return mutants(tmp_path, file)


def test_each_kind_of_slip_is_made_and_nothing_is_made_of_types_and_texts(tmp_path: Path) -> None:
    assert {(one.function, one.was, one.becomes) for one in made(tmp_path)} == {
        ("", "('a', 'b')", "('b',)"),
        ("", "'a'", "'~'"),
        ("", "'b'", "'~'"),
        ("first", "3", "4"),
        ("first", "if number < most and number not in (1, 2)", "if not (number < most and number not in (1, 2)): continue"),
        ("first", "number < most and number not in (1, 2)", "number < most or number not in (1, 2)"),
        ("first", "number < most and number not in (1, 2)", "number < most"),
        ("first", "number < most", "number <= most"),
        ("first", "number not in (1, 2)", "number in (1, 2)"),
        ("first", "(1, 2)", "(2,)"),
        ("first", "1", "2"),
        ("first", "2", "3"),
        ("first", "continue", "break"),
        ("first", "return number", "return None"),
    }  # fmt: skip


def test_only_what_stands_in_the_body_of_a_function_is_hot(tmp_path: Path) -> None:
    hot = {one.was: one.hot for one in made(tmp_path)}
    assert hot["continue"] and not hot["'a'"] and not hot["3"]


def test_a_mutant_differs_from_its_module_in_one_place_alone(tmp_path: Path) -> None:
    whole = ast.unparse(ast.parse(MODULE)).splitlines()
    for one in made(tmp_path):
        lines = ast.unparse(one.tree()).splitlines()
        assert len(lines) == len(whole)
        assert sum(a != b for a, b in zip(lines, whole, strict=True)) == 1, one


def test_a_change_elsewhere_in_the_file_leaves_the_names_of_the_others(tmp_path: Path) -> None:
    before = {one.key for one in made(tmp_path)}
    after = {one.key for one in made(tmp_path, MODULE.replace("NAMES", "X = 5\nNAMES", 1))}
    assert after - before == {("m.py", "", "5", "6", 1)} and before <= after


def test_the_seed_decides_what_is_drawn() -> None:
    wire = ("conformance/wire",)
    first, again, other = ([one.key for one in draw(seed, 5, "pointer", wire)] for seed in (1, 1, 2))
    assert first == again != other


def test_a_child_tells_its_end_and_one_that_breaks_off_is_told_too(tmp_path: Path) -> None:
    one, other = made(tmp_path)[:2]

    def breaks_off() -> str:
        raise RuntimeError

    children = Children(2)
    ended = dict([*children.start(one, lambda: "a test"), *children.start(other, breaks_off), *children.rest()])
    assert ended == {one: "a test", other: "(ended with 1)"}


def test_a_survivor_that_is_not_listed_or_one_in_eight_fails_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    every = made(tmp_path)
    assert concluded([], 100, whole=True) == 0
    assert concluded(every[:1], 100, whole=True) == 1
    assert '"why": ""' in capsys.readouterr().out


def test_each_survivor_on_the_list_has_its_reason_and_is_there_once() -> None:
    entries = json.loads(LIST.read_text(encoding="utf-8"))
    assert all(set(entry) == {*FIELDS, "why"} and len(entry["why"]) > 15 for entry in entries)
    keys = [tuple(entry[name] for name in FIELDS) for entry in entries]
    assert len(set(keys)) == len(keys)
