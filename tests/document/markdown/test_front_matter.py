"""The keys and values at the top of a document."""

import pytest
import yaml

from conformance.document.markdown import FrontMatter, read_document
from tests.document.markdown.reading import of, own


def front(*lines: str) -> tuple[FrontMatter, str]:
    document = of("---", *lines, "---", "# Title")
    assert document.front_matter is not None
    assert [section.title for section in document.sections] == ["Title"]
    return document.front_matter, document.text


def test_entries_have_their_values_and_places() -> None:
    document = own("three-languages.md")
    matter = document.front_matter
    assert matter is not None
    assert [(entry.key, entry.value) for entry in matter.entries] == [
        ("title", "Count tokens: a short guide"),
        ("description", "It's about tokens"),
        ("ms.date", "03/14/2024"),
        ("ms.custom", "- devx-track-python\n- ignite"),
    ]
    date = matter.entry("ms.date")
    assert date is not None
    assert date.value_range.of(document.text) == "03/14/2024"
    assert date.key_range.of(document.text) == "ms.date"
    position = document.position(date.value_range.start)
    assert (position.line, position.column) == (4, 10)
    assert matter.entry("author") is None
    assert matter.range.of(document.text).endswith("ignite\n---")


@pytest.mark.parametrize(
    "line",
    [
        "key: value",
        "key: two words",
        "key:    spaced   ",
        'key: "a: b # c"',
        "key: 'it''s'",
        'key: "a \\"b\\""',
        "key: a # comment",
        "key: a#b",
        "key: https://example.test/a:b",
        "key:",
        "'key': a",
        "key: # nothing",
        "key: false",
        "key: 'a' # b",
        "key: 09/20/2024",
    ],
)
def test_a_value_is_what_yaml_reads(line: str) -> None:
    matter, text = front(line)
    entry = matter.entries[0]
    # BaseLoader leaves every scalar a string, as it is written.
    assert {entry.key: entry.value} == yaml.load(line, yaml.BaseLoader)  # noqa: S506
    assert entry.key_range.of(text) == "key"


@pytest.mark.parametrize("opening", [">-", "|", ">", "|-"])
def test_a_block_of_lines_is_its_lines(opening: str) -> None:
    matter, text = front(f"key: {opening}", "  one", "  two", "next: 1")
    assert [(entry.key, entry.value) for entry in matter.entries] == [("key", "one\ntwo"), ("next", "1")]
    assert matter.entries[0].value_range.of(text) == "one\n  two"


def test_without_front_matter_there_is_none() -> None:
    assert of("# Title", "---", "a: b", "---").front_matter is None
    assert read_document("", "empty.md").front_matter is None


def test_code_in_front_matter_is_no_block() -> None:
    matter, _ = front("a: |", "  ```", "  # [A](#tab/a)", "  ```")
    assert matter.entries[0].value == "```\n# [A](#tab/a)\n```"
    assert of("---", "a: '```'", "---").blocks == ()
