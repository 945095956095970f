"""Positions whatever line ends, byte order marks, tabs and characters a file has."""

import pytest

from conformance.document.markdown import Document, DocumentError, read_document
from tests.document.markdown.reading import DOCUMENTS, fence, of, own

NAMES = sorted(path.name for path in DOCUMENTS.glob("*.md"))


def positions(document: Document) -> list[object]:
    """Return the positions of all that is in a document, and its contents."""
    places = [block.range for block in document.blocks]
    places += [prose.range for prose in document.prose]
    places += [span.content_range for prose in document.prose for span in prose.code]
    places += [link.range for prose in document.prose for link in prose.links]
    places += [part for section in document.sections for part in (section.heading, section.title_range)]
    places += [part for group in document.tab_groups for tab in group.tabs for part in (tab.heading, tab.id_range)]
    places += [zone.range for zone in document.zones]
    places += [comment.text_range for comment in document.comments]
    places += [entry.value_range for entry in (document.front_matter.entries if document.front_matter else ())]
    contents = [fence(block).content for block in document.blocks if hasattr(block, "content")]
    ends = [(document.position(place.start), document.position(place.end)) for place in places]
    return [*ends, *contents, *(prose.text for prose in document.prose)]


@pytest.mark.parametrize("bom", [False, True], ids=["plain", "BOM"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("name", NAMES)
def test_positions_and_contents_do_not_depend_on_line_ends_or_the_mark(name: str, line_end: str, bom: bool) -> None:
    document = own(name, line_end, bom)
    assert positions(document) == positions(own(name))
    assert len(positions(document)) > 5
    assert document.encode() == (b"\xef\xbb\xbf" * bom) + document.text.encode()
    assert document.text.count(line_end) > 5


@pytest.mark.parametrize("name", NAMES)
def test_our_own_documents_have_no_problem(name: str) -> None:
    assert own(name).problems == ()


def test_columns_count_code_points() -> None:
    document = of("é😀\t`seed` e\u0301 `x`")
    columns = [document.position(span.content_range.start).column for span in document.prose[0].code]
    assert columns == [5, 15]


@pytest.mark.parametrize("separator", ["\u2028", "\x0b", "\x0c", "\x85", "\x1c"], ids=repr)
def test_only_line_ends_end_lines(separator: str) -> None:
    document = of(f"a{separator}b `x`", "```", f"c{separator}d", "```")
    assert document.position(document.prose[0].code[0].range.start).line == 1
    assert fence(document.blocks[0]).content == f"c{separator}d\n"


def test_a_line_of_no_break_spaces_before_a_paragraph_moves_nothing() -> None:
    document = of("\u00a0", "text `a`")
    assert document.prose[0].code[0].range.of(document.text) == "`a`"


def test_a_null_character_stays_in_the_file_and_is_replaced_in_the_content() -> None:
    document = of("```", "a\0b", "```", "c `\0`")
    assert fence(document.blocks[0]).content == "a\ufffdb\n"
    assert document.prose[0].code[0].content_range.of(document.text) == "\0"
    assert b"a\0b" in document.encode()


def test_only_the_first_of_two_marks_is_the_files() -> None:
    document = read_document(b"\xef\xbb\xbf\xef\xbb\xbf# a", "two.md")
    assert document.text == "\ufeff# a"
    assert document.encode() == b"\xef\xbb\xbf\xef\xbb\xbf# a"


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"# a\r\nb\xe9", "a.md is not UTF-8 (byte 7, 0xE9 on line 2); save it as UTF-8."),
        (b"\xff\xfe#\0", "a.md is UTF-16; save it as UTF-8, which Learn requires."),
        ("a\n\ud83d", "a.md holds U+D83D on line 2, half a character; write the whole one."),
    ],
    ids=["Latin-1", "UTF-16", "surrogate"],
)
def test_what_is_no_utf8_text_is_one_sentence(raw: str | bytes, sentence: str) -> None:
    with pytest.raises(DocumentError) as error:
        read_document(raw, "a.md")
    assert str(error.value) == sentence


@pytest.mark.parametrize(
    "text", ["", "\n", "\r", "   ", "\t\n", "```", "---", "---\n---", "|", ">", "#", "- ", "\ufeff"]
)
def test_next_to_nothing_can_be_read(text: str) -> None:
    document = read_document(text, "a.md")
    assert document.encode() == text.encode()
