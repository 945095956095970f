"""Changing a document: only what is to change does."""

import pytest

from conformance.document.markdown import DocumentError, Range, content_edits, read_document, replace
from tests.document.markdown.reading import fence, of, own


def test_a_new_date_changes_these_ten_characters_alone() -> None:
    document = own("three-languages.md", "\r\n", bom=True)
    assert document.front_matter is not None
    date = document.front_matter.entry("ms.date")
    assert date is not None
    changed = replace(document, {date.value_range: "01/02/2025"})
    assert changed.encode() == document.encode().replace(b"03/14/2024", b"01/02/2025")
    assert document.text.count("03/14/2024") == 1


def test_several_ranges_are_replaced_at_once() -> None:
    document = of("`a` b `c`", "[d](e)")
    edits = {span.content_range: span.text * 3 for span in document.prose[0].code}
    edits |= {link.href_range: "f.md" for link in document.prose[0].links if link.href_range}
    assert replace(document, edits).text == "`aaa` b `ccc`\n[d](f.md)\n"
    assert replace(document, {}).encode() == document.encode()


@pytest.mark.parametrize(
    ("text", "old", "new", "expected"),
    [
        pytest.param("a\r\nb\r\nc", "b", "x\ny", "a\r\nx\r\ny\r\nc", id="CRLF"),
        pytest.param("a\rb\rc", "b", "x\ny", "a\rx\ry\rc", id="CR"),
        pytest.param("a\nb\nc", "b", "x\r\ny\rz", "a\nx\ny\nz\nc", id="the new text's own do not count"),
        pytest.param("a\r\nb\nc", "a\r\nb\n", "x\ny\n", "x\r\ny\nc", id="mixed stay mixed"),
        pytest.param("a\r\nb\nc\rd", "a\r\nb\n", "1\n2\n3\n4\n", "1\r\n2\n3\n4\nc\rd", id="further ones as the last"),
        pytest.param("a\r\nb", "b", "x\ny\n", "a\r\nx\r\ny\r\n", id="last line without one"),
        pytest.param("ab", "b", "x\n", "ax\n", id="no line end anywhere"),
        pytest.param("a\r\nb\nc", "a\r\nb\n", "a\nb\n", "a\r\nb\nc", id="nothing new"),
        pytest.param("a\rb\nc", "a\rb\n", "a\n\nb\n", "a\r\r\nb\nc", id="a CR is not joined with an LF"),
        pytest.param("a\rb\n", "b", "", "a\r\r\n", id="nor when all between goes"),
    ],
)
def test_line_ends_stay_those_of_the_place(text: str, old: str, new: str, expected: str) -> None:
    document = read_document(text, "a.md")
    start = text.index(old)
    assert replace(document, {Range(start, start + len(old)): new}).text == expected


@pytest.mark.parametrize(
    ("edits", "message"),
    [
        ({Range(0, 2): "x", Range(1, 3): "y"}, "overlap"),
        ({Range(0, 99): "x"}, "outside"),
        ({Range(3, 2): "x"}, "outside"),
        ({Range(-1, 2): "x"}, "outside"),
    ],
)
def test_ranges_that_cannot_be_are_refused(edits: dict[Range, str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        replace(of("abcdef"), edits)


def test_the_content_of_a_fence_in_a_list_is_replaced_with_its_indentation() -> None:
    document = own("lists.md", "\r\n")
    changed = replace(document, content_edits(fence(document.blocks[0]), "one\n\n  two\n"))
    assert "   ```python\r\n   one\r\n\r\n     two\r\n   ```\r\n" in changed.text
    assert fence(changed.blocks[0]).content == "one\n\n  two\n"
    assert [fence(block).content for block in changed.blocks[1:]] == [
        fence(block).content for block in document.blocks[1:]
    ]


def test_the_content_of_a_fence_in_a_quote_keeps_the_quote_together() -> None:
    document = own("lists.md")
    changed = replace(document, content_edits(fence(document.blocks[4]), "a\n\nb"))
    assert "> ```json\n> a\n>\n> b\n> ```\n" in changed.text
    assert fence(changed.blocks[4]).content == "a\n\nb\n"


def test_a_fence_on_a_list_marks_line_is_filled_below_it() -> None:
    document = own("lists.md")
    changed = replace(document, content_edits(fence(document.blocks[5]), "x: 1\n"))
    assert "10. ```yaml\n    x: 1\n    ```\n" in changed.text


@pytest.mark.parametrize(
    ("mark", "content", "expected"),
    [
        ("```", "```\n", "````python\n```\n````\n"),
        ("```", "a\n  `````  \n", "``````python\na\n  `````  \n``````\n"),
        ("~~~", "~~~\n", "~~~~python\n~~~\n~~~~\n"),
        ("```", "~~~\n", "```python\n~~~\n```\n"),
        ("```", "    ```\n", "```python\n    ```\n```\n"),
        ("```", "```json\n", "```python\n```json\n```\n"),
        ("```", "", "```python\n```\n"),
    ],
)
def test_a_fence_grows_where_its_content_would_end_it(mark: str, content: str, expected: str) -> None:
    document = of(f"{mark}python", "old", mark)
    changed = replace(document, content_edits(fence(document.blocks[0]), content))
    assert changed.text == expected
    assert fence(changed.blocks[0]).content == content


def test_an_unclosed_fence_has_no_content_to_replace() -> None:
    with pytest.raises(DocumentError, match=r"without an end .* close it first\.$"):
        content_edits(fence(of("```", "x").blocks[0]), "y")
