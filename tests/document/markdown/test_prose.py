"""Words, links and inline code, with places to point at."""

import re

import pytest

from conformance.document.markdown import Document, Link
from tests.document.markdown.reading import line, lines, of, own


def links(document: Document) -> list[Link]:
    return [link for prose in document.prose for link in prose.links]


def test_each_paragraph_item_cell_and_quote_is_prose() -> None:
    document = own("tables.md")
    assert [(prose.kind, line(document, prose.range), prose.text) for prose in document.prose[2:-5]] == [
        ("cell", 6, "Parameter"),
        ("cell", 6, "Type"),
        ("cell", 6, "Since"),
        ("cell", 8, "`seed`"),
        ("cell", 8, "integer or null"),
        ("cell", 8, "[2023-12-01-preview](spec.md#a)"),
        ("cell", 9, "`a|b`"),
        ("cell", 9, "é ∣ 😀 `x`"),
        ("cell", 10, "short"),
        ("quote", 13, "`top_p` is [documented](top.md)\nover two lines."),
    ]
    assert [prose.kind for prose in document.prose[-5:]] == [
        "definition",
        "html",
        "paragraph",
        "paragraph",
        "indented",
    ]


def test_a_cell_is_where_it_says_an_escaped_pipe_included() -> None:
    document = own("tables.md")
    cells = {prose.text: prose for prose in document.prose if prose.kind == "cell"}
    assert cells["`a|b`"].range.of(document.text) == r"`a\|b`"
    assert cells["`a|b`"].code[0].content_range.of(document.text) == r"a\|b"
    assert cells["`a|b`"].code[0].text == "a|b"
    position = document.position(cells["é ∣ 😀 `x`"].code[0].range.start)
    assert (position.line, position.column) == (9, 18)


@pytest.mark.parametrize("mark", ["> ", "- ", "  1. ", "> - > "])
def test_a_table_in_a_list_or_quote_has_its_cells_too(mark: str) -> None:
    rest = re.sub(r"[^>]", " ", mark)
    document = of(f"{mark}| a | b |", f"{rest}|---|---|", f"{rest}c | d")
    assert [prose.range.of(document.text) for prose in document.prose] == ["a", "b", "c", "d"]
    assert [document.position(prose.range.start).column for prose in document.prose] == [
        len(mark) + 3,
        len(mark) + 7,
        len(mark) + 1,
        len(mark) + 5,
    ]


def test_a_table_right_below_text_is_one() -> None:
    document = of("text", "| a |", "|---|", "| b |")
    assert [(prose.kind, prose.text) for prose in document.prose] == [
        ("paragraph", "text"),
        ("cell", "a"),
        ("cell", "b"),
    ]


def test_links_have_their_text_and_destination_as_written() -> None:
    document = own("tables.md")
    found = [(link.kind, link.text, link.href) for link in links(document)]
    assert found == [
        ("link", "the list", "list.md"),
        ("image", "a chart", "chart.png"),
        ("autolink", "https://example.test/?api-version=2024-06-01", "https://example.test/?api-version=2024-06-01"),
        ("reference", "reference", "https://example.test/spec"),
        ("link", "2023-12-01-preview", "spec.md#a"),
        ("link", "documented", "top.md"),
        ("definition", "ref", "https://example.test/spec"),
    ]
    for link in links(document):
        assert link.text_range.of(document.text) == link.text
        assert (link.href_range is None) == (link.kind == "reference")
        assert link.href_range is None or link.href_range.of(document.text) == link.href
    assert links(document)[0].range.of(document.text) == '[the list](list.md "All of them")'


@pytest.mark.parametrize(
    ("written", "href"),
    [
        ("[a](b)", "b"),
        ("[a]( <b c> )", "b c"),
        ("[a]()", ""),
        ("[a](<>)", ""),
        (r"[a](b\)c)", r"b\)c"),
        ("[a](b(c)d 'e)')", "b(c)d"),
        ("[a](é&amp;b)", "é&amp;b"),
        ("[`]` a](b)", "b"),
        ("[![x](y)](b)", "b"),
    ],
)
def test_a_destination_is_read_as_written(written: str, href: str) -> None:
    document = of(f"text {written} text")
    link = links(document)[0]
    assert link.href == href
    assert link.range.of(document.text) == written
    assert link.href_range is not None
    assert link.href_range.of(document.text) == href


