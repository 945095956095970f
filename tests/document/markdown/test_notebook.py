"""Notebooks as pages: what is read of them, and where each character stands in the file."""

import json
from typing import Any

import pytest

from conformance.document.markdown import DocumentError, Fence, read_document
from conformance.document.markdown.magics import as_python
from conformance.document.markdown.notebook import Notebook, read_notebook

PYTHON = {"kernelspec": {"name": "python3", "language": "python"}}


def code(source: object, **metadata: object) -> dict[str, Any]:
    return {"cell_type": "code", "metadata": metadata, "outputs": [], "execution_count": None, "source": source}


def markdown(source: object) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def notebook(*cells: object, metadata: object = PYTHON, indent: int | None = 1, plain: bool = False) -> Notebook:
    value = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return read_notebook(json.dumps(value, indent=indent, ensure_ascii=plain).encode(), "a.ipynb")


def fences(read: Notebook) -> list[tuple[str, str]]:
    blocks = read_document(read.text, "a.ipynb").blocks
    return [(block.language, block.content) for block in blocks if isinstance(block, Fence)]


@pytest.mark.parametrize("indent", [pytest.param(1, id="a line each"), pytest.param(None, id="all on one line")])
@pytest.mark.parametrize("plain", [pytest.param(True, id="ASCII"), pytest.param(False, id="UTF-8")])
@pytest.mark.parametrize("whole", [pytest.param(True, id="a string"), pytest.param(False, id="a list")])
def test_each_character_of_a_cell_leads_to_where_the_file_writes_it(indent: int, plain: bool, whole: bool) -> None:
    text = 'x = "\\"é😀\t"\ny = [1]\n\nz'
    source = text if whole else text.splitlines(keepends=True)
    read = notebook(markdown("# A\r\nb"), code(source), indent=indent, plain=plain)
    page = read.text.split("\n")
    first = page.index("```python") + 1
    for number, line in enumerate(text.split("\n"), first + 1):
        assert page[number - 1] == line
        for column, character in enumerate(line, 1):
            place = read.position(number, column)
            here = read.source.at((place.line or 0) - 1, (place.column or 0) - 1)
            assert read.source.text[here:].startswith(json.dumps(character, ensure_ascii=plain)[1:-1])


def test_raw_cells_and_outputs_are_left_out() -> None:
    cell = code("a = 1") | {"outputs": [{"output_type": "stream", "text": "seen"}]}
    read = notebook({"cell_type": "raw", "metadata": {}, "source": "raw"}, cell)
    assert "raw" not in read.text
    assert "seen" not in read.text


@pytest.mark.parametrize(
    ("metadata", "language"),
    [
        pytest.param(PYTHON, "python", id="kernelspec"),
        pytest.param({"language_info": {"name": "powershell"}}, "powershell", id="language_info"),
        pytest.param({"kernelspec": {"language": "C#"}}, "csharp", id="its own spelling"),
        pytest.param({"kernelspec": {"name": "python3"}}, "python", id="the kernel's name"),
        pytest.param({"kernelspec": {"language": "pyton"}}, "kernel-pyton", id="an unknown language"),
        pytest.param({}, "python", id="nothing"),
        pytest.param([], "python", id="no metadata"),
    ],
)
def test_code_is_in_the_language_of_the_kernel(metadata: object, language: str) -> None:
    assert fences(notebook(code("x"), metadata=metadata)) == [(language, "x\n")]


@pytest.mark.parametrize(
    ("first", "language"),
    [
        ("%%bash", "bash"),
        ("\n%%sh -e", "bash"),
        ("%%script bash", "bash"),
        ("%%time", "python"),
        ("%%capture out", "python"),
        ("%%js", "javascript"),
        ("%%writefile app.py", "python"),
        ("%%writefile data.json", "written-file"),
        ("%%sparkle", "magic-sparkle"),
    ],
)
def test_a_cell_magic_says_what_the_cell_is(first: str, language: str) -> None:
    (found, content), *rest = fences(notebook(code(f"{first}\nls")))
    assert (found, rest) == (language, [])
    assert content.endswith("\nls\n")
    assert "%%" not in content


@pytest.mark.parametrize(
    "metadata",
    [
        {"vscode": {"languageId": "powershell"}},
        {"vscode": {"languageId": 1}, "dotnet_interactive": {"language": "pwsh"}},
        {"vscode": {"languageId": "polyglot-notebook"}, "polyglot_notebook": {"kernelName": "pwsh"}},
    ],
)
def test_a_cell_that_says_its_language_is_in_it(metadata: dict[str, object]) -> None:
    assert fences(notebook(code("ls", **metadata), code("x"))) == [("powershell", "ls\n"), ("python", "x\n")]


