"""Markdown that Learn renders otherwise than was meant: one value with a place and a sentence."""

import re
from typing import get_args

import pytest

from conformance.document.markdown import ProblemKind, read_document
from tests.document.markdown.reading import fence, lines, of

TABS = ("# [A](#tab/a)", "", "a", "", "# [B](#tab/b)", "", "b", "")

CASES: dict[str, tuple[tuple[str, ...], list[tuple[str, int]]]] = {
    "a fence without end": (("text", "```python", "x"), [("fence-unclosed", 2)]),
    "a fence closed by a shorter one": (("````", "```"), [("fence-unclosed", 1)]),
    "a fence without end in a quote": (("> ```", "> x", "", "text"), [("fence-unclosed", 1)]),
    "a fence that runs into the next": (("```python", "x", "", "```bash", "y", "```"), [("fence-swallows", 1)]),
    "a fence that shows a fence": (("````", "```python", "```", "````"), []),
    "a tab group without end": ((*TABS, "## Next"), [("tab-group-unclosed", 1)]),
    "a tab group with its end": ((*TABS, "---"), []),
    "a tab group ended by stars": ((*TABS, "***"), []),
    "a tab group without end in a list": (("- # [A](#tab/a)", "", "  a", "", "text"), [("tab-group-unclosed", 1)]),
    "a tab group without end in a zone": (
        ('::: zone pivot="a"', *TABS, "::: zone-end"),
        [("tab-group-unclosed", 2)],
    ),
    "an end right below text": (
        (*TABS[:-1], "---"),
        [("tab-group-unclosed", 1), ("tab-end-is-heading", 8)],
    ),
    "an underlined heading outside tabs": (("text", "---"), []),
    "a deeper tab group": (
        (*TABS, "## [C](#tab/c)", "", "---", "", "# [D](#tab/d)", "", "---"),
        [("tab-level", 9)],
    ),
    "a tab group in a list in a tab": (
        ("# [A](#tab/a)", "", "- # [B](#tab/b)", "", "  ---", "", "---"),
        [("tab-group-nested", 3)],
    ),
    "a tab id twice": (("# [A](#tab/a)", "", "# [B](#tab/a)", "", "---"), [("tab-id-duplicate", 3)]),
    "a tab id twice with conditions": (("# [A](#tab/a/x)", "", "# [A](#tab/a/y)", "", "---"), []),
    "a tab id in two groups": (("# [A](#tab/a)", "", "---", "", "# [A](#tab/a)", "", "---"), []),
    "a tab id with an underscore": (("# [A](#tab/a_b)",), [("tab-id-invalid", 1)]),
    "a zone without end": (("text", '::: zone pivot="a"', "text"), [("zone-unclosed", 2)]),
    "a zone without end in a list": (
        ('- ::: zone pivot="a"', "", "::: zone-end"),
        [("zone-unclosed", 1), ("zone-end-alone", 3)],
    ),
    "a zone without quotes": (("::: zone pivot=a", "::: zone-end"), [("zone-invalid", 1)]),
    "an end without zone": (("::: zone-end",), [("zone-end-alone", 1)]),
    "a zone in a zone": (
        ('::: zone pivot="a"', '::: zone pivot="b"', "::: zone-end", "::: zone-end"),
        [("zone-nested", 2)],
    ),
    "a moniker in a zone": (
        ('::: zone pivot="a"', '::: moniker range="b"', "::: moniker-end", "::: zone-end"),
        [],
    ),
    "a moniker that the zone's end cuts off": (
        ('::: zone pivot="a"', '::: moniker range="b"', "::: zone-end"),
        [("zone-unclosed", 2)],
    ),
    "a comment without end": (("text", "", "<!-- a", "", "```", "```"), [("comment-unclosed", 3)]),
    "a code include without source": ((':::code language="python":::',), [("code-include-invalid", 1)]),
    "a code include with another attribute": ((':::code source="a" ids="b":::',), [("code-include-invalid", 1)]),
    "a code include with an attribute twice": ((':::code source="a" source="b":::',), [("code-include-invalid", 1)]),
    "a code include without quotes": ((":::code source=a.py:::",), [("code-include-invalid", 1)]),
    "a code include with an open quote": ((':::code source="a.py:::',), [("code-include-invalid", 1)]),
    "an alert with text on its line": (("> [!NOTE] text",), [("alert-text", 1)]),
    "an alert that is none": (("> [!NOTICE]", "> text"), [("alert-unknown", 1)]),
    "a quote that is a video or a button": (("> [!VIDEO https://example.test]", "", '> [!div class="x"]'), []),
    "an include in a quote": (("> [!INCLUDE [a](b.md)]",), []),
    "front matter without end": (("---", "title: a", "", "# A"), [("front-matter-unclosed", 1)]),
    "front matter with a line of words": (("---", "title: a", "words", "---"), [("front-matter-line", 3)]),
    "front matter with a key twice": (("---", "a: 1", "b: 2", "a: 3", "---"), [("front-matter-duplicate", 4)]),
    "front matter with comments": (("---", "# a", "a: 1", "  # b", "---"), []),
    "quotes in a hundred quotes": ((">" * 120 + " text",), [("nesting-too-deep", 1)]),
    "quotes in ninety quotes": ((">" * 90 + " text",), []),
}

