"""What a block runs: itself, the file behind it, or what comes before it too; and where its lines stand."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.document.markdown import read_document
from conformance.document.markers import Folders
from conformance.document.programs.program import Program
from conformance.document.programs.programs import programs_of
from conformance.exchange import Position, SourceMap
from tests.document.markdown.learnish import MARKS, documents
from tests.fuzzing import budget

SAMPLE = "import os\n\n# <snippet_x>\nif True:\n    print(1)\n    # <y>\n    print(2)\n    # </y>\n# </snippet_x>\n"
MARKED = "<!-- sample: python/x.py -->\n```python\nif True:\n    print(1)\n    print(2)\n```\n"


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Folders:
    top = tmp_path_factory.mktemp("top")
    (top / "samples" / "python").mkdir(parents=True)
    (top / "docs").mkdir()
    (top / "samples" / "python" / "x.py").write_text(SAMPLE, encoding="utf-8")
    (top / "docs" / "own.ps1").write_bytes(b"\xef\xbb\xbf'a'\r\n")
    return Folders(top / "docs", top / "docs", top / "samples")


def programs(text: str, folders: Folders) -> list[Program]:
    return list(programs_of(read_document(text, "a.md"), folders))


def chained(text: str, folders: Folders) -> list[list[int]]:
    """Return for each program the lines of the blocks that run, its own the last."""
    return [
        [program.document.position(part.block.range.start).line or 0 for part in program.parts]
        for program in programs(text, folders)
    ]


def block(language: str, code: str) -> str:
    return f"```{language}\n{code}\n```\n\n"


SET_UP = block("python", "import os\nclient = os.getenv('A')")  # four lines and a blank one
CALL = block("python", "r = client\nprint(r)")
TAB = "# [{0}](#tab/{0})\n\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(SET_UP + CALL, [[1], [1, 6]], id="set-up and call"),
        pytest.param(SET_UP + SET_UP + CALL, [[1], [6], [6, 11]], id="the nearest"),
        pytest.param(SET_UP + CALL + block("python", "print(r)"), [[1], [1, 6], [1, 6, 11]], id="three in a row"),
        pytest.param(SET_UP + CALL + CALL, [[1], [1, 6], [1, 11]], id="not what it does not need"),
        pytest.param(SET_UP + "## Output\n\n" + block("output", "client = 1") + CALL, [[1], [1, 12]], id="no output"),
        pytest.param(SET_UP + block("powershell", "$r = 1\n$r") + CALL, [[1], [6], [1, 11]], id="no other language"),
        pytest.param(
            TAB.format("a") + SET_UP + TAB.format("b") + CALL + "---\n", [[3], [10]], id="not from another tab"
        ),
        pytest.param(
            TAB.format("a") + SET_UP + "---\n\n" + TAB.format("a") + CALL + "---\n", [[3], [3, 12]], id="the same tab"
        ),
        pytest.param(SET_UP + TAB.format("a") + CALL + "---\n", [[1], [1, 8]], id="from outside of tabs"),
        pytest.param(
            f'::: zone pivot="a"\n\n{SET_UP}::: zone-end\n\n::: zone pivot="b"\n\n{CALL}::: zone-end\n',
            [[3], [12]],
            id="not from another zone",
        ),
        pytest.param(
            block("python", "m = []") + block("python", "m.append(name)") + block("python", "print(m)"),
            [[1], [1, 5], [1, 5, 9]],
            id="what changes a value",
        ),
        pytest.param(
            block("python", "m = []") + block("python", "m = []\nm.append(1)") + block("python", "m[0]"),
            [[1], [5], [5, 10]],
            id="what makes it anew",
        ),
        pytest.param(block("powershell", "$url = 'x'") + block("powershell", '"$url"'), [[1], [1, 5]], id="PowerShell"),
    ],
)
def test_a_fragment_runs_with_what_it_needs(text: str, expected: list[list[int]], folders: Folders) -> None:
    assert chained(text, folders) == expected


def test_many_changes_of_a_value_cost_no_more_than_few(folders: Folders) -> None:
    text = block("python", "m = []") + block("python", "m.append(1)") * 60 + block("python", "print(m)")
    assert max(map(len, chained(text, folders))) < 30


def test_a_fragment_that_nothing_completes_says_what_it_lacks(folders: Folders) -> None:
    (one,) = programs(CALL, folders)
    assert (one.wrong, one.unusable) == ("it reads `client`, which no block before it sets", False)


def test_lines_of_a_fragment_stand_in_their_own_blocks(folders: Folders) -> None:
    text = f"{SET_UP}> é\n>\n> {CALL.rstrip().replace(chr(10), chr(10) + '> ')}\n"
    program = programs(text, folders)[1]
    assert program.text == "import os\nclient = os.getenv('A')\nr = client\nprint(r)\n"
    assert program.own == 3
    found = [program.in_document(Position("x", line, 3)) for line in (1, 2, 3, 4)]
    assert [(place.line, place.column) for place in found] == [(2, 3), (3, 3), (9, 5), (10, 5)]
    assert program.in_document(Position("x", 9, 1)) == program.position


SHOWN = "if True:\n    print(1)\n    print(2)\n"


def test_a_marked_block_runs_as_the_reader_sees_it_and_knows_its_lines(folders: Folders) -> None:
    (program,) = programs(f"- a\n\n  {MARKED.replace(chr(10), chr(10) + '  ').rstrip()}\n", folders)
    assert (program.file, program.text) == ("python/x.py", SHOWN)
    places = [program.in_document(Position("x", line, 5)) for line in (1, 2, 3)]
    assert [(place.line, place.column) for place in places] == [(5, 7), (6, 7), (7, 7)]
    sources = program.sources_in_document(SourceMap("x", {"/a": Position("x", 2, 5)}))
    assert (sources.file, sources.members["/a"].line) == ("a.md", 6)


def test_a_block_out_of_step_runs_as_it_is_shown_too(folders: Folders) -> None:
    (program,) = programs(MARKED.replace("print(1)", "print(7)"), folders)
    assert program.text == SHOWN.replace("print(1)", "print(7)")


def test_an_include_runs_the_lines_that_it_shows_and_is_one_place(folders: Folders) -> None:
    (program,) = programs(':::code language="powershell" source="own.ps1" range="1":::\n', folders)
    assert program.text == "'a'\n"
    assert Path(program.file or "").name == "own.ps1"
    assert program.in_document(Position("x", 1, 1)) == Position("a.md", 1, 1)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param(MARKED.replace("x.py", "z.py"), "is not there", id="no such sample"),
        pytest.param(MARKED.replace("```python", "```powershell"), "is powershell, and python/x.py is not", id="label"),
        pytest.param(':::code language="python" source="../x.py":::\n', "leaves the folder", id="include outside"),
        pytest.param("```python\nprint()\n", "is not closed", id="unclosed"),
    ],
)
def test_what_is_wrong_with_the_document_is_told(text: str, says: str, folders: Folders) -> None:
    (program,) = programs(text, folders)
    assert program.unusable
    assert says in (program.wrong or "")


def test_the_first_output_below_is_the_documented_one(folders: Folders) -> None:
    text = block("python", "print()") + block("output", "a") + block("json", "{}")
    (program,) = programs(text, folders)
    assert program.documented is not None
    assert program.documented.content == "a\n"
    (program,) = programs(text.replace("```output", "<!-- output-of: none -->\n```output"), folders)
    assert program.documented is None


CODE = ["é = 1", "", "    b(é)", "\tc = '''", "d  "]


@st.composite
def with_code(draw: st.DrawFn) -> str:
    """Return a document at random with blocks of code in it, in lists and quotes too."""
    text = draw(documents())
    for _ in range(draw(st.integers(1, 3))):
        indent = draw(st.sampled_from(MARKS))
        follow = "> " if ">" in indent else " " * len(indent.expandtabs(4))
        code = draw(st.lists(st.sampled_from(CODE), max_size=4))
        lines = [f"{indent}```python", *(follow + line for line in [*code, "```"])]
        end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
        text += end + end.join(lines) + end + draw(documents()).removeprefix("\ufeff")
    return text


@budget(50, 2000)
@given(with_code())
def test_each_character_of_a_program_stands_where_it_is_said_to(folders: Folders, text: str) -> None:
    document = read_document(text, "a.md")
    for program in programs_of(document, folders):
        if program.unusable or any(part.text == SAMPLE for part in program.parts):
            continue  # of a file, the document shows a part at the most
        for number, line in enumerate(program.text.split("\n"), 1):
            for column, character in enumerate(line, 1):
                place = program.in_document(Position("x", number, column))
                assert place.line is not None and place.column is not None
                offset = document.source.at(place.line - 1, place.column - 1)
                # A space may be what is left of a tab.
                assert document.text[offset] in (character, "\t", "\0"), (number, column)
