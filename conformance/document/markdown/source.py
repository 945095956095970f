"""The text of a document as it stands in its file: line ends, byte order mark, and where each character is."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from conformance.document.markdown.problem import DocumentError
from conformance.exchange import Position

BOM: Final = "\ufeff"
# CommonMark's line ends; str.splitlines() would also split at U+2028, form feeds and others.
_LINE_END: Final = re.compile(r"\r\n?|\n")
_WIDE: Final = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


@dataclass(frozen=True, slots=True)
class Source:
    """A document's characters without the byte order mark, which ``bom`` remembers.

    ``lines`` are without their ends and ``starts`` says where each begins; both count from 0. A text that ends with
    a line end has an empty last line.
    """

    name: str
    text: str
    bom: bool
    lines: tuple[str, ...]
    starts: tuple[int, ...]

    @classmethod
    def read(cls, raw: str | bytes, name: str) -> "Source":
        """Read the characters or the bytes of a file; raises DocumentError where they are no UTF-8."""
        text = _decoded(raw, name) if isinstance(raw, bytes) else _encodable(raw, name)
        bom = text.startswith(BOM)
        if bom:
            text = text[1:]
        starts = (0, *(end.end() for end in _LINE_END.finditer(text)))
        return cls(name, text, bom, tuple(_LINE_END.split(text)), starts)

    def encode(self) -> bytes:
        """Return the bytes of the file: what was read, if nothing was replaced."""
        return ((BOM if self.bom else "") + self.text).encode()

    def position(self, offset: int) -> Position:
        """Return the line and column of ``offset``; the byte order mark is no column."""
        line = self.line_of(offset)
        return Position(self.name, line + 1, offset - self.starts[line] + 1)

    def line_at(self, place: Position) -> str | None:
        """Return the whole line of ``place``; None where that is in another file, or beyond the end."""
        if place.file != self.name or place.line is None or not 0 < place.line <= len(self.lines):
            return None
        return self.lines[place.line - 1]

    def folder_at(self, _offset: int) -> Path | None:
        """Return the folder that paths written at an offset begin in; None where it is the page's own."""
        return None

    def line_of(self, offset: int) -> int:
        """Return the index of the line that holds ``offset``."""
        return bisect_right(self.starts, offset) - 1

    def at(self, line: int, column: int = 0) -> int:
        """Return the offset of a column of a line, both from 0; a line past the last one is the end of the text."""
        return self.starts[line] + column if line < len(self.starts) else len(self.text)

    def end_of(self, line: int) -> int:
        """Return where a line ends, before its line end."""
        return self.starts[line] + len(self.lines[line])

    def line_end(self, line: int) -> str:
        """Return the characters that end a line; of the last line, which has none, those of the line before it."""
        after = self.starts[line + 1] if line + 1 < len(self.starts) else len(self.text)
        return self.text[self.end_of(line) : after] or (self.line_end(line - 1) if line else "\n")

    def last_line(self, first: int, after: int) -> int:
        """Return the last line before ``after`` that is not blank, at the least ``first``."""
        line = min(after, len(self.lines)) - 1
        while line > first and not self.lines[line].strip(" \t>"):
            line -= 1
        return line


def _decoded(raw: bytes, name: str) -> str:
    if raw[:2] in _WIDE:
        raise DocumentError(f"{name} is {_WIDE[raw[:2]]}; save it as UTF-8, which Learn requires.")
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        line = len(_LINE_END.findall(raw[: error.start].decode())) + 1
        place = f"byte {error.start + 1}, 0x{raw[error.start]:02X} on line {line}"
        raise DocumentError(f"{name} is not UTF-8 ({place}); save it as UTF-8.") from None


def _encodable(text: str, name: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        line = len(_LINE_END.findall(text[: error.start])) + 1
        code = f"U+{ord(text[error.start]):04X}"
        raise DocumentError(f"{name} holds {code} on line {line}, half a character; write the whole one.") from None
    return text
