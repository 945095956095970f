"""Jupyter notebooks, read as the Markdown page that a reader meets, with the places of their files.

A Markdown cell is prose, a code cell a fence in its kernel's language; raw cells and outputs are left out
(nbformat 4, "The Notebook file format").
"""

import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from conformance.document.markdown.languages import canonical_language
from conformance.document.markdown.magics import ShownLine, as_python, cell_label, language_label
from conformance.document.markdown.parser import parse
from conformance.document.markdown.problem import DocumentError
from conformance.document.markdown.source import Source
from conformance.exchange import Position
from conformance.wire.json_text import NotJson, read_json
from conformance.wire.locate import Places

SUFFIX: Final = ".ipynb"
_FORMAT: Final = 4
_LINE_END: Final = re.compile(r"\r\n?|\n")
_ESCAPE: Final = re.compile(r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)")
_HALF: Final = re.compile("[\ud800-\udfff]")
_TICKS: Final = re.compile(r"`{3,}")
# Where a cell says its own language: VS Code, Polyglot Notebooks, .NET Interactive.
_OF_CELLS: Final = (("vscode", "languageId"), ("polyglot_notebook", "kernelName"), ("dotnet_interactive", "language"))
_IMPORT: Final = re.compile(
    r"\s*+(?:#[^\n]*+\n\s*+)*+(?:from[ \t]++[\w.]++[ \t]++import\b"
    r"|import[ \t]++[\w.]++(?:[ \t]*+,[ \t]*+[\w.]++|[ \t]++as[ \t]++\w++)*+[ \t]*+(?:\n|\Z))"
)
# Where a comment begins with //.
_SLASHES: Final = frozenset({"javascript", "typescript"})
_LABEL: Final = re.compile(r"[^\s`]{1,40}")
# What ends raw HTML that no empty line ends (CommonMark 0.31, 4.6), by its beginning.
_HTML_ENDS: Final = (("<!--", "-->"), ("<![CDATA[", "]]>"), ("<!", ">"), ("<?", "?>"), ("<", "</pre>"))


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the page: it shows a cell's text from ``start`` to ``end``; a fence shows nothing of it."""

    cell: int
    start: int
    end: int
    shown: ShownLine | None = None


@dataclass(frozen=True, slots=True)
class _Cell:
    """The text of a cell, and where its strings stand: their offsets in the text, and in the file without quotes."""

    text: str
    begins: tuple[int, ...]
    strings: tuple[tuple[int, int], ...]
    place: int


@dataclass(frozen=True)
class Notebook:
    """A notebook's file, and the page that it shows. ``text`` is Markdown; lines and columns of it count from 1."""

    source: Source
    text: str
    _cells: tuple[_Cell, ...]
    _lines: tuple[_Line, ...]
    _escapes: dict[int, tuple[list[int], list[int]]] = field(default_factory=dict, repr=False, compare=False)

    def position(self, line: int, column: int) -> Position:
        """Return the place in the file of a place of the page; a line that only the page has is at its cell's beginning."""
        return self.source.position(self._offset(line, column))

    def line(self, number: int) -> tuple[str, int]:
        """Return a line as its cell has it, and by how many columns what the page shows of it is shifted."""
        one = self._lines[number - 1]
        if one.shown is None:
            return "", 0
        return self._cells[one.cell].text[one.start : one.end], one.shown.shift

    def span(self, line: int, first: int, last: int) -> tuple[Position, Position] | None:
        """Return from where to where the file holds the columns ``first`` to ``last`` of a line, None where it does not."""
        one = self._lines[line - 1]
        if one.shown is None:
            return None
        start, end = self._offset(line, first), self._offset(line, last, is_end=True)
        here = self._cells[one.cell].text[
            one.start + first - 1 + one.shown.shift : one.start + last - 1 + one.shown.shift
        ]
        try:
            same = json.loads(f'"{self.source.text[start:end]}"') == here == one.shown.text[first - 1 : last - 1]
        except ValueError:
            return None
        return (self.source.position(start), self.source.position(end)) if same else None

    def _offset(self, line: int, column: int, *, is_end: bool = False) -> int:
        one = self._lines[min(max(line, 1), len(self._lines)) - 1]
        if one.cell < 0:
            return 0
        at = one.start
        if one.shown is not None:
            column -= 1
            at = min(at + column + (one.shown.shift if column >= one.shown.cut else 0), one.end)
        return self._in_file(self._cells[one.cell], at, is_end)

    def _in_file(self, cell: _Cell, offset: int, is_end: bool) -> int:
        if not cell.strings:
            return cell.place
        # What ends where one string does, and another begins, ends in the first.
        index = max((bisect_left if is_end else bisect_right)(cell.begins, offset) - 1, 0)
        start, end = cell.strings[index]
        read, written = self._after_escapes(start, end)
        rest = offset - cell.begins[index]
        last = bisect_right(read, rest) - 1
        return min(written[last] + rest - read[last], end)

    def _after_escapes(self, start: int, end: int) -> tuple[list[int], list[int]]:
        """Return for a string where plain text begins: in what it says, and in the file."""
        if start not in self._escapes:
            read, written = [0], [start]
            for escape in _ESCAPE.finditer(self.source.text, start, end):
                read.append(read[-1] + escape.start() - written[-1] + 1)
                written.append(escape.end())
            self._escapes[start] = read, written
        return self._escapes[start]