def test_a_cell_of_python_that_another_kernel_labelled_is_python() -> None:
    label = {"polyglot_notebook": {"kernelName": "csharp"}}
    read = fences(notebook(code("import os", **label), code("x = 1", **label)))
    assert read == [("python", "import os\n"), ("python", "x = 1\n")]
    assert fences(notebook(code("using System;", **label), code("x = 1"))) == [
        ("csharp", "using System;\n"),
        ("python", "x = 1\n"),
    ]


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        pytest.param(["%pip install openai"], ["#pip install openai"], id="a magic"),
        pytest.param(["!echo it's", "x = 1"], ["#echo it's", "x = 1"], id="a command"),
        pytest.param(["!pip install a \\", "  b", "c"], ["#pip install a \\", "  #", "c"], id="a continued command"),
        pytest.param(["pip install openai"], ["#ip install openai"], id="without its percent sign"),
        pytest.param(["try:", "    !ls"], ["try:", "    pass #ls"], id="all that a block has"),
        pytest.param(["files = !ls"], ["files = input()"], id="what a command returns"),
        pytest.param(["a = ! az x \\", "  -g y"], ["a = input()", "  #g y"], id="a command over two lines"),
        pytest.param(["%time a = f(", "  b)"], ["a = f(", "  b)"], id="a timed statement"),
        pytest.param(["client?"], ["#lient?"], id="help"),
        pytest.param(["%run a.py"], ["from names_of_a_magic import *"], id="names from elsewhere"),
        pytest.param(["#!share --from csharp a"], ["from names_of_a_magic import *"], id="names of another kernel"),
        pytest.param(["#!/usr/bin/python", "a"], ["#!/usr/bin/python", "a"], id="a comment"),
        pytest.param(["x = (a", "  % b)"], ["x = (a", "  % b)"], id="a remainder, in brackets"),
        pytest.param(['x = """', "!no", '"""'], ['x = """', "!no", '"""'], id="text"),
        pytest.param(["x = a \\", "%b"], ["x = a \\", "%b"], id="a remainder, continued"),
        pytest.param(["x = '''a''' # '''", "!ls"], ["x = '''a''' # '''", "#ls"], id="behind a comment"),
    ],
)
def test_python_reads_what_only_a_notebook_runs_as_nothing(cell: list[str], read: list[str]) -> None:
    assert [line.text for line in as_python(cell)] == read


def test_what_stands_behind_a_magic_keeps_its_place() -> None:
    read = notebook(code("if a:\n  %timeit -n 10 f(seed)"))
    number = read.text.split("\n").index("  f(seed)") + 1
    place = read.position(number, 5)
    assert read.source.lines[(place.line or 0) - 1][(place.column or 0) - 1 :].startswith("seed)")


@pytest.mark.parametrize(
    "open_end",
    ["```python\na", "~~~~\na", "<!-- a", "<pre>\na", "<script>", "<?php", "- a\n\n  ```\n  b", "    a", "a"],
)
def test_what_a_markdown_cell_leaves_open_ends_with_it(open_end: str) -> None:
    page = read_document(notebook(markdown(open_end), code("b = 1"), markdown("# T")).text, "a.ipynb")
    assert isinstance(page.blocks[-1], Fence)
    assert page.blocks[-1].content == "b = 1\n"
    assert [section.title for section in page.sections] == ["T"]


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    assert read_document(notebook(markdown("---\na: b\n---")).text, "a.ipynb").front_matter is None


def test_backticks_in_code_do_not_end_it() -> None:
    assert fences(notebook(code('"""\n```\n````\n"""'))) == [("python", '"""\n```\n````\n"""\n')]


def test_an_edit_is_where_the_file_holds_exactly_its_text() -> None:
    read = notebook(code(['a = "é', '\\n"\n']), plain=True)
    number = read.text.split("\n").index('a = "é\\n"') + 1
    found = read.span(number, 5, 7)
    assert found is not None
    start, end = (read.source.at((one.line or 0) - 1, (one.column or 0) - 1) for one in found)
    assert read.source.text[start:end] == '\\"\\u00e9'
    assert read.span(number, 5, 9) is None  # two strings of the file
    assert read.span(number - 1, 1, 4) is None  # the fence is not in the file


def test_half_a_character_does_not_end_the_reading() -> None:
    read = read_notebook(rb'{"cells": [{"cell_type": "markdown", "source": "\ud83d a"}], "nbformat": 4}', "a.ipynb")
    assert "\ufffd a" in read.text


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        pytest.param(b"", "a.ipynb is not JSON (line 1, column 1: ", id="empty"),
        pytest.param(b'{"cells": [}', "a.ipynb is not JSON (line 1, column 12: ", id="broken"),
        pytest.param(b"[" * 100_000, "a.ipynb is not JSON (line 1, column ", id="deep"),
        pytest.param(b'{"cells": "\xe9"}', "a.ipynb is not UTF-8", id="Latin 1"),
        pytest.param(b"[]", "a.ipynb is not a notebook: ", id="a list"),
        pytest.param(b'{"worksheets": [], "nbformat": 3}', "a.ipynb is not a notebook of nbformat 4; ", id="old"),
        pytest.param(b'{"cells": {}, "nbformat": 4}', "a.ipynb is not a notebook of nbformat 4; ", id="no list"),
        pytest.param(
            b'{"cells": [{"cell_type": "code", "source": [1]}], "nbformat": 4}', "`source` of cell 1 is", id="no text"
        ),
    ],
)
def test_what_is_no_notebook_is_one_sentence(raw: bytes, said: str) -> None:
    with pytest.raises(DocumentError) as error:
        read_notebook(raw, "a.ipynb")
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_a_number_that_json_does_not_have_is_no_obstacle() -> None:
    raw = b'{"cells": [], "metadata": {"a": NaN, "b": ' + b"9" * 5000 + b'}, "nbformat": 4}'
    assert not read_notebook(raw, "a.ipynb").text.strip()
