"""``learn-markdown``: Learn renders the document as it is meant, and each file that it names is there."""

from pathlib import Path

import pytest

from conformance.finding import Severity
from tests.document.checking.analysing import checked, told
from tests.document.rules.marking import speaks
from tests.document.rules.writing import fence


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with an include, and a source with one snippet."""
    (tmp_path / "note.md").write_text("Text.\n", encoding="utf-8")
    (tmp_path / "latin.md").write_bytes("é".encode("latin-1"))
    (tmp_path / "hello.py").write_text('# <hello>\nprint("Once")\n# </hello>\n', encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param("▸# [Python](#tab/python)\n\nText.\n", "tab group", id="a tab group is not closed"),
        pytest.param("Text.\n\n▸```python\nprint(1)\n", "is not closed", id="a fence is not closed"),
        pytest.param("Text.\n\n▸<!-- open\n", "comment", id="a comment is not closed"),
        pytest.param("▸---\ntitle: x\n", "front matter", id="the front matter is not closed"),
        pytest.param("> [!▸NOET]\n> Text.\n", "NOTE", id="an alert that Learn does not know"),
        pytest.param("[!INCLUDE [a](▸other.md)]\n", "other.md", id="an include that is not there"),
        pytest.param("[!INCLUDE [a](▸../other.md)]\n", "leaves the folder", id="an include outside of the folder"),
        pytest.param("[!INCLUDE [a](▸/etc/passwd)]\n", "not a path relative", id="an include by an absolute path"),
        pytest.param("[!INCLUDE [a](note.md)]\n", None, id="an include that is there"),
        pytest.param(':::code source="▸gone.py" id="hello":::\n', "gone.py", id="code that is not there"),
        pytest.param(
            '::: zone pivot="a"\n1. One\n   ::: zone-end\n\n::: zone pivot="b"\nText.\n::: zone-end\n',
            None,
            id="a zone's end below a list",
        ),
        pytest.param(':::code source="hello.py" id="▸hallo":::\n', "hallo", id="a snippet that is not there"),
        pytest.param(':::code source="hello.py" id="hello":::\n', None, id="a snippet that is there"),
        pytest.param("▸<!-- sample: x.py -->\n\nText.\n", "no block", id="a marker before no block"),
        pytest.param(
            f"<!-- sample: ./hello.py -->\n▸<!-- sample: y.py -->\n{fence('python', 'x = 1')}", "Two", id="two markers"
        ),
        pytest.param(
            "▸<!-- sample: ./gone.py -->\n" + fence("python", "x"), "gone.py", id="a sample that is not there"
        ),
        pytest.param("▸<!-- sample: ./hello.py#hallo -->\n" + fence("python", "x"), "hallo", id="no such snippet"),
        pytest.param(
            "▸<!-- output-of: ./gone.py -->\n" + fence("output", "x"), "gone.py", id="output of what is not there"
        ),
        pytest.param("<!-- output-of: none -->\n" + fence("output", "x"), None, id="output of nothing"),
        pytest.param("<!-- sample: ./hello.py#hello -->\n" + fence("python", "x"), None, id="a sample that is there"),
        pytest.param("> [!NOTE]\n> Text.\n\n# [Python](#tab/python)\n\nText.\n\n---\n", None, id="as Learn wants it"),
    ],
)
def test_learn_renders_it_as_meant(text: str, says: str | None, folder: Path) -> None:
    findings = speaks("learn-markdown", text, folder=folder)
    assert all(says is not None and says.lower() in one.message.lower() for one in findings)
    assert not any(one.message.endswith(".") for one in findings)


def test_what_stands_in_another_repository_is_a_note(tmp_path: Path) -> None:
    (finding,) = told(checked(':::code language="csharp" source="~/../samples/a.cs":::\n', tmp_path), "learn-markdown")
    assert finding.severity is Severity.NOTE


def test_of_a_page_of_learn_outside_of_its_repository_a_missing_include_is_a_note(tmp_path: Path) -> None:
    page = "---\nms.date: 01/01/2025\n---\n\n[!INCLUDE [a](gone.md)]\n"
    (finding,) = told(checked(page, tmp_path), "learn-markdown")
    assert finding.severity is Severity.NOTE
    (tmp_path / ".git").mkdir()
    (finding,) = told(checked(page, tmp_path), "learn-markdown")
    assert finding.severity is Severity.ERROR
