"""The document that all this is for, read where it lies."""

import pytest

from conformance.document.markdown import Document, Link, load_document
from tests.document.markdown.reading import fence, lines, of
from tests.shared_folder import needs_shared, shared

pytestmark = needs_shared


@pytest.fixture(scope="module")
def document() -> Document:
    return load_document(shared() / "document" / "reproducible-output.md", "reproducible-output.md")


def test_it_is_written_back_byte_for_byte(document: Document) -> None:
    path = shared() / "document" / "reproducible-output.md"
    assert document.encode() == path.read_bytes()
    assert document.problems == ()


def test_its_sections(document: Document) -> None:
    assert [(section.level, lines(document, section.range)) for section in document.sections] == [
        (1, (16, 324)),
        (2, (20, 39)),
        (3, (24, 35)),
        (3, (36, 39)),
        (2, (40, 237)),
        (3, (117, 211)),
        (3, (212, 237)),
        (2, (238, 321)),
        (3, (252, 321)),
        (2, (322, 324)),
    ]
    assert [section.title for section in document.sections][5:9] == ["Output", "Output", "Parameter details", "Output"]


def test_its_two_tab_groups_one_id_misspelt_in_both(document: Document) -> None:
    assert [[(tab.id, tab.title) for tab in group.tabs] for group in document.tab_groups] == [
        [("pyton", "Python"), ("powershell", "PowerShell")]
    ] * 2
    assert [lines(document, group.range) for group in document.tab_groups] == [(44, 115), (139, 210)]
    position = document.position(document.tab_groups[0].tabs[0].id_range.start)
    assert (position.line, position.column) == (44, 17)


def test_its_blocks(document: Document) -> None:
    blocks = [(block.label, block.language, lines(document, block.range)) for block in document.blocks]
    assert blocks == [
        ("python", "python", (46, 74)),
        ("powershell-interactive", "powershell", (78, 113)),
        ("output", "output", (119, 133)),
        ("python", "python", (141, 169)),
        ("powershell-interactive", "powershell", (173, 208)),
        ("", "", (214, 231)),
        ("JSON", "json", (254, 320)),
    ]


def test_each_output_belongs_to_the_code_of_both_languages(document: Document) -> None:
    blocks = document.blocks
    assert [(output.block, output.owners, output.group) for output in document.outputs] == [
        (blocks[2], blocks[0:2], document.tab_groups[0]),
        (blocks[5], blocks[3:5], document.tab_groups[1]),
        (blocks[6], blocks[3:5], document.tab_groups[1]),
    ]


def test_the_seed_in_the_code_is_found_in_the_file(document: Document) -> None:
    code = fence(document.blocks[3])
    start = code.content.index("seed=42")
    position = document.position(code.passage.range(start, start + 7).start)
    assert (position.line, position.column) == (156, 5)


def test_its_version_and_its_date_can_be_pointed_at(document: Document) -> None:
    links: list[Link] = [link for prose in document.prose for link in prose.links]
    assert [document.position(link.range.start).line for link in links] == [34, 38]
    assert links[1].text == "`2023-12-01-preview`"
    assert links[1].href.endswith("/2023-12-01-preview/inference.json")
    spans = [span.text for prose in document.prose for span in prose.code]
    assert spans.count("seed") == 3
    assert document.front_matter is not None
    date = document.front_matter.entry("ms.date")
    assert date is not None
    assert (date.value, document.position(date.value_range.start).line) == ("09/20/2024", 9)


def test_its_alert(document: Document) -> None:
    assert [(alert.kind, lines(document, alert.range)) for alert in document.alerts] == [("IMPORTANT", (235, 236))]


def test_fourteen_of_it_have_fourteen_times_its_blocks(document: Document) -> None:
    body = document.text[document.front_matter.range.end :] if document.front_matter else document.text
    large = of(*[body] * 14)
    assert (len(large.blocks), len(large.outputs)) == (98, 42)
