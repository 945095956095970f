"""The text of a page together with that of its includes: a place in it is one of the file where the characters stand."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from conformance.document.markdown.source import Source
from conformance.exchange import Position


@dataclass(frozen=True, slots=True)
class Piece:
    """From offset ``at`` on stands what begins at ``start`` of ``source``, a file of ``folder``."""

    at: int
    source: Source
    start: int
    folder: Path


@dataclass(frozen=True, slots=True)
class Spliced(Source):
    """The source of a page with its includes; ``text``, ``lines`` and ``starts`` are those of all that it holds."""

    pieces: tuple[Piece, ...]
    files: Mapping[str, Source]

    @classmethod
    def of(cls, page: Source, text: str, pieces: Iterable[Piece]) -> "Spliced":
        """Return the source of ``page`` with the characters of ``text``, which are those of ``pieces``."""
        whole, all_pieces = Source.read(text, page.name), tuple(pieces)
        files = {piece.source.name: piece.source for piece in all_pieces}
        return cls(page.name, text, page.bom, whole.lines, whole.starts, all_pieces, files)

    def position(self, offset: int) -> Position:
        piece = self._piece(offset)
        return piece.source.position(min(offset - piece.at + piece.start, len(piece.source.text)))

    def line_at(self, place: Position) -> str | None:
        source = self.files.get(place.file)
        return source.line_at(place) if source is not None else None

    def folder_at(self, offset: int) -> Path | None:
        return self._piece(offset).folder

    def _piece(self, offset: int) -> Piece:
        return self.pieces[bisect_right(self.pieces, offset, key=_at) - 1]


def _at(piece: Piece) -> int:
    return piece.at
