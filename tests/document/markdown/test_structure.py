"""Sections, tab groups and zones: what encloses what."""

from conformance.document.markdown import Document
from tests.document.markdown.reading import line, lines, of, own


def sections(document: Document) -> list[tuple[int, str, tuple[int, int]]]:
    return [(section.level, section.title, lines(document, section.range)) for section in document.sections]


def tabs(document: Document) -> list[list[tuple[str, str | None, str, tuple[int, int]]]]:
    return [
        [(tab.id, tab.condition, tab.title, lines(document, tab.range)) for tab in group.tabs]
        for group in document.tab_groups
    ]


def test_a_section_runs_to_the_next_heading_of_its_level_and_tab_headings_are_none() -> None:
    assert sections(own("three-languages.md")) == [
        (1, "Count tokens", (10, 76)),
        (2, "Send a request", (18, 73)),
        (3, "Output", (52, 57)),
        (3, "Next call", (58, 73)),
        (2, "See also", (74, 76)),
    ]


def test_a_tab_runs_from_its_heading_to_the_next_and_the_rule_ends_the_group() -> None:
    document = own("three-languages.md")
    assert tabs(document) == [
        [
            ("python", None, "Python", (22, 31)),
            ("rest", None, "REST", (32, 43)),
            ("powershell", None, "PowerShell", (44, 49)),
        ]
    ]
    group = document.tab_groups[0]
    assert group.end is not None
    assert group.end.of(document.text) == "---"
    assert lines(document, group.range) == (22, 50)
    assert group.tabs[0].id_range.of(document.text) == "python"
    assert group.tabs[0].title_range.of(document.text) == "Python"
    assert group.tabs[0].heading.of(document.text) == "#### [Python](#tab/python)"
    assert group.tabs[0].body.of(document.text).startswith("\n<!-- owner")


def test_dependent_tabs_keep_the_id_that_they_wait_for() -> None:
    assert [[tab[:3] for tab in group] for group in tabs(own("dependent-tabs.md"))] == [
        [("linux", None, "Linux"), ("windows", None, "Windows")],
        [("python", "linux", "Python"), ("python", "windows", "Python"), ("powershell", None, "PowerShell")],
        [("python", None, "Python"), ("powershell", None, "PowerShell")],
    ]


def test_a_tab_group_in_a_list_item_ends_with_its_own_rule() -> None:
    document = own("lists.md")
    assert [tab[0] for tab in tabs(document)[0]] == ["python", "bash"]
    assert lines(document, document.tab_groups[0].range) == (19, 33)
    assert sections(document) == [(1, "Steps", (1, 47)), (4, "Output", (11, 15))]


def test_a_heading_in_a_tab_ends_with_the_tab_and_leaves_the_section_around_it_open() -> None:
    document = of(
        "## Outer", "# [A](#tab/a)", "## In a tab", "text", "# [B](#tab/b)", "text", "", "---", "after", "## Next"
    )
    assert sections(document) == [(2, "Outer", (1, 9)), (2, "In a tab", (3, 4)), (2, "Next", (10, 10))]
    assert [section.title for section in document.sections_at(document.prose[-2].range)] == ["Outer"]


def test_a_rule_inside_a_list_in_a_tab_does_not_end_the_group() -> None:
    document = of("# [A](#tab/a)", "", "- item", "", "  ---", "", "# [B](#tab/b)", "", "---")
    assert [tab[0] for tab in tabs(document)[0]] == ["a", "b"]
    assert document.problems == ()


def test_a_tab_of_several_ids_is_one_tab() -> None:
    assert tabs(of("# [A or B](#tab/a+b)", "", "---"))[0][0][0] == "a+b"


def test_a_heading_with_more_than_a_link_is_no_tab() -> None:
    document = of("# See [Python](#tab/python)")
    assert document.tab_groups == ()
    assert [section.title for section in document.sections] == ["See [Python](#tab/python)"]


def test_the_tab_of_a_block_is_found_and_a_block_outside_has_none() -> None:
    document = own("three-languages.md")
    places = [(block.language, document.tab_at(block.range)) for block in document.blocks]
    assert [(language, found and found[1].id) for language, found in places] == [
        ("console", None),
        ("python", "python"),
        ("bash", "rest"),
        ("json", "rest"),
        ("powershell", "powershell"),
        ("output", None),
        ("json", None),
        ("csharp", None),
        ("", None),
    ]


def test_zones_have_their_pivots_and_end_the_sections_in_them() -> None:
    document = own("zones.md")
    assert [(zone.name, zone.pivots, lines(document, zone.range)) for zone in document.zones] == [
        ("zone", ("programming-language-python", "ai-studio"), (3, 11)),
        ("zone", ("programming-language-powershell",), (13, 21)),
        ("moniker", (), (27, 31)),
    ]
    assert sections(document) == [(1, "Two ways", (1, 33)), (2, "Set up", (5, 10)), (2, "Set up", (15, 20))]
    assert [zone.name for zone in document.zones_at(document.blocks[0].range)] == ["zone"]
    assert document.zones[0].body.of(document.text).strip().startswith("## Set up")
    assert document.zones[2].attributes[0].value == ">=azureml-api-2"


def test_a_zone_ends_the_tab_group_in_it_and_a_rule_in_it_ends_none_outside() -> None:
    document = of(
        "# [A](#tab/a)", "", '::: zone pivot="x"', "", "---", "", "::: zone-end", "", "# [B](#tab/b)", "", "---"
    )
    assert [tab[0] for tab in tabs(document)[0]] == ["a", "b"]
    assert document.problems == ()


def test_headings_underlined_are_sections_with_their_title() -> None:
    document = of("Title", "=====", "", "Sub", "---", "text")
    assert sections(document) == [(1, "Title", (1, 6)), (2, "Sub", (4, 6))]
    assert line(document, document.sections[1].title_range) == 4


def test_closing_hashes_are_no_part_of_a_title() -> None:
    document = of("## # # #", "### `a` ###")
    assert [(section.title, section.title_range.of(document.text)) for section in document.sections] == [
        ("# #", "# #"),
        ("`a`", "`a`"),
    ]
    assert document.sections[0].title_range.start == 3
