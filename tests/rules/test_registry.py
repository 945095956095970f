"""The registry holds every rule once, loads only what is asked for, and is where everything else takes rules from."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from conformance.finding import Severity
from conformance.judging.rules.registry import RULES
from conformance.rules.declaration import Declaration
from conformance.rules.registry import ROOMS, Room, every_rule, rule_ids, rule_named, rules_about, severity_of
from tests.shared_folder import ROOT

PACKAGE: Final = ROOT / "conformance"
# What stands in a room beside its rules.
HELPERS: Final = {
    "conformance.judging.rules": {
        "api_version", "circumstances", "judgement", "registry", "rule", "sense", "undeclared", "wording",
    },
    "conformance.judging.suite": {"registry", "rule", "sample_run"},
    "conformance.judging.records": {"registry", "rule"},
    "conformance.document.rules": {"registry", "rule"},
}  # fmt: skip

of_every_room = pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.about)


def folder_of(room: Room) -> Path:
    return ROOT.joinpath(*room.package.split("."))


def test_no_two_rules_have_one_id() -> None:
    ids = [rule.id for rule in every_rule()]
    assert len(ids) == len(set(ids)) == sum(len(room.ids) for room in ROOMS)


@of_every_room
def test_the_rules_of_a_room_are_the_pages_in_it_and_its_modules(room: Room) -> None:
    ids = {rule.id for rule in room.rules}
    assert ids == room.ids
    modules = {path.stem for path in folder_of(room).glob("*.py")} - {"__init__"}
    assert modules - HELPERS[room.package] == {name.replace("-", "_") for name in ids}
    assert HELPERS[room.package] <= modules


@of_every_room
def test_a_rule_says_what_it_is_about_as_its_room_does(room: Room) -> None:
    assert {(rule.about, rule.pages) for rule in room.rules} == {(room.about, f"{room.package}.pages")}
    assert list(rules_about(room.about)) == list(room.rules)


@pytest.mark.parametrize("rule", list(every_rule()), ids=lambda rule: rule.id)
def test_a_rule_is_found_by_its_id(rule: Declaration) -> None:
    assert rule_named(rule.id) is rule
    assert severity_of(rule.id) is rule.severity


def test_what_is_no_rule_is_not_found() -> None:
    assert rule_named("seed-typ") is None
    with pytest.raises(KeyError):
        severity_of("seed-typ")


def test_every_rule_about_documents_has_a_test_of_its_name() -> None:
    here = {path.stem for path in (ROOT / "tests" / "document" / "rules").glob("test_*.py")}
    assert {f"test_{rule.id.replace('-', '_')}" for rule in rules_about("document")} <= here


def test_a_rule_without_a_page_is_an_error_and_no_empty_page() -> None:
    with pytest.raises(FileNotFoundError):
        print(Declared("no-such-rule", Severity.ERROR, "there is a page").page)


class Declared(Declaration):
    pages = "conformance.judging.rules.pages"


@pytest.mark.parametrize(
    ("asks", "loads"),
    [
        pytest.param("rule_ids()", set(), id="ids alone"),
        pytest.param("rule_named('no-such-rule')", set(), id="an unknown rule"),
        pytest.param("severity_of('seed-type')", {"conformance.judging.rules"}, id="one of an exchange"),
        pytest.param("list(rules_about('run'))", {"conformance.judging.suite"}, id="those about a run"),
        pytest.param("next(every_rule())", {"conformance.judging.rules"}, id="the first of all"),
        pytest.param("list(every_rule())", {room.package for room in ROOMS}, id="all"),
    ],
)
def test_only_the_rooms_that_are_asked_are_imported(asks: str, loads: set[str]) -> None:
    code = f"import sys; from conformance.rules.registry import *; {asks}; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert {room.package for room in ROOMS if f"{room.package}.registry" in loaded} == loads


@pytest.mark.parametrize("form", ["text", "sarif", "junit", "html"])
def test_a_check_of_traffic_loads_no_rule_about_documents(form: str, tmp_path: Path) -> None:
    report = tmp_path / "report"
    code = (
        "import sys; from conformance.cli.main import run\n"
        f"run(['check', '-', '--format', {form!r}, '-o', {str(report)!r}])\n"
        "print(*(name for name in sys.modules if name.startswith('conformance.document')))"
    )
    line = '{"api_version": "2024-02-01", "request": {"body": {"seed": "1"}}}\n'
    told = subprocess.run(
        [sys.executable, "-c", code], input=line, capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert "seed-type" in report.read_text(encoding="utf-8")
    assert told.stdout.strip() == ""


def named_in(source: str) -> Iterator[str]:
    """Yield the ids that code compares a finding's rule with, or gives to a finding: written out, or as constants."""
    tree = ast.parse(source)
    constants = {
        node.target.id: node.value
        for node in tree.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }
    for node in ast.walk(tree):
        match node:
            case ast.Compare(left=ast.Attribute(attr="rule"), comparators=[value]):
                pass
            case ast.keyword(arg="rule", value=value):
                pass
            case ast.Call(func=ast.Name(id="Finding"), args=[value, *_]):
                pass
            case _:
                continue
        given = constants.get(value.id) if isinstance(value, ast.Name) else value
        if isinstance(given, ast.Constant) and isinstance(given.value, str):
            yield given.value


def test_a_rule_that_code_names_is_one() -> None:
    named = {name: path for path in PACKAGE.rglob("*.py") for name in named_in(path.read_text(encoding="utf-8"))}
    assert len(named) > 5, "the package names rules: had this looked for something else, it would find none"
    assert {name: str(path) for name, path in named.items() if name not in rule_ids()} == {}


@pytest.mark.parametrize(
    "source",
    [
        "if finding.rule == 'seed-typ': pass",
        "Finding(rule='seed-typ')",
        "Finding('seed-typ', severity)",
        "_RULE: Final = 'seed-typ'\nFinding(rule=_RULE)",
        "_RULE: Final = 'seed-typ'\nknown = finding.rule != _RULE",
    ],
)
def test_a_misspelt_rule_in_code_is_seen(source: str) -> None:
    assert list(named_in(source)) == ["seed-typ"]


def test_the_judge_asks_the_rules_of_the_registry() -> None:
    assert tuple(rules_about("exchange")) == RULES
