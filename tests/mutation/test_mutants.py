"""What is a mutant, how it is named and drawn, and that a child sees the one that it is to try."""

import ast
import json
import os
import signal
from collections import deque
from dataclasses import replace
from pathlib import Path

import pytest

from tests.mutation.__main__ import FIELDS, LIST, concluded, draw
from tests.mutation.children import NO_END, in_children, limit_seconds
from tests.mutation.learning import Learned
from tests.mutation.mutants import Mutant, mutants
from tests.mutation.results import Results

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


def test_a_child_returns_what_it_found_and_jobs_may_follow() -> None:
    jobs = deque(["a", "b", "c"])
    told = []
    for job, said in in_children(jobs, lambda job: f"did {job}", 2):
        told.append((job, said))
        if job == "c":
            jobs.append("d")
    assert sorted(told) == [("a", "did a"), ("b", "did b"), ("c", "did c"), ("d", "did d")]


def test_a_child_that_breaks_off_waits_or_takes_too_much_is_told_and_what_it_raises_is_raised() -> None:
    def work(job: str) -> str:
        if job == "computes":
            limit_seconds(0)
            while True:
                pass
        if job == "waits":
            signal.pause()
        if job == "ends":
            os._exit(3)
        if job == "raises":
            raise ValueError("no")
        return ""

    assert dict(in_children(deque(["computes", "ends", "waits"]), work, 3, idle=0.1)) == {
        "computes": NO_END,
        "ends": "(ended with 3)",
        "waits": NO_END,
    }
    with pytest.raises(RuntimeError, match="raises: ValueError"):
        list(in_children(deque(["raises"]), work, 1))


def test_a_survivor_that_is_not_listed_or_one_in_eight_fails_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    every = made(tmp_path)
    killed = dict.fromkeys(every, "a test")
    assert concluded(every, killed, whole=True) == 0
    assert concluded(every, killed | {every[0]: ""}, whole=True) == 1
    assert '"why": ""' in capsys.readouterr().out
    assert concluded(every, {}, whole=False) == 1
    assert concluded(every, killed | {every[0]: NO_END}, whole=True) == 0
    assert "does not end, and counts as killed" in capsys.readouterr().out


def test_what_became_of_a_mutant_is_kept_and_goes_with_the_code(tmp_path: Path) -> None:
    one, other, *_ = made(tmp_path)
    (tmp_path / "conformance").mkdir()
    code = tmp_path / "conformance" / "a.py"
    code.write_text("1")
    first = Results(tmp_path, tmp_path / "kept")
    first.add(one, "a test")
    first.add(other, "")
    assert Results(tmp_path, tmp_path / "kept").open([one, other]) == []
    code.write_text("2")
    assert Results(tmp_path, tmp_path / "kept").open([one, other]) == [one, other]
    assert Results(tmp_path, tmp_path / "kept", trusting=True).open([one, other]) == [other]


def test_the_tests_of_a_mutant_are_those_that_call_it_the_quickest_first(tmp_path: Path) -> None:
    learned = Learned({"a::1": 2.0, "a::2": 1.0, "b::1": 0.5, "c::1": 3.0}, {("m.py", "first"): ["a::1", "c::1"]})
    mutant = next(one for one in made(tmp_path) if one.function == "first")
    assert learned.tests_of(mutant) == ["a::1", "c::1"]
    assert learned.near(mutant) == ["a::1", "c::1", "a::2"]
    elsewhere = replace(mutant, module="conformance/wire/x.py")
    assert learned.tests_of(elsewhere) == [] and learned.near(elsewhere) == ["b::1", "a::2", "a::1", "c::1"]
    learned.write(tmp_path / "learned.json")
    assert Learned.read(tmp_path / "learned.json") == learned


def test_each_survivor_on_the_list_has_its_reason_and_is_there_once() -> None:
    entries = json.loads(LIST.read_text(encoding="utf-8"))
    assert all(set(entry) == {*FIELDS, "why"} and len(entry["why"]) > 15 for entry in entries)
    keys = [tuple(entry[name] for name in FIELDS) for entry in entries]
    assert len(set(keys)) == len(keys)
