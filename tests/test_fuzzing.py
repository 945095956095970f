"""No property depends on the speed of a machine: what Hypothesis may do is said in one place."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.fuzzing import PROFILE, budget
from tests.shared_folder import ROOT

TESTS = ROOT / "tests"
# `settings(budget(…), phases=…)` is allowed: it keeps what the profile says.
OF_PROFILES = {"deadline", "max_examples", "suppress_health_check", "database"}
CLOCKS = {"perf_counter", "perf_counter_ns", "process_time", "process_time_ns"}


def offences(source: str) -> Iterator[str]:
    """Yield what a test sets that belongs to the profiles, and what a busy machine would fail: an upper bound of time."""
    if not any(word in source for word in ("settings", "_profile", "HealthCheck", "perf_counter", "process_time")):
        return
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name("settings") | ast.Attribute(attr="settings"), keywords=keywords):
                yield from (f"{node.lineno}: {word.arg}" for word in keywords if word.arg in OF_PROFILES)
            case ast.Call(func=ast.Attribute(attr="load_profile" | "register_profile")):
                yield f"{node.lineno}: a profile"
            case ast.Attribute(attr="HealthCheck") | ast.alias(name="HealthCheck"):
                yield f"{node.lineno}: HealthCheck"
            case ast.Compare(ops=[ast.Lt() | ast.LtE()], left=left) if reads_a_clock(left):
                yield f"{node.lineno}: an upper bound of time"
            case ast.Assign(value=value) if reads_a_clock(value) and not isinstance(value, ast.Call):
                yield f"{node.lineno}: a time that is measured"
            case ast.alias(name=name) if name in CLOCKS:
                yield f"{node.lineno}: {name}"


def reads_a_clock(node: ast.AST) -> bool:
    return any(isinstance(one, ast.Attribute) and one.attr in CLOCKS for one in ast.walk(node))


def test_only_the_profiles_say_how_long_and_how_much() -> None:
    # These choose or bound by time what they try, and assert nothing of it; mutants are tried under a profile of their own.
    trying = {
        TESTS / "expressions" / "working.py",
        *(TESTS / "mutation" / name for name in ("children.py", "trying.py")),
    }
    own = {TESTS / "fuzzing.py", Path(__file__), *trying}
    files = [file for file in TESTS.rglob("*.py") if file not in own and "sources" not in file.parts]
    found = {f"{file.relative_to(ROOT)}:{one}" for file in files for one in offences(file.read_text(encoding="utf-8"))}
    assert not found
    assert len(files) > 100


@pytest.mark.parametrize(
    "source",
    [
        "@settings(deadline=200)\n@given(x)\ndef test(x): ...",
        "@hypothesis.settings(max_examples=9)\ndef test(): ...",
        "from hypothesis import HealthCheck",
        "settings.load_profile('mine')",
        "start = time.perf_counter()\nassert time.perf_counter() - start < 1",
        "start = time.perf_counter()\ntaken = time.perf_counter() - start",
    ],
)
def test_what_a_test_may_not_set_is_seen(source: str) -> None:
    assert list(offences(source))


def test_something_may_be_asked_to_take_its_time() -> None:
    assert not list(offences("start = time.perf_counter()\nassert time.perf_counter() - start >= 2"))


def test_the_profile_is_in_force_and_knows_no_deadline() -> None:
    assert settings.get_current_profile_name() == PROFILE
    assert settings().deadline is None
    assert budget(3, 3).deadline is None and budget(3, 3).max_examples == 3