@pytest.mark.parametrize("written", ["[a] (b)", "[a][]", "[a]", "[x][a]", "[a](b c"])
def test_a_link_by_reference_has_no_destination_of_its_own(written: str) -> None:
    found = links(of(f"text {written}", "", "[a]: https://example.test"))
    assert (found[0].kind, found[0].href, found[0].href_range) == ("reference", "https://example.test", None)


@pytest.mark.parametrize(
    ("written", "text", "content"),
    [
        ("`a`", "a", "a"),
        ("`` a`b ``", "a`b", "a`b"),
        ("` a`", " a", " a"),
        ("` `", " ", " "),
        ("`a\nb`", "a b", "a\nb"),
    ],
)
def test_inline_code_has_its_content_without_backticks(written: str, text: str, content: str) -> None:
    document = of(f"é {written} text")
    span = document.prose[0].code[0]
    assert (span.text, span.content_range.of(document.text)) == (text, content)
    assert span.range.of(document.text) == written


def test_inline_code_over_two_lines_of_a_quote_has_the_mark_in_its_range_only() -> None:
    document = of("> text `a", ">   b` text")
    span = document.prose[0].code[0]
    assert span.range.of(document.text) == "`a\n>   b`"
    assert span.text.split() == ["a", "b"]


def test_unmatched_backticks_and_escapes_are_no_code() -> None:
    document = of(r"a \`b\` and ``c``` and ` d")
    assert document.prose[0].code == ()


def test_an_alert_has_its_kind_and_its_text_without_it() -> None:
    document = own("tables.md")
    alert = document.alerts[0]
    assert (alert.kind, alert.kind_range.of(document.text)) == ("IMPORTANT", "IMPORTANT")
    assert lines(document, alert.range) == (12, 14)
    assert [alert.kind for alert in of("> [!note]  ", "> a", "", "> plain").alerts] == ["NOTE"]


def test_an_alert_ends_with_its_last_line_of_text() -> None:
    document = of("- item", "", "  > [!TIP]", "  > a", "  >", "", "text")
    assert [lines(document, alert.range) for alert in document.alerts] == [(3, 4)]


def test_includes_are_found_as_lines_and_in_text() -> None:
    document = own("tables.md")
    found = [(include.title, include.path, include.path_range.of(document.text)) for include in document.includes]
    assert found == [
        ("short", "~/includes/short.md", "~/includes/short.md"),
        ("whole", "../includes/whole.md", "../includes/whole.md"),
    ]
    assert document.includes[1].range.of(document.text) == "[!INCLUDE [whole](../includes/whole.md)]"


def test_comments_are_found_as_blocks_in_text_and_side_by_side() -> None:
    document = of("<!-- a --> <!-- b -->", "<!-- b", "c -->", "", "text <!-- d -->", "", "- <!--", "  e", "  -->")
    assert [comment.text for comment in document.comments] == ["a", "b", "b\nc", "d", "e"]
    assert [line(document, comment.range) for comment in document.comments] == [1, 1, 2, 5, 7]
    assert [comment.text_range.of(document.text) for comment in document.comments] == ["a", "b", "b\nc", "d", "e"]


def test_what_stands_in_a_comment_is_neither_block_nor_tab() -> None:
    document = of("<!--", "```python", "# [A](#tab/a)", "```", "-->", "text")
    assert (document.blocks, document.tab_groups) == ((), ())
    assert [prose.text for prose in document.prose] == ["text"]


def test_a_match_in_the_text_of_a_passage_is_found_in_the_file() -> None:
    document = of("> one", ">   two `2024-02-01`", "three")
    prose = document.prose[0]
    found = re.search(r"\d{4}-\d\d-\d\d", prose.text)
    assert found is not None
    position = document.position(prose.passage.range(*found.span()).start)
    assert (position.line, position.column) == (2, 10)
    assert prose.passage.range(0, len(prose.text)) == prose.range
