"""Fences and ``:::code`` lines, with the ranges of all their parts."""

import pytest

from conformance.document.markdown import CodeInclude, canonical_language
from tests.document.markdown.reading import fence, lines, of, own


@pytest.mark.parametrize(
    ("label", "language"),
    [
        ("python", "python"),
        ("Python", "python"),
        ("py", "python"),
        ("powershell", "powershell"),
        ("powershell-interactive", "powershell"),
        ("azurepowershell", "powershell"),
        ("azurepowershell-interactive", "powershell"),
        ("pwsh", "powershell"),
        ("console", "console"),
        ("output", "output"),
        ("Output", "output"),
        ("JSON", "json"),
        ("json", "json"),
        ("csharp", "csharp"),
        ("C#", "csharp"),
        ("bash", "bash"),
        ("sh", "bash"),
        ("azurecli-interactive", "azurecli"),
        ("azurecli", "azurecli"),
        ("http", "http"),
        ("brainfuck", "brainfuck"),
        ("", ""),
    ],
)
def test_a_label_means_one_language(label: str, language: str) -> None:
    assert canonical_language(label) == language
    block = of(f"```{label}", "x", "```").blocks[0]
    assert (block.label, block.language) == (label, language)


def test_a_fence_knows_where_each_part_of_it_stands() -> None:
    document = of("text", "``` JSON  {1-2} ", "{", "}", "````", "text")
    block = fence(document.blocks[0])
    parts = [block.open, block.label_range, block.info_range, block.content_range, block.close, block.range]
    assert [part and part.of(document.text) for part in parts] == [
        "```",
        "JSON",
        "JSON  {1-2}",
        "{\n}\n",
        "````",
        "``` JSON  {1-2} \n{\n}\n````",
    ]
    assert (block.mark, block.info, block.content) == ("```", "JSON  {1-2}", "{\n}\n")


def test_a_fence_in_a_list_or_quote_has_its_content_without_the_marks() -> None:
    document = own("lists.md")
    blocks = [fence(block) for block in document.blocks]
    assert [(block.language, block.prefix, block.content) for block in blocks] == [
        ("python", "   ", "first = 1\n\n  kept = 2\n"),
        ("output", "   ", "nothing\n"),
        ("python", "    ", "second = 2\n"),
        ("bash", "      ", "echo deep\n"),
        ("json", "> ", '{"in": "quote"}\n\n'),
        ("yaml", "    ", "on: the marker line\n"),
    ]
    quoted = blocks[4]
    assert quoted.content_range.of(document.text) == '> {"in": "quote"}\n>\n'
    assert quoted.close is not None
    assert document.text[quoted.close.start - 2 :].startswith("> ```")


def test_a_place_in_the_content_is_found_in_the_file() -> None:
    document = own("lists.md")
    block = fence(document.blocks[0])
    offset = block.passage.at(3, 3)
    assert document.position(offset) == document.position(document.text.index("kept"))
    kept = block.content.index("kept")
    assert block.passage.range(kept, kept + 8).of(document.text) == "kept = 2"


def test_a_tab_that_is_half_indentation_stands_as_spaces_in_the_content() -> None:
    document = of("- ```", "\tx = 1", "  ```")
    block = fence(document.blocks[0])
    assert block.content == "  x = 1\n"
    assert [document.position(block.passage.at(1, column)).column for column in (1, 2, 3)] == [1, 1, 2]


def test_a_whole_line_of_the_content_is_a_whole_line_of_the_file() -> None:
    document = own("lists.md", "\r\n")
    block = fence(document.blocks[0])
    line_end = block.content.index("\n") + 1
    assert block.passage.range(0, line_end).of(document.text) == "first = 1\r\n"
    assert block.passage.range(0, 5).of(document.text) == "first"
    assert block.passage.range(3, 3).of(document.text) == ""


@pytest.mark.parametrize("content", ["", "\n", "\n\n", "a", "a\n\nb\n"], ids=repr)
def test_a_fence_holds_its_content_however_little(content: str) -> None:
    text = f"```\n{content}" if content.endswith("\n") or not content else f"```\n{content}\n"
    document = of(f"{text}```")
    block = fence(document.blocks[0])
    assert block.content == block.content_range.of(document.text) == text.removeprefix("```\n")
    assert block.close is not None


def test_tildes_fence_too_and_backticks_inside_are_content() -> None:
    block = fence(of("~~~output", "```", "~~~").blocks[0])
    assert (block.mark, block.language, block.content) == ("~~~", "output", "```\n")


def test_the_comments_right_before_a_block_are_its_markers() -> None:
    document = own("three-languages.md")
    assert [marker.directive for marker in document.blocks[1].markers] == [
        ("owner", "docs team"),
        ("sample", "python/sdk/count.py"),
    ]
    assert [block.markers for block in document.blocks if block is not document.blocks[1]] == [()] * 8


def test_a_comment_with_text_between_it_and_the_block_is_no_marker() -> None:
    assert of("<!-- sample: a.py -->", "text", "```python", "```").blocks[0].markers == ()


@pytest.mark.parametrize(
    ("comment", "directive"),
    [
        ("<!-- sample: a/b.py -->", ("sample", "a/b.py")),
        ("<!--sample:a-->", ("sample", "a")),
        ("<!-- a note -->", None),
        ("<!-- see https://example.test -->", None),
        ("<!-- sample: -->", None),
        ("<!---->", None),
    ],
)
def test_a_marker_is_a_key_and_a_value(comment: str, directive: tuple[str, str] | None) -> None:
    assert of(comment).comments[0].directive == directive


def test_code_includes_have_their_attributes_with_places() -> None:
    document = own("includes.md")
    blocks = [block for block in document.blocks if isinstance(block, CodeInclude)]
    assert len(blocks) == len(document.blocks)
    asked = [(b.language, b.source.value, b.id and b.id.value, b.lines and b.lines.value) for b in blocks]
    assert asked == [
        ("python", "samples/story.py", "snippet_story", None),
        ("powershell", "~/documents/samples/story.ps1", "story", None),
        ("csharp", "samples/Story.cs", None, "3-5,8-"),
    ]
    assert blocks[0].source.range.of(document.text) == "samples/story.py"
    assert blocks[1].range.of(document.text).endswith('highlight="2":::')
    assert blocks[2].prefix == "  "
    assert lines(document, blocks[2].range) == (9, 9)


def test_a_code_include_ends_a_paragraph_and_takes_the_markers_before_it() -> None:
    document = of("text", "<!-- sample: a.py -->", ':::code source="a.py" language="python" :::')
    assert [prose.text for prose in document.prose] == ["text"]
    assert [marker.text for marker in document.blocks[0].markers] == ["sample: a.py"]


@pytest.mark.parametrize("line", [":::mermaid", ":::codes source='a'", "::: ", "::code", "    :::code source='a'"])
def test_other_colons_are_text(line: str) -> None:
    document = of(line)
    assert (document.blocks, document.problems) == ((), ())
    assert len(document.prose) == 1


def test_code_by_indentation_alone_is_no_block_but_can_be_looked_at() -> None:
    document = own("tables.md")
    assert document.blocks == ()
    assert [prose.text for prose in document.prose if prose.kind == "indented"] == ["indented code\n"]
