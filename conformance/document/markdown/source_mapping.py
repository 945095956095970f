"""Passages of the document from what markdown-it hands out: it tells the text and the lines, never the columns."""

import re
from collections.abc import Iterator
from typing import Final

from conformance.document.markdown.passage import Passage
from conformance.document.markdown.source import Source

_CLOSING_HASHES: Final = re.compile(r"(?:^|(?<![ \t])[ \t]++)#++[ \t]*+$")


def map_lines(source: Source, content: str, first: int) -> Passage:
    """Return ``content``, whole lines without their indentation, with its places from line ``first`` on."""
    pieces: list[tuple[int, int]] = []
    index, line = 0, first
    for text in content.removesuffix("\n").split("\n") if content else ():
        plain, start = _plain(source, line), source.starts[line]
        pad = next((pad for pad in _pads(text) if plain.endswith(text[pad:])), 0)
        pieces += _pieces(index, start + len(plain) - len(text) + pad, pad)
        index, line = index + len(text) + 1, line + 1
    end = source.end_of(line - 1) if content and not content.endswith("\n") else source.at(line)
    return Passage(content, (*pieces, (len(content), end)))


def map_inline(source: Source, content: str, first: int, after: int, *, atx: bool = False) -> Passage:
    """Return the inline text of a paragraph or a heading with its places; it was trimmed at both ends."""
    lines = content.split("\n")
    pieces: list[tuple[int, int]] = []
    row, index = first, 0
    # A paragraph's first line may be white space that only the trimming removes, a no-break space for one.
    while after - row > len(lines) and lines[0] not in _plain(source, row):
        row += 1
    for line, text in enumerate(lines, row):
        plain = _plain(source, line)
        if atx and (hashes := _CLOSING_HASHES.search(plain, plain.index("#") + 1)):
            plain = plain[: hashes.start()]
        pad = next((pad for pad in _pads(text) if text[pad:] in plain), 0)
        # The last one: what follows it is white space that the trimming removed.
        pieces += _pieces(index, source.starts[line] + plain.rfind(text[pad:]), pad)
        index += len(text) + 1
    return Passage(content, tuple(pieces))


def map_cells(source: Source, line: int, column: int) -> list[Passage]:
    """Return the cells of a table's row, without the pipes and without the backslash before a pipe that is text."""
    written = _plain(source, line)[column:].rstrip()
    row = written.lstrip()
    column += len(written) - len(row)
    cells = list(_split(row))
    if cells and not cells[0]:
        del cells[0]
    if cells and not cells[-1]:
        del cells[-1]
    return [_cell(source, line, column, row, columns) for columns in cells]


def _split(row: str) -> Iterator[list[int]]:
    """Yield the columns that belong to each cell."""
    columns: list[int] = []
    for column, character in enumerate(row):
        if character == "|" and row[column - 1 : column] != "\\":
            yield columns
            columns = []
        else:
            if character == "|":
                columns.pop()
            columns.append(column)
    yield columns


def _cell(source: Source, line: int, base: int, row: str, columns: list[int]) -> Passage:
    text = "".join(row[column] for column in columns)
    trimmed = text.strip()
    skip = len(text) - len(text.lstrip()) if trimmed else 0
    start = source.starts[line] + base
    kept = columns[skip : skip + len(trimmed)]
    pieces = [
        (index, start + column) for index, column in enumerate(kept) if not index or kept[index - 1] != column - 1
    ]
    return Passage(trimmed, tuple(pieces) or ((0, start + (columns[0] if columns else 0)),))


def _pads(text: str) -> Iterator[int]:
    """Yield how many characters of a line may stand for the rest of a tab that is half indentation."""
    spaces = len(text) - len(text.lstrip(" "))
    yield from range(min(spaces, 3) + 1)


def _pieces(index: int, offset: int, pad: int) -> Iterator[tuple[int, int]]:
    """Yield the pieces of one line that goes on at ``offset`` after ``pad`` characters, which are the tab before it."""
    for spare in range(pad):
        yield index + spare, offset - 1
    yield index + pad, offset


def _plain(source: Source, line: int) -> str:
    return source.lines[line].replace("\0", "\ufffd")
