"""Cut a JSON document that holds one long list into its elements, as they come: memory holds a few of them.

The elements are parsed only to see where they end; who reads them parses them again, with more care.
"""

import codecs
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from conformance.traffic.blocks import LONGEST_LINE, TOO_MANY, Block, holds_too_much
from conformance.traffic.unreadable import Unreadable

_BLOCK: Final = 1 << 20
_SPACE: Final = " \t\n\r"
# A token that the end of what was read so far cuts off is never longer: `-Infinity`, a \u escape.
_SHORT: Final = 12
_decoder: Final = json.JSONDecoder()
# For readers of an element: a number that is written with a point stays exact.
DECODER: Final = json.JSONDecoder(parse_float=Decimal)


@dataclass(frozen=True, slots=True)
class Element:
    """One element of the list: its number from 1 on, where it begins, and its text."""

    number: int
    line: int
    column: int
    text: str


class _Trouble(Exception):
    """The input cannot be read on; ``reason`` goes on after its name."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class _Reading:
    """The text of an input from a position on; more is read as it is wanted."""

    def __init__(self, pieces: Iterator[bytes | Unreadable]) -> None:
        self._pieces = pieces
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self.text = ""
        self.at = 0
        self.line, self.column = 1, 1
        self.ended = False

    def more(self, least: int = 1) -> bool:
        """Read at least ``least`` characters more, as far as there are any; return whether there were."""
        parts = [self.text]
        read = 0
        while read < least and not self.ended:
            piece = next(self._pieces, b"")
            if isinstance(piece, Unreadable):
                raise _Trouble(piece.reason)
            self.ended = not piece
            try:
                parts.append(self._decoder.decode(piece, final=self.ended))
            except UnicodeDecodeError as error:
                raise _Trouble(f"is not UTF-8 near line {self.line} ({error.reason}); save it as UTF-8.") from None
            read += len(parts[-1])
        self.text = "".join(parts)
        return read > 0

    def drop(self) -> None:
        """Forget what lies behind, and count its lines."""
        self.advance(self.at)
        self.text = self.text[self.at :]
        self.at = 0
        self._counted = 0

    _counted = 0

    def advance(self, to: int) -> None:
        """Move line and column to ``to``."""
        lines = self.text.count("\n", self._counted, to)
        if lines:
            self.line += lines
            self.column = to - self.text.rfind("\n", self._counted, to)
        else:
            self.column += to - self._counted
        self._counted = to

    def peek(self) -> str:
        """Return the next character that is not white space, ``""`` at the end."""
        while True:
            while self.at < len(self.text) and self.text[self.at] in _SPACE:
                self.at += 1
            if self.at < len(self.text):
                return self.text[self.at]
            self.drop()
            if not self.more():
                return ""

    def expect(self, character: str) -> None:
        """Step over ``character``; raises _Trouble where another stands there."""
        if self.peek() != character:
            raise self.broken(self.at)
        self.at += 1

    def value(self) -> tuple[int, Any]:
        """Step over one JSON value; return where it began in ``text`` and the value. Raises _Trouble."""
        self.peek()
        while True:
            if len(self.text) - self.at > LONGEST_LINE:
                raise _Trouble(
                    f"holds a value of more than {LONGEST_LINE >> 20} MiB at line {self.line}; leave it out."
                )
            if holds_too_much(self.text, self.at):
                raise _Trouble(TOO_MANY)
            try:
                value, end = _decoder.raw_decode(self.text, self.at)
            except RecursionError:
                raise _Trouble(f"nests too deep near line {self.line}; leave it out.") from None
            except json.JSONDecodeError as error:
                cut = error.pos >= len(self.text) - _SHORT or error.msg.startswith("Unterminated string")
                if not cut or not self.more(len(self.text) - self.at):
                    raise self.broken(error.pos) from None
            else:
                # A number may go on in what was not yet read.
                if end == len(self.text) and self.text[self.at] not in '{["' and self.more():
                    continue
                start, self.at = self.at, end
                return start, value

    def broken(self, position: int) -> _Trouble:
        """Return what says where the text stops being JSON."""
        if self.ended and not self.text[position:].strip():
            return _Trouble("ends in the middle of its JSON; save or copy it again. What came before is judged.")
        self.advance(max(position, self._counted))
        return _Trouble(
            f"is not JSON at line {self.line}, column {self.column}; fix it there. What came before is judged."
        )


def cut_elements(
    name: str,
    format_name: str,
    path: Sequence[str],
    pieces: Iterator[bytes | Unreadable],
    either: bool = False,
) -> Iterator[Block | Unreadable]:
    """Yield the elements of the list at ``path``, a megabyte of them a block.

    ``either``: the list is the member of the document that has one of the names of ``path``.
    """
    reading = _Reading(pieces)
    waiting: list[Element] = []
    size = 0
    try:
        if not _find(reading, (tuple(path),) if either else tuple((step,) for step in path)):
            yield Unreadable(
                name, f"holds no list `{(' or ' if either else '.').join(path)}`; save or record it again."
            )
            return
        for element in _elements(reading):
            waiting.append(element)
            size += len(element.text)
            if size >= _BLOCK:
                yield Block(name, b"", kind=format_name, elements=tuple(waiting), size=size)
                waiting, size = [], 0
        while reading.more():  # what follows the list may still be damaged
            reading.text = ""
    except _Trouble as trouble:
        if waiting:
            yield Block(name, b"", kind=format_name, elements=tuple(waiting), size=size)
        yield Unreadable(name, trouble.reason)
        return
    if waiting:
        yield Block(name, b"", kind=format_name, elements=tuple(waiting), size=size)


def _find(reading: _Reading, path: Sequence[tuple[str, ...]]) -> bool:
    """Go to the first element of the list at ``path``, each step one of several names; return False where there is none."""
    for names in path:
        if reading.peek() != "{":
            return False
        reading.at += 1
        while True:
            if reading.peek() == "}" or reading.peek() != '"':
                return False
            _, key = reading.value()
            reading.expect(":")
            if key in names:
                break
            reading.value()
            reading.drop()
            if reading.peek() == ",":
                reading.at += 1
    if reading.peek() != "[":
        return False
    reading.at += 1
    return True


def _elements(reading: _Reading) -> Iterator[Element]:
    number = 0
    while reading.peek() != "]":
        if not reading.peek():
            raise reading.broken(reading.at)
        start, _ = reading.value()
        number += 1
        reading.advance(start)
        yield Element(number, reading.line, reading.column, reading.text[start : reading.at])
        if reading.at >= _BLOCK:
            reading.drop()
        if reading.peek() == ",":
            reading.at += 1
        elif reading.peek() != "]":
            raise reading.broken(reading.at)
