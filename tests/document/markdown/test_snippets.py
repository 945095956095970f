"""Files that a document names, and the lines that ``:::code`` takes from them."""

import os
from pathlib import Path

import pytest

from conformance.document.markdown import CodeInclude, Problem, Range, Snippet, locate, read_snippet
from tests.document.markdown.reading import DOCUMENTS, line, of, own


def snippet(attributes: str, *, folder: Path = DOCUMENTS, root: Path = DOCUMENTS) -> Snippet | Problem:
    document = of("text", f":::code {attributes}:::")
    include = document.blocks[0]
    assert isinstance(include, CodeInclude)
    return read_snippet(document, include, folder=folder, root=root)


def text(attributes: str, *, folder: Path = DOCUMENTS, root: Path = DOCUMENTS) -> str:
    found = snippet(attributes, folder=folder, root=root)
    assert isinstance(found, Snippet), found
    return found.text


def sentence(attributes: str, kind: str, *, folder: Path = DOCUMENTS, root: Path = DOCUMENTS) -> str:
    found = snippet(attributes, folder=folder, root=root)
    assert isinstance(found, Problem), found
    assert (found.kind, found.position.line) == (kind, 2)
    return found.sentence


def test_a_problem_stands_at_the_attribute_that_asks_for_too_much() -> None:
    kinds = {"id": "include-id", "range": "include-range", "source": "include-missing"}
    for written, kind in kinds.items():
        attributes = {"source": "samples/story.py", written: "nothing"}
        asked = " ".join(f'{name}="{value}"' for name, value in attributes.items())
        document = of(f":::code {asked}:::")
        include = document.blocks[0]
        assert isinstance(include, CodeInclude)
        found = read_snippet(document, include, folder=DOCUMENTS, root=DOCUMENTS)
        assert isinstance(found, Problem)
        assert (found.kind, found.range.of(document.text)) == (kind, "nothing")


def test_our_own_document_gets_its_snippets() -> None:
    document = own("includes.md")
    found = [
        read_snippet(document, include, folder=DOCUMENTS, root=DOCUMENTS.parent)
        for include in document.blocks
        if isinstance(include, CodeInclude)
    ]
    assert [(part.path.name, part.text, part.numbers) for part in found if isinstance(part, Snippet)] == [
        ("story.py", 'def tell() -> int:\n    seed = int("42")\n\n    return seed + 0\n', (5, 7, 8, 9, 11, 12)),
        ("story.ps1", "$seed = 42\n", (2,)),
        ("Story.cs", "    // <seed>\n    int seed = 42;\n\n    void Tell() { }\n}\n", (3, 4, 5, 8, 9)),
    ]


def test_an_inner_snippet_loses_its_indentation() -> None:
    assert text('source="samples/story.py" id="inner"') == 'seed = int("42")\n\nreturn seed + 0\n'


def test_tabs_count_as_spaces_when_indentation_is_taken_off() -> None:
    assert text('source="samples/Story.cs" id="seed"') == "int seed = 42;\n\nint tabbed = 1;\n"


@pytest.mark.parametrize("id", ["story", "Story", "snippet_story"])
def test_an_id_is_found_in_any_case_and_without_its_prefix(id: str) -> None:
    source = "story.ps1" if id != "snippet_story" else "story.py"
    assert "seed" in text(f'source="samples/{source}" id="{id}"')


@pytest.mark.parametrize(
    ("name", "opens", "closes"),
    [
        ("a.py", "# <x>", "# </x>"),
        ("a.py", "#<x>", "  #  < / x >  "),
        ("a.ps1", "# <x>", "# </x>"),
        ("a.sh", "# <x>", "# </x>"),
        ("a.cs", "// <x>", "// </x>"),
        ("a.js", "//<x>", "//</x>"),
        ("a.html", "<!-- <x> -->", "<!-- </x> -->"),
        ("a.sql", "-- <x>", "-- </x>"),
        ("a.vb", "' <x>", "' </x>"),
        ("a.cmd", "REM <x>", "rem </x>"),
        ("a.css", "/* <x> */", "/* </x> */"),
        ("a.other", "// <x>", "// </x>"),
        ("a.other", "# <x>", "# </x>"),
    ],
)
def test_tags_stand_in_the_comments_of_the_language(name: str, opens: str, closes: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(f"0\n{opens}\n1\n{closes}\n2\n")
    assert text(f'source="{name}" id="x"', folder=tmp_path, root=tmp_path) == "1\n"


def test_a_tag_in_another_languages_comment_is_code(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("# <x>\n// </x>\nhtml = '<x>'\n# </x>\n")
    assert text('source="a.py" id="x"', folder=tmp_path, root=tmp_path) == "// </x>\nhtml = '<x>'\n"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [("2-3", "2\n3\n"), ("1,3", "1\n3\n"), ("3-", "3\n4\n"), (" 4 , 1 - 2 ", "4\n1\n2\n"), ("4-4", "4\n")],
)
def test_a_range_takes_its_lines_in_its_order(lines: str, expected: str, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"\xef\xbb\xbf1\r\n2\r3\n4")
    assert text(f'source="a.py" range="{lines}"', folder=tmp_path, root=tmp_path) == expected


def test_without_id_and_range_the_whole_file_is_taken_and_an_id_counts_more_than_a_range() -> None:
    assert text('source="samples/story.ps1"') == "# <snippetStory>\n$seed = 42\n# </snippetStory>\n"
    assert text('source="samples/story.ps1" range="1" id="story"') == "$seed = 42\n"


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ("0", "`0` is not a range of lines; the first one is 1, and the end follows the start."),
        ("3-2", "`3-2` is not a range of lines; the first one is 1, and the end follows the start."),
        ("2-x", "`2-x` is not a range of lines; write one such as 2-6,8."),
        ("-2", "`-2` is not a range of lines; write one such as 2-6,8."),
        ("1,,2", "`1,,2` is not a range of lines; write one such as 2-6,8."),
        ("2-9", "`2-9` lies beyond the last line of `samples/story.ps1`; correct the range."),
        ("4-", "`4-` is not a range of lines; the first one is 1, and the end follows the start."),
    ],
)
def test_a_range_that_is_none_is_a_problem(lines: str, says: str) -> None:
    assert sentence(f'source="samples/story.ps1" range="{lines}"', "include-range") == says


