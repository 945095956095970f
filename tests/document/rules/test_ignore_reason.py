"""``ignore-reason``: a comment that ignores a finding says why; and what such comments are about."""

import pytest

from tests.document.checking.analysing import checked, place_of
from tests.document.rules.marking import speaks
from tests.document.rules.writing import fence, powershell, python, tabs

WHY = "because it is meant"
IGNORE = f"<!-- conformance: ignore prose-type, {WHY} -->"
WRONG = "`seed` is a string."


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"<!-- conformance: ▸ignore prose-type -->\n{WRONG}\n", id="none"),
        pytest.param(f"<!-- conformance: ▸ignore prose-type, because -->\n{WRONG}\n", id="an empty one"),
        pytest.param(f"{IGNORE}\n{WRONG}\n", id="one"),
        pytest.param("<!-- conformance: ignore prose-type because it is meant -->\n`seed` is a string.\n", id="no comma"),
        pytest.param(fence("text", "# conformance: ignore prose-type"), id="in a language without comments"),
        pytest.param("<!-- a conformance: ignore of ours -->\n", id="another comment"),
    ],
)  # fmt: skip
def test_a_comment_says_why(text: str) -> None:
    speaks("ignore-reason", text)


def hidden(text: str) -> tuple[list[tuple[str, int]], int]:
    result = checked(text)
    return [place_of(one)[:2] for one in result.findings], result.hidden


@pytest.mark.parametrize(
    ("text", "left", "count"),
    [
        pytest.param(f"{IGNORE}\n{WRONG}\n", [], 1, id="the line below"),
        pytest.param(f"{IGNORE}\n\n{WRONG}\n", [], 1, id="an empty line between"),
        pytest.param(f"{WRONG} {IGNORE}\n", [], 1, id="behind the line"),
        pytest.param(f"{IGNORE}\nSome words,\nand {WRONG}\n", [], 1, id="a paragraph of two lines"),
        pytest.param(f"{IGNORE}\nWords.\n\n{WRONG}\n", [("ignore-unused", 1), ("prose-type", 4)], 0, id="the next one"),
        pytest.param(f"* a\n* {IGNORE}\n  {WRONG}\n", [], 1, id="in a list"),
        pytest.param(f"> {IGNORE}\n> {WRONG}\n", [], 1, id="in a quote"),
        pytest.param(f"{IGNORE}\n# A\n{WRONG}\n", [("ignore-unused", 1), ("prose-type", 3)], 0, id="a heading alone"),
        pytest.param(
            f"<!-- conformance: ignore prose-type, json-depth, {WHY} -->\n{WRONG}\n",
            [("ignore-unused", 1)],
            1,
            id="two",
        ),
        pytest.param(f"{IGNORE}\n<!-- another -->\n{WRONG}\n", [], 1, id="a comment between"),
    ],
)
def test_what_a_comment_is_about(text: str, left: list[tuple[str, int]], count: int) -> None:
    assert hidden(text) == (left, count)


def test_a_comment_in_code_is_about_its_line_or_the_next() -> None:
    wrong = python('"sede": 42, ')
    (line,) = [line for line in wrong.splitlines() if "sede" in line]
    assert [rule for rule, _ in hidden(wrong)[0]] == ["undeclared-member"]
    behind = wrong.replace(line, f"{line}  # conformance: ignore undeclared-member, {WHY}")
    above = wrong.replace(line, f"# conformance: ignore undeclared-member, {WHY}\n{line}")
    before = f"<!-- conformance: ignore undeclared-member, {WHY} -->\n{wrong}"
    for text in (behind, above, before):
        assert hidden(text) == ([], 1), text
    shell = powershell("sede = 42; ")
    (line,) = [line for line in shell.splitlines() if "sede" in line]
    assert hidden(shell.replace(line, f"{line} # conformance: ignore undeclared-member, {WHY}")) == ([], 1)


def test_front_matter_and_tabs_have_comments_too() -> None:
    front = f"---\n# conformance: ignore ms-date, {WHY}\nms.date: 01/01/2001\n---\n"
    assert hidden(front) == ([], 1)
    text = f"<!-- conformance: ignore tab-id, {WHY} -->\n\n" + tabs(("Python", "pyton", "A"), ("Bash", "bash", "B"))
    assert hidden(text) == ([], 1)


def test_what_is_ignored_is_nobody_elses_finding() -> None:
    text = f"{IGNORE}\n{WRONG}\n\n{WRONG}\n"
    assert hidden(text) == ([("prose-type", 4)], 1)


def test_the_words_of_a_comment_are_no_prose() -> None:
    text = "`max_tokens` is optional. <!-- conformance: ignore prose-member, because `max_token` is a string. -->\n"
    assert [rule for rule, _ in hidden(text)[0]] == ["ignore-unused"]
