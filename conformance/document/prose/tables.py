"""The cells of a document's tables, each with the heading of its column and the first cell of its row."""

from collections.abc import Iterator
from dataclasses import dataclass

from conformance.document.markdown import Document, Prose

# Between the line of headings and the first row stands the line of dashes.
_DASHES = 2


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell below the headings; ``head`` is the first cell of its row, itself where it is that."""

    prose: Prose
    column: str
    head: Prose


def cells_of(document: Document) -> Iterator[Cell]:
    """Yield the cells below the headings of each table, in the order of the text."""
    headings: dict[int, str] = {}
    last, began, head = -_DASHES - 1, 0, None
    for prose in document.prose:
        if prose.kind != "cell":
            continue
        source = document.source
        line = source.line_of(prose.range.start)
        column = _column(source.lines[line], prose.range.start - source.starts[line])
        if line != last:
            if line - last > (_DASHES if last == began else 1):
                headings, began = {}, line
            last, head = line, prose
        if line == began:
            headings[column] = prose.text.strip(" *_`")
        elif head is not None:
            yield Cell(prose, headings.get(column, ""), head)


def _column(line: str, at: int) -> int:
    """Return the number of the column at ``at`` of ``line``, from 0; a ``|`` at the line's begin opens the first."""
    before = line[:at].replace("\\|", "")
    return before.count("|") - line.lstrip(" >").startswith("|")
