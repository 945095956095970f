"""Server-sent events by the WHATWG's rules, read incrementally: text in pieces of any size, events out.

https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream. One departure: an event that
no empty line ends is told too, and says so (``closed``); recorders strip the end of what they store.
"""

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

# No chunk of the service comes near it, and reading JSON takes many times its length.
LONGEST_EVENT: Final = 8 << 20
LINE_END: Final = re.compile(r"\r\n?|\n")
_FIELDS: Final = frozenset({"data", "event", "id", "retry"})
_STRAY: Final = 4000  # as much of a line as shows what it is


class Event(NamedTuple):
    """One event. ``name`` is empty where no ``event`` field names it. ``closed``: an empty line ended it.

    ``pieces`` tell for each data line where it begins in ``data`` and at which line and column of the stream; both count
    from 1, columns in code points. ``size`` is the length of the data; beyond ``LONGEST_EVENT`` ``data`` is empty.
    ``offset`` is where its first data line begins in the stream.
    """

    data: str
    pieces: tuple[tuple[int, int, int], ...]
    name: str = ""
    closed: bool = True
    size: int = 0
    offset: int = 0

    @property
    def line(self) -> int:
        """The line of the stream on which the data begins."""
        return self.pieces[0][1]

    def place(self, offset: int) -> tuple[int, int]:
        """Return the line and column of the stream at which ``offset`` of the data stands."""
        start, line, column = next(piece for piece in reversed(self.pieces) if piece[0] <= max(offset, 0))
        return line, column + offset - start


@dataclass(frozen=True, slots=True)
class Stray:
    """A line that is not a field of an event and no comment; every client passes over it."""

    text: str
    line: int
    offset: int = 0


class EventReader:
    """Reads a stream whose text comes in pieces; a piece may end anywhere, between CR and LF too."""

    def __init__(self, longest: int = LONGEST_EVENT) -> None:
        self._longest = longest
        self._rest: list[str] = []  # of the line that no line break ended yet
        self._rest_size = 0
        self._line = 1
        self._passed = 0  # as much of the stream as was fed before
        self._rest_offset = 0
        self._offset = 0
        self._begun = False
        self._after_cr = False
        self._name = ""
        self._data: list[str] = []
        self._pieces: list[tuple[int, int, int]] = []
        self._size = 0

    def feed(self, text: str) -> Iterator[Event | Stray]:
        """Yield what ``text`` completes."""
        if not text:
            return
        if not self._begun:
            self._begun = True
            if text[0] == "\ufeff":
                self._passed, text = 1, text[1:]
        if self._after_cr:
            self._after_cr = False
            if text.startswith("\n"):
                self._passed, text = self._passed + 1, text[1:]
        passed = self._passed
        self._passed += len(text)
        first = LINE_END.search(text)
        if first is None:
            self._keep(text, passed)
            return
        position = 0
        plain = "\r" not in text
        if self._rest:
            self._keep(text[: first.start()], passed)
            position = first.end()
            yield from self._take("".join(self._rest), self._rest_size, self._rest_offset)
            self._rest, self._rest_size = [], 0
        while position < len(text):
            if plain and not self._pieces and text.startswith("data: ", position):
                # The usual event: one data line and the empty line that ends it.
                stop = text.find("\n", position)
                size = stop - position - 6
                if 0 <= size <= self._longest and text.startswith("\n", stop + 1):
                    yield Event(
                        text[position + 6 : stop], ((0, self._line, 7),), self._name, True, size, passed + position
                    )
                    self._name = ""
                    self._line += 2
                    position = stop + 2
                    continue
            end = LINE_END.search(text, position)
            if end is None:
                self._keep(text[position:], passed + position)
                break
            size = end.start() - position
            line = text[position : position + min(size, self._longest + 16)]
            yield from self._take(line, size, passed + position)
            position = end.end()
        self._after_cr = text.endswith("\r")

    def close(self) -> Iterator[Event | Stray]:
        """Yield what the end of the stream leaves over: a line without its line break, an event without its empty line."""
        if self._rest:
            yield from self._take("".join(self._rest), self._rest_size, self._rest_offset)
            self._rest, self._rest_size = [], 0
        yield from self._ended(closed=False)

    def _keep(self, text: str, offset: int) -> None:
        """Keep the beginning of a line; of one that is too long only as much as says so."""
        if not self._rest:
            self._rest_offset = offset
        room = self._longest + 16 - self._rest_size
        if text and room > 0:
            self._rest.append(text[:room])
        self._rest_size += len(text)

    def _take(self, line: str, size: int, offset: int) -> Iterator[Event | Stray]:
        """Take one line without its line break; ``line`` is the beginning of it where ``size`` is larger."""
        number = self._line
        self._line += 1
        if not line:
            yield from self._ended(closed=True)
            return
        if line[0] == ":":
            return
        field, colon, value = line.partition(":")
        if field not in _FIELDS:
            yield Stray(line[:_STRAY], number, offset)
            return
        start = len(field) + len(colon)
        if value.startswith(" "):
            value, start = value[1:], start + 1
        if field == "data":
            length = size - start
            if self._pieces:
                self._size += 1
            else:
                self._offset = offset
            self._pieces.append((self._size, number, start + 1))
            self._size += length
            if self._size <= self._longest:
                self._data.append(value)
            else:
                self._data.clear()
        elif field == "event":
            self._name = value

    def _ended(self, closed: bool) -> Iterator[Event]:
        if self._pieces:
            data = "\n".join(self._data) if self._size <= self._longest else ""
            yield Event(data, tuple(self._pieces), self._name, closed, self._size, self._offset)
        self._name, self._data, self._pieces, self._size = "", [], [], 0


def events(text: str, longest: int = LONGEST_EVENT) -> Iterator[Event | Stray]:
    """Yield the events of a whole stream, and the lines that belong to none."""
    reader = EventReader(longest)
    yield from reader.feed(text)
    yield from reader.close()


def events_of_bytes(pieces: Iterable[bytes], longest: int = LONGEST_EVENT) -> Iterator[Event | Stray]:
    """Yield the events of a stream that comes in pieces of bytes; what is not UTF-8 becomes U+FFFD, as in a client."""
    reader = EventReader(longest)
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    for piece in pieces:
        yield from reader.feed(decoder.decode(piece))
    yield from reader.feed(decoder.decode(b"", final=True))
    yield from reader.close()
