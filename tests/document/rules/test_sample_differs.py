"""``sample-differs``: a block that a marker ties to a sample is the sample's snippet."""

from pathlib import Path

import pytest

from tests.document.rules.marking import confirms, speaks
from tests.document.rules.writing import fence

SNIPPET = 'if True:\n    print("Once")\nprint("Twice")'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    indented = "".join(f"    {line}\n" for line in SNIPPET.split("\n"))
    text = f"def main():\n    # <snippet_hello>\n{indented}    # </snippet_hello>\n\n# <other>\nprint(1)\n# </other>\n"
    (tmp_path / "hello.py").write_text(text, encoding="utf-8")
    return tmp_path


def block(code: str, marker: str = "sample: ./hello.py") -> str:
    return f"<!-- {marker} -->\n{fence('python', code)}"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(block(SNIPPET.replace("    print", "▸    print(1)\n    print")), id="a line more"),
        pytest.param(block(SNIPPET.replace("    print", '▸    print("Oncé")\n#')), id="a line changed"),
        pytest.param(block(SNIPPET.replace("if", "▸if").replace("True", "False")), id="the first line changed"),
        pytest.param(block(f"{SNIPPET}\n▸print(3)"), id="a line behind the last"),
        pytest.param(block("▸print(2)", "sample: ./hello.py#other"), id="a snippet that is named"),
        pytest.param(block(SNIPPET), id="the snippet, less its indentation"),
        pytest.param(block("print(1)", "sample: ./hello.py#other"), id="the snippet that is named"),
        pytest.param(block("x = 1", "output-of: ./hello.py"), id="another marker"),
        pytest.param(fence("python", "x = 1"), id="no marker"),
        pytest.param(block("x = 1", "sample: ./gone.py"), id="a file that is not there is learn-markdown's"),
    ],
)
def test_a_block_is_the_snippet_that_its_marker_names(text: str, folder: Path) -> None:
    speaks("sample-differs", text, folder=folder)


def test_a_block_that_ends_too_early_is_told_where_it_ends(folder: Path) -> None:
    text = "<!-- sample: ./hello.py -->\n```python\nif True:\n▸```\n"
    (finding,) = speaks("sample-differs", text, folder=folder)
    assert "./hello.py" in finding.message


def test_a_block_that_is_the_snippet_is_confirmed(folder: Path) -> None:
    assert confirms("sample-differs", block(SNIPPET), folder=folder) == ["The block is the snippet of ./hello.py."]
    assert confirms("sample-differs", block(SNIPPET).replace("\n", "\r\n"), folder=folder)
