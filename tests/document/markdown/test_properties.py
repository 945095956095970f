"""What holds for every document, however broken."""

import dataclasses
import re
from collections.abc import Iterator

from hypothesis import assume, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from conformance.document.markdown import (
    Document,
    Fence,
    Passage,
    Range,
    Source,
    content_edits,
    read_document,
    replace,
)
from tests.document.markdown.learnish import documents
from tests.fuzzing import budget

LIMITS = budget(50, 5000)
ORACLE = MarkdownIt("commonmark", {"maxNesting": 100}).enable("table")


def normalized(text: str) -> str:
    """Return what CommonMark makes of characters before it looks at them."""
    return re.sub("\r\n?", "\n", text).replace("\0", "\ufffd")


def ranges(value: object) -> Iterator[Range]:
    """Yield each range in a model, however deep."""
    if isinstance(value, Range):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from ranges(part)
    elif dataclasses.is_dataclass(value) and not isinstance(value, Source):
        for field in dataclasses.fields(value):
            yield from ranges(getattr(value, field.name))


def passages(document: Document) -> list[Passage]:
    fences = [block.passage for block in document.blocks if isinstance(block, Fence)]
    return fences + [prose.passage for prose in document.prose]


@LIMITS
@given(documents())
def test_what_is_read_is_written_back_byte_for_byte(text: str) -> None:
    document = read_document(text.encode(), "a.md")
    assert document.encode() == text.encode()
    assert replace(document, {}) == document


@LIMITS
@given(documents())
def test_every_range_and_position_lies_inside_the_text(text: str) -> None:
    document = read_document(text, "a.md")
    lines = re.split("\r\n?|\n", document.text)
    for place in ranges(document):
        assert 0 <= place.start <= place.end <= len(document.text)
        position = document.position(place.start)
        assert position.line is not None
        assert position.column is not None
        # The column past the last character is the line end's own.
        assert 1 <= position.column <= len(lines[position.line - 1]) + 2
        before = "".join(re.findall("[^\r\n]*(?:\r\n?|\n)", document.text)[: position.line - 1])
        assert len(before) + position.column - 1 == place.start


@LIMITS
@given(documents())
def test_each_character_of_a_passage_stands_where_it_says(text: str) -> None:
    document = read_document(text, "a.md")
    for passage in passages(document):
        for index, character in enumerate(passage.text):
            offset = passage.offset(index)
            there = normalized(document.text[offset : offset + 1]) or "\n"
            # A tab that is half indentation stands as spaces: what is left of it, and of the blank before.
            assert there == character or (character == " " and there in "\t >-"), (passage, index)


@LIMITS
@given(documents())
def test_links_code_comments_and_includes_stand_where_they_say(text: str) -> None:
    document = read_document(text, "a.md")
    for prose in document.prose:
        for span in prose.code:
            written = span.range.of(document.text)
            assert written[0] == written[-1] == "`"
            if prose.kind != "cell" and span.content_range.of(document.text).isprintable():
                assert span.content_range.of(document.text) == span.text
        for link in prose.links:
            if prose.kind != "cell" and link.href_range is not None:
                assert link.href_range.of(document.text) == link.href
                assert link.range.holds(link.href_range)
            assert link.range.holds(link.text_range)
    for comment in document.comments:
        assert comment.range.of(document.text).startswith("<!--")
        assert comment.range.holds(comment.text_range)
    for include in document.includes:
        assert include.path_range.of(document.text) == include.path == "../b.md"


@LIMITS
@given(documents())
def test_a_fence_is_its_parts(text: str) -> None:
    document = read_document(text, "a.md")
    for fence in document.blocks:
        if not isinstance(fence, Fence):
            continue
        assert fence.open.of(document.text) == fence.mark
        assert normalized(fence.info_range.of(document.text)) == fence.info
        assert fence.label_range.of(document.text) == fence.label
        assert fence.range.holds(fence.open)
        if fence.close is not None:
            assert fence.close.of(document.text).startswith(fence.mark)
            assert fence.range.end == fence.close.end
        if document.position(fence.range.start).column == 1:
            # Blanks on a last line without line end are no line to CommonMark.
            assert normalized(fence.content_range.of(document.text)).rstrip("\t ") == fence.content.rstrip("\t ")


@LIMITS
@given(documents())
def test_what_encloses_holds_what_it_encloses(text: str) -> None:
    document = read_document(text, "a.md")
    for group in document.tab_groups:
        assert all(group.range.holds(tab.range) for tab in group.tabs)
        assert all(tab.range.holds(tab.body) and tab.heading.holds(tab.id_range) for tab in group.tabs)
        assert [tab.id for tab in group.tabs] == [tab.id_range.of(document.text) for tab in group.tabs]
    for section in document.sections:
        assert section.range.holds(section.heading)
        assert section.heading.holds(section.title_range)
    for zone in document.zones:
        assert zone.range.holds(zone.body)
    for output in document.outputs:
        assert output.block in document.blocks
        assert all(owner.range.end <= output.block.range.start for owner in output.owners)


@LIMITS
@given(documents())
def test_fences_are_the_ones_that_plain_markdown_it_sees(text: str) -> None:
    # Learn's own lines end lists and paragraphs where plain Markdown goes on.
    assume(":::" not in text)
    document = read_document(text, "a.md")
    plain = normalized(document.text)
    if document.front_matter is not None:
        taken = normalized(document.front_matter.range.of(document.text)).count("\n") + 1
        plain = "\n" * taken + "\n".join(plain.split("\n")[taken:])
    seen = [(token.info.strip(), token.content) for token in ORACLE.parse(plain) if token.type == "fence"]
    assert [(fence.info, fence.content) for fence in document.blocks if isinstance(fence, Fence)] == seen


@LIMITS
@given(documents())
def test_prose_is_the_text_that_plain_markdown_it_sees(text: str) -> None:
    # Learn's own lines are no prose here, and neither is the first line of an alert.
    assume(":::" not in text and "[!" not in text and "#tab/" not in text)
    document = read_document(text, "a.md")
    assume(document.front_matter is None)
    seen = [token.content for token in ORACLE.parse(normalized(document.text)) if token.type == "inline"]
    inline = ("heading", "paragraph", "item", "quote", "cell")
    assert [prose.text for prose in document.prose if prose.kind in inline] == [content for content in seen if content]


@LIMITS
@given(documents(), st.sampled_from(["", "x\n", "\n", "a\n\n  b\n````\n", "\tx\r\ny\r", "é 😀\n```\n"]))
def test_new_content_of_a_fence_is_read_back_and_the_rest_stays(text: str, content: str) -> None:
    document = read_document(text, "a.md")
    for index, fence in enumerate(document.blocks):
        if not isinstance(fence, Fence) or fence.close is None:
            continue
        changed = replace(document, content_edits(fence, content))
        again = changed.blocks[index]
        assert isinstance(again, Fence)
        assert again.content == normalized(content)
        assert changed.text[: fence.range.start] == document.text[: fence.range.start]
        assert changed.text[again.range.end :] == document.text[fence.range.end :]
        same = replace(document, content_edits(fence, fence.content)).blocks[index]
        assert isinstance(same, Fence)
        assert same.content == fence.content