@pytest.mark.parametrize(
    ("content", "id", "says"),
    [
        (
            "# <x>\n# </x>\n# <y>\n# </y>",
            "z",
            "`a.py` has no snippet `z`; it has x, y; correct the id or add the tags.",
        ),
        ("# <story>\n# </story>", "storey", "`a.py` has no snippet `storey`; did you mean story?"),
        ("1", "x", "`a.py` has no snippet `x`; correct the id or add the tags."),
        ("# <x>\n1", "x", "The snippet `x` of `a.py` has no end; add its closing tag."),
        ("# </x>\n# <x>", "x", "The snippet `x` of `a.py` has no end; add its closing tag."),
        ("# <x>\n# </x>\n# <x>", "x", "`a.py` has the snippet `x` twice; rename one."),
    ],
)
def test_an_id_that_a_file_lacks_is_a_problem(content: str, id: str, says: str, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(content)
    assert sentence(f'source="a.py" id="{id}"', "include-id", folder=tmp_path, root=tmp_path) == says


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("samples/storey.py", "`samples/storey.py` is not there; did you mean story.py?"),
        ("nowhere/story.py", "`nowhere/story.py` is not there; correct the path or add the file."),
        ("samples", "`samples` is not there; correct the path or add the file."),
    ],
)
def test_a_file_that_is_missing_is_a_problem(source: str, says: str) -> None:
    assert sentence(f'source="{source}"', "include-missing") == says


@pytest.mark.parametrize(
    "source", ["../test_sources.py", "~/../test_sources.py", "samples/../../reading.py", "../../markdown/reading.py"]
)
def test_a_file_outside_the_folder_is_a_problem_whether_it_is_there_or_not(source: str) -> None:
    leaves = f"`{source}` leaves the folder that the document may take files from; move the file into it."
    assert sentence(f'source="{source}"', "include-outside") == leaves
    assert sentence(f'source="{source}x"', "include-outside") == leaves.replace("`", "x`", 2).replace("x`", "`", 1)


@pytest.mark.parametrize("source", ["/etc/hosts", "C:/a.py", "samples\\story.py", "https://example.test/a.py"])
def test_a_path_that_is_not_relative_is_a_problem(source: str) -> None:
    assert "is not a path relative to the document" in sentence(f'source="{source}"', "include-outside")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no links for everyone")
def test_a_link_that_leads_out_of_the_folder_is_a_problem(tmp_path: Path) -> None:
    inside = tmp_path / "docs"
    inside.mkdir()
    (tmp_path / "secret.py").write_text("1")
    (inside / "a.py").symlink_to(tmp_path / "secret.py")
    assert "leaves the folder" in sentence('source="a.py"', "include-outside", folder=inside, root=inside)


def test_a_file_that_is_not_utf8_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"\xff")
    says = sentence('source="a.py"', "include-not-utf8", folder=tmp_path, root=tmp_path)
    assert says == "`a.py` is not UTF-8; save it as UTF-8."


def test_a_tilde_means_the_root_and_all_else_the_documents_folder(tmp_path: Path) -> None:
    (tmp_path / "docs" / "deep").mkdir(parents=True)
    (tmp_path / "docs" / "a.py").write_text("1")
    folder = tmp_path / "docs" / "deep"
    assert text('source="../a.py"', folder=folder, root=tmp_path) == "1\n"
    assert text('source="~/docs/a.py"', folder=folder, root=tmp_path) == "1\n"


def test_an_included_document_is_found_in_the_same_way() -> None:
    document = of("[!INCLUDE [x](v1.md)]", "", "[!INCLUDE [x](v2.md)]")
    found = [
        locate(document, include.path, include.path_range, folder=DOCUMENTS, root=DOCUMENTS)
        for include in document.includes
    ]
    assert found[0] == (DOCUMENTS / "v1.md").resolve()
    assert isinstance(found[1], Problem)
    assert line(document, found[1].range) == 3
    assert isinstance(locate(document, "../x", Range(0, 1), folder=DOCUMENTS, root=DOCUMENTS), Problem)
