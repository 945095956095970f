"""Cut an input into blocks of whole lines, or take it as one document: what one process judges at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from conformance.traffic.unreadable import Unreadable

if TYPE_CHECKING:
    from conformance.traffic.entries import Element
    from conformance.traffic.parquet import RowGroup

LONGEST_LINE: Final = 256 << 20
# A line of empty lists takes thirty times its length as values; a longer one than this is counted first.
_LONG: Final = 4 << 20
_MOST_VALUES: Final = 5_000_000
TOO_MANY: Final = "holds more than 5 million values; leave it out."


@dataclass(frozen=True, slots=True)
class Block:
    """What one process judges at a time of an input in format ``kind``.

    ``text`` holds whole lines from ``first_line`` on, or one document; ``elements`` some of a document's list in its
    place, of ``size`` characters; ``rows`` some of a table's, counted from ``first_line``. ``cut``: the last line has no line break.
    """

    name: str
    text: bytes
    first_line: int = 1
    kind: str = "ndjson"
    cut: bool = False
    elements: "tuple[Element, ...]" = ()
    size: int = 0
    rows: "RowGroup | None" = None

    @property
    def weight(self) -> int:
        """How much there is to judge, in characters or bytes."""
        return self.size or len(self.text)


def holds_too_much(text: str | bytes, start: int = 0) -> bool:
    """Return whether ``text`` from ``start`` on might take more memory as values than a machine has."""
    if len(text) - start <= _LONG:
        return False
    commas = text.count(",", start) if isinstance(text, str) else text.count(b",", start)
    return commas > _MOST_VALUES


def whole_document(name: str, pieces: Iterator[bytes | Unreadable], kind: str) -> Iterator[Block | Unreadable]:
    """Yield the input as one block; an empty one yields none."""
    kept: list[bytes] = []
    size = 0
    for piece in pieces:
        if isinstance(piece, Unreadable):
            yield piece
            return
        kept.append(piece)
        size += len(piece)
        if size > LONGEST_LINE:
            yield Unreadable(name, f"is longer than {LONGEST_LINE >> 20} MiB; write one exchange a line (NDJSON).")
            return
    text = b"".join(kept)
    if text.strip():
        yield Block(name, text, kind=kind)


def whole_lines(name: str, pieces: Iterator[bytes | Unreadable], kind: str = "ndjson") -> Iterator[Block | Unreadable]:
    """Yield the input in blocks of whole lines."""
    line = 1
    kept: list[bytes] = []
    size = 0
    skipping = False  # the rest of a line that is too long
    for piece in pieces:
        if isinstance(piece, Unreadable):
            # What stands before the trouble is judged; the line that it cut off is not.
            yield Unreadable(f"{name}:{line}", piece.reason) if kept or line > 1 else piece
            return
        if skipping:
            end = piece.find(b"\n")
            if end < 0:
                continue
            piece, line, skipping = piece[end + 1 :], line + 1, False
        end = piece.rfind(b"\n") + 1
        if end:
            text = b"".join((*kept, piece[:end]))
            yield Block(name, text, line, kind)
            line += text.count(b"\n")
            kept, size = [], 0
        if len(piece) > end:
            kept.append(piece[end:])
            size += len(piece) - end
        if size > LONGEST_LINE:
            reason = f"is longer than {LONGEST_LINE >> 20} MiB; leave it out. The lines after it are judged."
            yield Unreadable(f"{name}:{line}", reason)
            kept, size, skipping = [], 0, True
    if kept:
        yield Block(name, b"".join(kept), line, kind, cut=True)