# Those of files that the document names; test_sources.py has them.
OF_MARKERS = {"marker"}  # what a marker names is looked for when a document is checked, run or updated
OF_SOURCES = {"include-id", "include-missing", "include-not-utf8", "include-outside", "include-range"}
OF_INCLUDES = {"include-circle", "include-too-deep", "include-too-much"}  # tests/document/checking/test_includes.py


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_a_problem_has_its_kind_and_place(text: tuple[str, ...], expected: list[tuple[str, int]]) -> None:
    document = of(*text)
    assert [(problem.kind, problem.position.line) for problem in document.problems] == expected
    for problem in document.problems:
        assert problem.position == document.position(problem.range.start)
        # One sentence that says what to do: no line breaks, and an end.
        assert re.fullmatch(r"[A-Z`][^\n]*\.", problem.sentence)
    assert document.encode().decode() == "\n".join(text) + "\n"


def test_each_kind_of_problem_has_a_case() -> None:
    shown = {kind for _, expected in CASES.values() for kind, _ in expected}
    assert shown | OF_SOURCES | OF_INCLUDES | OF_MARKERS == set(get_args(ProblemKind))
    assert not shown & (OF_SOURCES | OF_INCLUDES | OF_MARKERS)


def test_an_unclosed_fence_has_the_rest_as_its_content() -> None:
    document = of("```python", "x", "", "# [A](#tab/a)")
    assert document.tab_groups == ()
    assert document.blocks[0].range.of(document.text) == document.text.rstrip("\n")


@pytest.mark.parametrize("last", ["> ```", "    ```", "- ```", "``"])
def test_a_last_line_that_only_looks_like_an_end_closes_no_fence(last: str) -> None:
    document = read_document(f"```\n{last}", "a.md")
    assert fence(document.blocks[0]).close is None
    assert fence(document.blocks[0]).content == last


def test_a_zone_that_another_ones_end_cuts_off_ends_there() -> None:
    document = of(*CASES["a moniker that the zone's end cuts off"][0], "text")
    assert [(zone.name, lines(document, zone.range)) for zone in document.zones] == [
        ("zone", (1, 3)),
        ("moniker", (2, 2)),
    ]


def test_an_unclosed_tab_group_runs_to_the_end_as_on_learn() -> None:
    document = of(*TABS, "## Next", "text")
    assert document.tab_groups[0].end is None
    assert document.tab_groups[0].tabs[1].range.of(document.text).endswith("## Next\ntext\n")