def is_notebook(name: str) -> bool:
    """Say whether a file is a notebook, by its name."""
    return name.lower().endswith(SUFFIX)


def read_notebook(raw: bytes, name: str) -> Notebook:
    """Read a notebook; raises DocumentError where it is not UTF-8, not JSON, or no notebook of nbformat 4."""
    source = Source.read(raw, name)
    value = _read(source)
    language = _language(value.get("metadata"))
    places = Places(source.text)
    cells: list[_Cell] = []
    void = _void_labels(value["cells"], language)
    lines, page = [_Line(-1, 0, 0)], [""]  # an empty line, so that a rule at the top begins no front matter
    for number, cell in enumerate(value["cells"]):
        kind = cell.get("cell_type") if isinstance(cell, dict) else None
        if kind not in ("markdown", "code"):
            continue
        read = _cell(source, places, number, cell.get("source"))
        cells.append(read)
        shown = _markdown(read.text) if kind == "markdown" else _code(read.text, _language_of(cell, language, void))
        for one, start, end in shown:
            lines.append(_Line(len(cells) - 1, start, end, one if end >= 0 else None))
            page.append(one.text)
    return Notebook(source, _HALF.sub("\ufffd", "\n".join(page) + "\n"), tuple(cells), (*lines, _Line(-1, 0, 0)))


def _read(source: Source) -> dict[str, Any]:
    try:
        # Jupyter writes NaN, which JSON has not; no number of a notebook is looked at.
        value = json.loads(source.text, parse_int=float)
    except (ValueError, RecursionError):
        try:
            read_json(source.text)
            reason, offset = "it cannot be read", 0
        except NotJson as error:
            reason, offset = error.reason, error.offset
        place = source.position(offset)
        where = f"line {place.line}, column {place.column}"
        raise DocumentError(
            f"{source.name} is not JSON ({where}: {reason}); save the notebook again with Jupyter."
        ) from None
    if not isinstance(value, dict) or ("nbformat" not in value and "cells" not in value):
        raise DocumentError(
            f"{source.name} is not a notebook: it has no `nbformat` and no `cells`; save it with Jupyter."
        )
    if value.get("nbformat") != _FORMAT or not isinstance(value.get("cells"), list):
        raise DocumentError(
            f"{source.name} is not a notebook of nbformat 4; convert it with `jupyter nbconvert --to notebook`."
        )
    return value


def _language(metadata: Any) -> str:
    """Return the kernel's language; where the file names none, Python is assumed."""
    for member, name in (("kernelspec", "language"), ("language_info", "name"), ("kernelspec", "name")):
        found = metadata.get(member) if isinstance(metadata, dict) else None
        said = found.get(name) if isinstance(found, dict) else None
        if isinstance(said, str) and (label := _LABEL.match(said.strip())) is not None:
            return language_label(label[0], f"kernel-{label[0]}")
    return "python"


