"""What reading costs grows with the document, and is nothing where nothing is read. ``benchmarks/document.py`` has the times."""

import subprocess
import sys
from functools import partial

import pytest

from conformance.document.markdown import read_document
from tests.counting import lines_run
from tests.document.markdown.reading import DOCUMENTS

NAMES = ("three-languages.md", "lists.md", "zones.md", "tables.md", "dependent-tabs.md")
OPENINGS = ("`", "[", "![", "<", "|", "<!--", "*", ">", "1. ", "- > ", "[a](", "::: ")


def test_twice_the_document_is_twice_the_work() -> None:
    bodies = [(DOCUMENTS / name).read_text(encoding="utf-8") for name in NAMES]
    # Front matter counts at the top only.
    text = "\n".join(bodies).partition("\n---\n")[2]
    once, twice, fourfold = (lines_run(partial(read_document, text * n, "a.md")) for n in (1, 2, 4))
    assert twice - once < 1.1 * once
    assert fourfold - twice < 2.2 * once


@pytest.mark.parametrize("opening", OPENINGS)
def test_a_long_line_of_openings_is_read_in_work_that_grows_with_it(opening: str) -> None:
    def read(count: int) -> None:
        text = opening * count + "\n"
        assert read_document(text, "openings.md").encode() == text.encode()

    some, many = (lines_run(partial(read, n)) for n in (80, 320))
    assert many < 5 * some


def test_markdown_it_is_not_imported_before_a_document_is_read() -> None:
    program = (
        "import sys, conformance.document.markdown as markdown\n"
        "print('markdown_it' in sys.modules)\n"
        "markdown.read_document('# a', 'a.md')\n"
        "print('markdown_it' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]
