"""Text that is put together from what a source writes and from what is not known, with the place of each character."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from conformance.exchange import Position
from conformance.reading.value import Joined, Known, Value

Placed = Callable[[int], Position]
# Both stand in no text that people write; between them stands the number of a part that is not known.
_OPENS, _CLOSES = "\ue100", "\ue101"
_VERSION: Final = "api-version="
_IN_STRING: Final = re.compile(r'\\.|"', re.DOTALL)
HOLE: Final = re.compile(f"{_OPENS}(\\d+){_CLOSES}")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text. Where it is ``Known``, it is written from ``start`` on, character for character.

    ``place`` turns an offset into a place; it is None where the source writes the part nowhere.
    """

    value: Value
    start: int = 0
    place: Placed | None = None


Text = tuple[Piece, ...]


def known(text: str, start: int = 0, place: Placed | None = None) -> Text:
    """Return a text that is wholly known."""
    return (Piece(Known(text), start, place),) if text else ()


def known_text(text: Iterable[Piece]) -> str | None:
    """Return the characters of ``text``; None where a part of it is not known."""
    parts = []
    for piece in text:
        if not isinstance(piece.value, Known):
            return None
        parts.append(str(piece.value.value))
    return "".join(parts)


def value_of(text: Sequence[Piece]) -> Value:
    """Return ``text`` as a value: neighbours that are known are one."""
    parts: list[Value] = []
    run: list[str] = []
    for piece in text:
        if isinstance(piece.value, Known):
            run.append(str(piece.value.value))
            continue
        if run:
            parts.append(Known("".join(run)))
            run = []
        parts.append(piece.value)
    if run or not parts:
        parts.append(Known("".join(run)))
    return parts[0] if len(parts) == 1 else Joined(tuple(parts))


def place_in(text: Sequence[Piece], otherwise: Position) -> Position:
    """Return where ``text`` is written; ``otherwise`` where nothing of it is."""
    return next((piece.place(piece.start) for piece in text if piece.place is not None), otherwise)


def version_place(url: Iterable[Piece]) -> Position | None:
    """Return where a URL's ``api-version`` is written, None where nothing that is known of it has one."""
    for piece in url:
        if isinstance(piece.value, Known) and piece.place is not None:
            at = str(piece.value.value).find(_VERSION)
            if at >= 0:
                return piece.place(piece.start + at + len(_VERSION))
    return None


class Flat:
    """A text as one string of characters, in which each part that is not known is a mark.

    Inside a JSON string a mark stands as it is, elsewhere in quotes, so that JSON stays JSON.
    """

    def __init__(self, text: Iterable[Piece]) -> None:
        self.holes: list[Value] = []
        self._starts: list[int] = []
        self._pieces: list[Piece] = []
        parts: list[str] = []
        length, inside = 0, False
        for piece in text:
            if isinstance(piece.value, Known):
                part = str(piece.value.value)
                inside = _ends_inside(part, inside)
            else:
                mark = f"{_OPENS}{len(self.holes)}{_CLOSES}"
                part = mark if inside else f'"{mark}"'
                self.holes.append(piece.value)
            self._starts.append(length)
            self._pieces.append(piece)
            parts.append(part)
            length += len(part)
        self.text = "".join(parts)

    @property
    def is_marked_already(self) -> bool:
        """Whether the source itself holds what a mark looks like."""
        return self.text.count(_OPENS) != len(self.holes)

    def place(self, offset: int) -> Position | None:
        """Return where the character at ``offset`` of ``text`` is written, None where that is not known."""
        at = bisect_right(self._starts, offset) - 1
        if at < 0:
            return None
        piece = self._pieces[at]
        if piece.place is None:
            return None
        return piece.place(piece.start + (offset - self._starts[at] if isinstance(piece.value, Known) else 0))


def _ends_inside(part: str, inside: bool) -> bool:
    """Return whether JSON is inside a string behind ``part``."""
    for found in _IN_STRING.finditer(part):
        if found[0] == '"':
            inside = not inside
    return inside
