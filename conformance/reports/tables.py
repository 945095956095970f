"""Tables for a terminal, no wider than it is, and the same as Markdown."""

import sys
import textwrap
from collections.abc import Iterator, Sequence
from typing import Final

from conformance.reports.visible import columns_of, visible

_GAP: Final = "  "
_NARROWEST: Final = 6

Rows = Sequence[Sequence[str]]


def text_table(rows: Rows, width: int = sys.maxsize) -> Iterator[str]:
    """Yield the lines of a table whose first row is its head; cells are wrapped where it would be wider than ``width``.

    Where even that does not do, the columns are spread over several tables, each with the first column.
    """
    rows = [[visible(cell) for cell in row] for row in rows]
    for number, columns in enumerate(_spread(rows, width)):
        if number:
            yield ""
        yield from _table([[row[column] for column in columns] for row in rows], width)


def markdown_table(rows: Rows) -> Iterator[str]:
    """Yield the lines of a Markdown table whose first row is its head."""
    for number, row in enumerate(rows):
        yield "| " + " | ".join(visible(cell).replace("|", "\\|") for cell in row) + " |"
        if number == 0:
            yield "|" + "---|" * len(row)


def _spread(rows: Rows, width: int) -> list[list[int]]:
    """Return which columns stand beside each other: as many as fit, wrapped at their words."""
    least = [min(max(map(_longest_word, column)), width // 2) for column in zip(*rows, strict=True)]
    tables = [[0]]
    for column in range(1, len(least)):
        together = [*tables[-1], column]
        if len(tables[-1]) > 1 and sum(least[one] for one in together) + len(_GAP) * (len(together) - 1) > width:
            together = [0, column]
            tables.append(together)
        tables[-1] = together
    return tables


def _table(rows: Rows, width: int) -> Iterator[str]:
    widths = _widths(rows, width)
    for number, row in enumerate(rows):
        cells = [_wrapped(cell, size) for cell, size in zip(row, widths, strict=True)]
        for line in range(max(map(len, cells))):
            parts = [_padded(cell[line] if line < len(cell) else "", size) for cell, size in zip(cells, widths, strict=True)]  # fmt: skip
            yield _GAP.join(parts).rstrip()
        if number == 0:
            yield _GAP.join("-" * size for size in widths)


def _widths(rows: Rows, width: int) -> list[int]:
    """Return the columns' widths: the widest is narrowed until all fit, down to its longest word and then further."""
    columns = list(zip(*rows, strict=True))
    widths = [max(map(columns_of, column)) for column in columns]
    least = [max(map(_longest_word, column)) for column in columns]
    room = width - len(_GAP) * (len(columns) - 1)
    while sum(widths) > room:
        loose = [place for place, size in enumerate(widths) if size > least[place]]
        candidates = loose or [place for place, size in enumerate(widths) if size > _NARROWEST]
        if not candidates:
            break
        widths[max(candidates, key=lambda place: widths[place])] -= 1
    return widths


def _longest_word(cell: str) -> int:
    return max(map(columns_of, cell.split()), default=0)


def _wrapped(cell: str, size: int) -> list[str]:
    return textwrap.wrap(cell, size, break_on_hyphens=False) or [""]


def _padded(cell: str, size: int) -> str:
    return cell + " " * (size - columns_of(cell))
