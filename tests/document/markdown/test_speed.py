"""Reading is fast, and costs nothing where nothing is read."""

import subprocess
import sys
import time

from conformance.document.markdown import read_document
from tests.document.markdown.reading import DOCUMENTS


def test_five_thousand_lines_with_three_hundred_blocks_are_read_in_well_under_a_second() -> None:
    names = ("three-languages.md", "lists.md", "zones.md", "tables.md", "dependent-tabs.md")
    bodies = [(DOCUMENTS / name).read_text(encoding="utf-8") for name in names]
    # Front matter counts at the top only.
    text = "\n".join(bodies).partition("\n---\n")[2] * 23
    start = time.perf_counter()
    document = read_document(text, "large.md")
    taken = time.perf_counter() - start
    assert text.count("\n") > 5000
    assert len(document.blocks) > 300
    assert taken < 0.7


def test_long_lines_of_openings_are_read_too() -> None:
    text = (
        "\n\n".join(
            opening * 3000 for opening in ("`", "[", "![", "<", "|", "<!--", "*", ">", "1. ", "- > ", "[a](", "::: ")
        )
        + "\n"
    )
    start = time.perf_counter()
    assert read_document(text, "openings.md").encode() == text.encode()
    assert time.perf_counter() - start < 5


def test_markdown_it_is_not_imported_before_a_document_is_read() -> None:
    program = (
        "import sys, conformance.document.markdown as markdown\n"
        "print('markdown_it' in sys.modules)\n"
        "markdown.read_document('# a', 'a.md')\n"
        "print('markdown_it' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]
