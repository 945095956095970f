"""What keeping a document in step takes, and what stands in its way; nothing is run here."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.document.markdown import Document, Fence, read_document
from conformance.document.markers import Folders
from conformance.document.updating.plan import Plan, plan
from tests.document.markdown.learnish import MARKS, documents
from tests.fuzzing import budget

SAMPLE = """import os

# <snippet_x>
for i in range(2):
    print(i)
    # <inner>
    print("```")
    # </inner>
# </snippet_x>
"""
SNIPPET = 'for i in range(2):\n    print(i)\n    print("```")\n'
PRINTED = "one\n\n  two\n```\n"


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Folders:
    """A folder of samples, and beside it one of documents with code of its own."""
    top = tmp_path_factory.mktemp("top")
    for name in ("samples/python/x.py", "repository/docs/own.py", "repository/code/beside.py", "repository/code/a.cs"):
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(SAMPLE.replace("# <", "// <") if name.endswith("cs") else SAMPLE, encoding="utf-8")
    (top / "outside.py").write_text(SAMPLE, encoding="utf-8")
    return Folders(top / "repository" / "docs", top / "repository", top / "samples")


def planned(text: str, folders: Folders) -> Plan:
    return plan(read_document(text, "a.md"), folders)


def updated(text: str, folders: Folders) -> str:
    """Return the text in step, where each program prints the same few lines."""
    one = planned(text, folders)
    assert not one.problems, one.problems
    return one.updated({wanted.program: PRINTED for wanted in one.outputs}).text


@pytest.mark.parametrize(
    "marker",
    [
        pytest.param("sample: python/x.py", id="a sample by its name in reports"),
        pytest.param("sample: python/x.py#snippet_x", id="with the snippet's name"),
        pytest.param("sample: ../code/beside.py#snippet_x", id="beside the document"),
        pytest.param("sample: ~/code/beside.py#snippet_x", id="from the top of the repository"),
        pytest.param("sample: own.py#snippet_x", id="no sample's name, but a file of the document"),
    ],
)
def test_a_marked_block_becomes_the_snippet(marker: str, folders: Folders) -> None:
    text = f"a\n\n<!-- {marker} -->\n\n```python\nold\n```\n\nb\n"
    assert updated(text, folders) == text.replace("old\n", SNIPPET)


MARKER = "<!-- sample: python/x.py -->"


@pytest.mark.parametrize(
    ("before", "indent", "end"),
    [
        pytest.param("{}\r\n```python\r\nold\r\n```\r\n", "", "\r\n", id="CRLF"),
        pytest.param("\ufeff{}\n```python\nold\n```\n", "", "\n", id="byte order mark"),
        pytest.param("> {}\n> ```python\n> old\n> ```\n", "> ", "\n", id="quote"),
        pytest.param("- é\n\n  {}\n  ```python\n  old\n  ```\n", "  ", "\n", id="list"),
    ],
)
def test_line_ends_marks_and_lists_stay(before: str, indent: str, end: str, folders: Folders) -> None:
    text = before.format(MARKER)
    snippet = "".join(indent + line + end for line in SNIPPET.splitlines())
    assert planned(text, folders).updated({}).encode().decode() == text.replace(f"{indent}old{end}", snippet)


def test_a_document_in_step_is_the_same_value(folders: Folders) -> None:
    document = read_document(f"<!-- sample: python/x.py -->\n```python\n{SNIPPET}```\n", "a.md")
    assert plan(document, folders).updated({}) is document


CODE = "<!-- sample: python/x.py -->\n```python\n" + SNIPPET + "```\n\n"
INCLUDE = ':::code language="python" source="../code/beside.py" id="snippet_x":::\n\n'


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        pytest.param(CODE + "<!-- output-of: python/x.py -->\n```output\n```\n", ["x.py"], id="marked"),
        pytest.param(CODE + "```output\n```\n", ["x.py"], id="below a marked block"),
        pytest.param(INCLUDE + "```output\n```\n", ["beside.py"], id="below an include"),
        pytest.param(INCLUDE + "```output\n```\n\n```json\n{}\n```\n", ["beside.py"], id="only the first below"),
        pytest.param(CODE + "<!-- output-of: none -->\n```output\n```\n", [], id="marked as nobody's"),
        pytest.param("```python\nprint()\n```\n\n```output\n```\n", [], id="below code of the document alone"),
        pytest.param(
            INCLUDE.replace("beside.py", "a.cs").replace("python", "csharp") + "```output\n```\n", [], id="C#"
        ),
    ],
)
def test_an_output_is_what_its_sample_prints(text: str, runs: list[str], folders: Folders) -> None:
    assert [one.program.name for one in planned(text, folders).outputs] == runs
    assert updated(text, folders) == (text.replace("```output\n```", f"````output\n{PRINTED}````") if runs else text)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        pytest.param("<!-- sample: python/y.py -->\n```\n```\n", 1, "did you mean x.py", id="no such sample"),
        pytest.param("\n<!-- sample: python/x.py#y -->\n```\n```\n", 2, "has no snippet `y`", id="no such snippet"),
        pytest.param(
            "<!-- sample: ../../outside.py#snippet_x -->\n```\n```\n", 1, "leaves the folder", id="out of the folder"
        ),
        pytest.param("<!-- sample: /etc/x.py -->\n```\n```\n", 1, "not a path relative", id="absolute"),
        pytest.param("<!-- sample: python/x.py -->\n\ntext\n", 1, "stands before no block", id="before no block"),
        pytest.param("<!-- sample: python/x.py -->\n<!-- sample: python/x.py -->\n```\n```\n", 2, "Two", id="two"),
        pytest.param(
            "<!-- sample: python/x.py -->\n<!-- output-of: none -->\n```\n```\n", 3, "marked as both", id="both"
        ),
        pytest.param("<!-- output-of: ../code/a.cs -->\n```\n```\n", 1, "no .py and no .ps1", id="cannot be run"),
        pytest.param("<!-- sample: python/x.py -->\n" + INCLUDE, 2, "takes its text from `source`", id="an include"),
        pytest.param(INCLUDE.replace("snippet_x", "y"), 1, "has no snippet `y`", id="include without its snippet"),
        pytest.param(INCLUDE.replace("../code/", "../"), 1, "is not there", id="include that is missing"),
        pytest.param(INCLUDE.replace("../code/beside", "../../outside"), 1, "leaves the folder", id="include outside"),
        pytest.param("a\n\n```python\nb\n", 3, "is not closed", id="unclosed fence"),
        pytest.param("a\n\n<!-- b\n", 3, "not closed", id="unclosed comment"),
    ],
)
def test_what_cannot_be_done_is_told_with_its_line(text: str, line: int, says: str, folders: Folders) -> None:
    problems = planned(text, folders).problems
    assert [(one.position.line, says in one.sentence) for one in problems] == [(line, True)], problems


MARKERS = ["<!-- sample: python/x.py -->", "<!-- output-of: python/x.py -->", "<!-- output-of: none -->"]


@st.composite
def marked(draw: st.DrawFn) -> str:
    """Return a document at random with a few marked blocks in it, in lists and quotes too."""
    text = draw(documents())
    for _ in range(draw(st.integers(1, 3))):
        indent = draw(st.sampled_from(MARKS))
        follow = "> " if ">" in indent else " " * len(indent)
        block = [draw(st.sampled_from(MARKERS)), draw(st.sampled_from(["```python", "~~~output", "```"])), "old", "```"]
        lines = [indent + block[0], *(follow + line for line in block[1:])]
        end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
        text += end + end.join(lines) + end + draw(documents()).removeprefix("\ufeff")
    return text


def test_updating_twice_changes_nothing_more(folders: Folders) -> None:
    changed: list[bool] = []

    @budget(100, 5000)
    @given(marked())
    def look(text: str) -> None:
        document = read_document(text, "a.md")
        first = plan(document, folders)
        if first.problems:
            return
        once = first.updated({one.program: PRINTED for one in first.outputs})
        changed.append(once.text != document.text)
        second = plan(once, folders)
        assert not second.problems
        assert second.updated({one.program: PRINTED for one in second.outputs}).text == once.text
        assert _others(document, first) == _others(once, second)

    look()
    assert sum(changed) > 5, "the strategy yields next to no document that is updated"


def _others(document: Document, found: Plan) -> list[str]:
    """Return the contents of the blocks that no marker is about."""
    mine = {fence.range for fence, _ in found.snippets} | {one.fence.range for one in found.outputs}
    return [one.content for one in document.blocks if isinstance(one, Fence) and one.range not in mine]


def test_nothing_outside_of_the_folders_is_opened(folders: Folders, tmp_path: Path) -> None:
    link = folders.folder / "link.py"
    target = tmp_path / "secret.py"
    target.write_text(SAMPLE, encoding="utf-8")
    link.symlink_to(target)
    try:
        problems = planned("<!-- sample: ./link.py#snippet_x -->\n```\n```\n", folders).problems
    finally:
        link.unlink()
    assert ["leaves the folder" in one.sentence for one in problems] == [True]
