"""Whether an output has the shape of what was printed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.document.programs.shape import is_excerpt, parts_of, shape_difference

STORIES = ["Once.\n\nUpon a time", "Twice", "Thrice"]


def told(*stories: str) -> str:
    return "".join(f"Story {number}\n---\n{story}\n---\n\n" for number, story in enumerate(stories, 1))


PARTS = parts_of(told(*STORIES), STORIES)


def test_varying_texts_are_holes() -> None:
    middle = "\n---\n\nStory {}\n---\n"
    between = [middle.format(2), None, middle.format(3)]
    assert parts_of(told(*STORIES), STORIES) == ["Story 1\n---\n", None, *between, None, "\n---\n\n"]
    assert parts_of("a", []) == ["a"]
    assert parts_of("same same", ["same", "same"]) == [None, " ", None]


@pytest.mark.parametrize(
    ("documented", "says"),
    [
        pytest.param(told(*STORIES), None, id="what was printed"),
        pytest.param(told("Other", "than\nthat\n\nall", "of it").rstrip(), None, id="other texts, and no blank end"),
        pytest.param(told("a", "b", "c").replace("\n---\n", "  \n---\n"), None, id="spaces at line ends"),
        pytest.param(told("a", "b"), "`Story 3` is printed next, and is missing", id="a round less"),
        pytest.param(told("a", "b", "c", "d"), "`Story 4` follows where nothing more is printed", id="a round more"),
        pytest.param(told("a", "b", "c").rstrip("-\n"), "its last line `---` is missing", id="no last line"),
        pytest.param(
            told("a", "b", "c").replace("Story 2", "Part 2"),
            "`Part 2` stands where `Story 2` is printed",
            id="a heading",
        ),
        pytest.param(told("a", "b", "c").replace("---\na", "a"), "`a` stands where `---` is printed", id="a separator"),
        pytest.param("", "`` stands where `Story 1` is printed", id="nothing"),
        pytest.param('{"id": "x"}', "stands where `Story 1` is printed", id="something else"),
    ],
)
def test_the_output_of_stories(documented: str, says: str | None) -> None:
    found = shape_difference(PARTS, documented)
    assert (found is None) == (says is None), found
    assert found is None or (says or "") in found.sentence


def test_a_difference_knows_its_line() -> None:
    found = shape_difference(PARTS, told("a", "b", "c").replace("Story 2", "Part 2"))
    assert found is not None
    assert (found.line, found.sentence) == (6, "`Part 2` stands where `Story 2` is printed")


@pytest.mark.parametrize(("text", "excerpt"), [("a\n  ...\nb", True), ("a\n…\n", True), ("a...\n", False), ("", False)])
def test_an_output_may_leave_something_out(text: str, excerpt: bool) -> None:
    assert is_excerpt(text) is excerpt


def test_the_text_alone_may_be_anything_but_missing() -> None:
    parts = parts_of("Hello\n", ["Hello"])
    assert shape_difference(parts, "Good\nmorning\n") is None


@pytest.mark.parametrize(
    ("parts", "documented", "says"),
    [
        pytest.param(["Tokens: ", None, "\n", None, "\n"], "Tokens: 12\nfp_1\n", None, id="words around a value"),
        pytest.param(
            ["Tokens: ", None, "\n"], "Token: 12\n", "`Tokens:` is printed next, and is missing", id="other words"
        ),
        pytest.param(["a", None, "b", None, "c"], "a1b2bc", None, id="a part that comes twice"),
        pytest.param(["a", None, "c"], "ac", "`c` is printed next", id="an answer is never nothing"),
        pytest.param(["a", None, "b\n"], "a1b2", "`b` is printed next", id="the end"),
        pytest.param([None, "\n"], "", "is printed next", id="nothing at all"),
        pytest.param([], "", None, id="nothing was printed"),
        pytest.param(["a\n", None, "\n", "---\n", "\n"], "a\nb\n\nc\n---\n", None, id="printed piece by piece"),
        pytest.param([None, None, "\n"], "a", None, id="two answers side by side"),
        pytest.param(["a \n", None, " \n"], "a\nb", None, id="white space at ends"),
    ],
)
def test_parts_of_lines(parts: list[str | None], documented: str, says: str | None) -> None:
    found = shape_difference(parts, documented)
    assert (found is None) == (says is None), found
    assert found is None or (says or "") in found.sentence


TEXTS = st.text(st.sampled_from("ab\n "), min_size=1, max_size=6).map(str.strip).filter(bool)


@given(st.lists(st.tuples(st.sampled_from(["- ", "\n--\n", "\n\n-- ab\n"]), TEXTS), max_size=5))
def test_whatever_an_answer_holds_the_output_has_the_shape(rounds: list[tuple[str, str]]) -> None:
    parts = [part for literal, _ in rounds for part in (literal, None)]
    pieces = [piece for part in parts for piece in (list(part) if part else [part])]
    printed = "".join(literal + text for literal, text in rounds)
    assert shape_difference(parts, printed) is shape_difference(pieces, printed) is None


def test_a_json_object_has_the_shape_of_another() -> None:
    assert shape_difference(parts_of('{"a": "text"}', ["text"]), '{"b": 1}') is None
    assert shape_difference(['{"a": 1}'], "text") is not None
