"""Every regular expression of the package is fed its worst case at three lengths, and works no longer than the text is long.

``attacking.py`` makes the texts from the pattern's structure, ``working.py`` chooses those that take it longest. A linear
pattern takes milliseconds of processor time for the longest, one that is quadratic takes many seconds, and the limit lies
between. Time that other processes take does not count.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path

import pytest

from conformance.contract.catalog import catalog
from conformance.contract.ecma_pattern import ecma_pattern
from conformance.document.markdown.blocks import _opening
from conformance.document.markdown.edit import _closing
from conformance.document.markdown.snippets import _tag_pattern
from conformance.document.prose.sentences import _code_of
from conformance.reading.powershell.patterns import matches
from conformance.wire.json_text import NotJson, read_json
from tests.counting import lines_run
from tests.document.checking.analysing import checked
from tests.expressions.attacking import repeats
from tests.expressions.discovering import Expression, expressions, made_in_functions, modules
from tests.expressions.working import TooLong, limited, text_of, work, worst_cases
from tests.shared_folder import ROOT

LENGTHS = (1_000, 10_000, 100_000)
# Seconds of processor time, also for the longest; what is linear takes at most 0.1, on a busy machine.
LIMIT = 0.4
# Patterns that a function makes from what it is given: each with what gives some.
MADE = {
    "conformance/contract/ecma_pattern.py": "the contracts",
    "conformance/document/markdown/blocks.py": "a fence's mark",
    "conformance/document/markdown/edit.py": "a fence's mark",
    "conformance/document/markdown/snippets.py": "a file's suffix",
    "conformance/document/prose/words.py": "words, of which modules make constants",
    "conformance/emulator/script.py": "the script of whoever starts the emulator",
    "conformance/reading/powershell/patterns.py": "a source; what it may cost is bounded by its length and the text's",
}
# What is looked for at the beginning of a file only, by a loop over the table.
AT_THE_BEGINNING = "conformance.traffic.foreign._TEXTS"
ALL = (
    *(replace(one, uses=frozenset({"match"})) if one.name.startswith(AT_THE_BEGINNING) else one for one in expressions()),
    *(Expression(f"opening {mark}", _opening(mark), frozenset({"search"})) for mark in ("```", "~~~~")),
    *(Expression(f"closing {mark}", _closing(mark), frozenset({"fullmatch"})) for mark in ("```", "~~~~")),
    *(Expression(f"tag in {name}", _tag_pattern(Path(name)), frozenset({"fullmatch"})) for name in ("a.py", "a.ps1", "a.html", "a.sql", "a.x")),
)  # fmt: skip


def too_long(expression: Expression) -> str | None:
    """Return the text and the length at which the expression works longer than it may, or None."""
    if not repeats(expression.pattern):
        return None
    for attack in worst_cases(expression):
        for length in LENGTHS:
            for way in work(expression.pattern, expression.uses):
                try:
                    with limited(LIMIT):
                        way(text_of(attack, length))
                except TooLong:
                    return f"{attack} of {length} characters"
    return None


@pytest.mark.parametrize("room", sorted({one.name.rpartition(".")[0] for one in ALL}))
def test_every_expression_is_linear(room: str) -> None:
    found = {one.name: too_long(one) for one in ALL if one.name.rpartition(".")[0] == room}
    assert {name: text for name, text in found.items() if text} == {}


def test_every_pattern_of_a_contract_is_linear() -> None:
    # None declares one today; the mark of what could be here is that the slices are read at all.
    slices = [json.loads(file.read_text("utf-8")) for file in sorted((ROOT / "spec").glob("*/inference.json"))]
    assert len(slices) == len(catalog().with_chat)
    written = {pattern for one in slices for pattern in _patterns(one)}
    found = {one: too_long(Expression(one, ecma_pattern(one), frozenset({"search"}))) for one in sorted(written)}
    assert {name: text for name, text in found.items() if text} == {}


def test_no_function_makes_a_pattern_that_is_not_looked_at() -> None:
    files = [Path(import_module(name).__file__ or "") for name in modules()]
    found = {file.relative_to(ROOT).as_posix() for file in files for _ in made_in_functions(file.read_text("utf-8"))}
    assert found == set(MADE)
    assert len(ALL) > 120


@pytest.mark.parametrize(
    ("pattern", "use"),
    [
        pytest.param(r"[A-Za-z][A-Za-z]*(?:[_-]?[A-Za-z]+)+", "fullmatch", id="a repetition in a repetition"),
        pytest.param(r"(?:ab|a[b]|c)*d", "match", id="two ways to the same"),
        pytest.param(r"(?:\s*(?:,|or)\s*)+x", "match", id="a repetition that begins as it ends"),
        pytest.param(r"\w*\d*[\w-]*!", "match", id="neighbours that share"),
        pytest.param(r"\s+$", "search", id="followed from each place to the end"),
        pytest.param(r"\]\([^)]*\)", "finditer", id="a beginning that stands everywhere"),
        pytest.param(r'"(?:[^"\\]|\\.)*"', "finditer", id="a string that is not closed"),
        pytest.param(r"%\w*ab\w*%", "match", id="a word that stands many times in what is repeated"),
        pytest.param(r"(`+)(.+?)\1", "finditer", id="as many as before"),
        pytest.param(r"^\s*(?:curl|pip)", "search-lines", id="blank lines from each of them on"),
    ],
)
def test_what_is_not_linear_is_found(pattern: str, use: str) -> None:
    flags = re.MULTILINE if use == "search-lines" else re.DOTALL
    assert too_long(Expression("it", re.compile(pattern, flags), frozenset({use.partition("-")[0]})))


# Chosen by hand: what a pattern alone does not show, or what once hung.
@pytest.mark.parametrize(
    "text",
    ["`ContextualFunctionProviderAdapter.run`", "`" + "aB" * 400 + ".run`", "`" * 400, "`a``" * 300, " of" * 300 + " or", "[](" * 300],
    ids=["a long name", "a very long name", "backticks", "runs of backticks", "words", "links"],
)  # fmt: skip
def test_a_sentence_that_once_hung_the_check_is_checked(text: str) -> None:
    with limited(20):
        checked(f"# Parameters\n\nSet the parameter {text} in your request, an integer or null. {text}\n\n- {text}\n")


def test_code_spans_are_found_in_work_that_grows_with_the_text() -> None:
    for text in ("`", "`a``", "`a`` b "):
        some, many = (lines_run(partial(_all_code, text * count)) for count in (200, 800))
        assert many < 5 * some


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("`a`", ["a"]),
        ("``a`b``", ["a`b"]),
        ("`a``b`", ["a``b"]),
        ("``a`", []),
        ("`a` `b`", ["a", "b"]),
        ("``a` b`` c` d", ["a` b"]),
        ("no `code", []),
        ("`` ` ``", ["`"]),
        ("`a` ``b` c``", ["a", "b` c"]),
    ],
)
def test_code_spans(text: str, code: list[str]) -> None:
    assert [span.text for span in _code_of(text)] == code


def test_a_pattern_of_a_source_that_could_cost_much_is_not_tried() -> None:
    assert matches("(a+)+$", "a" * 40, "match", exact=True) is None
    assert matches("a*a*a*b", "a" * 5000, "match", exact=True) is None
    assert matches("^a+$", "aaa", "match", exact=True) is True


def test_json_that_is_not_closed_is_looked_at_once() -> None:
    text = '{"a": "' + '\\"' * 100_000
    with limited(5), pytest.raises(NotJson):
        read_json(text)


def _all_code(text: str) -> int:
    return sum(1 for _ in _code_of(text))


def _patterns(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for name, one in value.items():
            if name == "pattern" and isinstance(one, str):
                yield one
            yield from _patterns(one)
    elif isinstance(value, list):
        for one in value:
            yield from _patterns(one)