def _void_labels(cells: Sequence[Any], language: str) -> frozenset[str]:
    """Return the languages that cells of a Python kernel say and are not in: a copied cell brings another's metadata."""
    if language != "python":
        return frozenset()
    return frozenset(
        said
        for cell in cells
        if isinstance(cell, dict)
        and (said := _language_of(cell, language)) != language
        and _imports(cell.get("source"))
    )


def _imports(source: Any) -> bool:
    """Whether the text of a cell begins as Python alone does."""
    text = "".join(part for part in source if isinstance(part, str)) if isinstance(source, list) else source
    return isinstance(text, str) and _IMPORT.match(text) is not None


def _language_of(cell: dict[str, Any], language: str, void: frozenset[str] = frozenset()) -> str:
    """Return the language of a cell: its own where its metadata say so, and it is not ``void``, else the kernel's."""
    metadata = cell.get("metadata")
    for member, name in _OF_CELLS:
        found = metadata.get(member) if isinstance(metadata, dict) else None
        said = found.get(name) if isinstance(found, dict) else None
        if isinstance(said, str) and (label := language_label(said, "")) and label not in void:
            return label
    return language


def _cell(source: Source, places: Places, number: int, value: Any) -> _Cell:
    parts = [value] if isinstance(value, str) else value
    if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
        raise DocumentError(
            f"{source.name}: the `source` of cell {number + 1} is neither a string nor a list of strings; "
            "save the notebook again with Jupyter."
        )
    path: tuple[str | int, ...] = ("cells", number, "source")
    ways = [path] if isinstance(value, str) else [(*path, index) for index in range(len(parts))]
    begins, strings, at = [], [], 0
    for part, way in zip(parts, ways, strict=True):
        span = places.find(way)
        if span is not None and part:
            begins.append(at)
            strings.append((span.value_start + 1, span.value_end - 1))
            at += len(part)
    whole = places.find(path)
    return _Cell("".join(parts), tuple(begins), tuple(strings), whole.value_start if whole else 0)


_Shown = tuple[ShownLine, int, int]
_NOWHERE: Final = -1


def _added(text: str) -> _Shown:
    return ShownLine(text), 0, _NOWHERE


def _markdown(text: str) -> Iterator[_Shown]:
    """Yield the lines of a Markdown cell; what it leaves open ends with it."""
    lines = []
    for line, start, end in _split(text):
        lines.append(line)
        yield ShownLine(line), start, end
    if "```" in text or "~~~" in text or "<" in text:
        yield from _closing(lines)
    yield _added("")


def _closing(lines: Sequence[str]) -> Iterator[_Shown]:
    tokens, _ = parse([*lines, "", "x"])
    if tokens and (last := tokens[-1]).type == "fence":
        yield _added(last.markup)
    elif tokens and last.type == "html_block":
        begins = last.content.lstrip()
        yield _added(next(end for start, end in _HTML_ENDS if begins.startswith(start)))


def _code(text: str, language: str) -> Iterator[_Shown]:
    """Yield a fence around the lines of a code cell."""
    split = list(_split(text))
    lines = [line for line, _, _ in split]
    label, magic = cell_label(language, lines)
    shown: Iterator[ShownLine] = map(ShownLine, lines)
    if magic is not None:
        # A line of its length that says nothing, so that what follows keeps its number.
        comment = "//" if canonical_language(label) in _SLASHES else "#"
        lines[magic] = comment + lines[magic][len(comment) :]
    if canonical_language(label) == "python":
        shown = as_python(lines)
    mark = "`" * max((len(ticks) + 1 for ticks in _TICKS.findall(text)), default=3)
    yield _added(f"{mark}{label}")
    for one, (_, start, end) in zip(shown, split, strict=True):
        yield one, start, end
    yield _added(mark)
    yield _added("")


def _split(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each line with its offsets."""
    at = 0
    for end in _LINE_END.finditer(text):
        yield text[at : end.start()], at, end.start()
        at = end.end()
    if at < len(text):
        yield text[at:], at, len(text)
