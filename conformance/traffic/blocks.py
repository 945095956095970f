"""Cut an input into blocks of whole lines, or take it as one document: what one process judges at a time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from conformance.traffic.unreadable import Unreadable

LONGEST_LINE: Final = 256 << 20
_BOM: Final = b"\xef\xbb\xbf"
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
_EVENTS: Final = (b"data:", b"event:")
_LOOK: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class Block:
    """``text`` holds whole lines from ``first_line`` on, or one JSON document. ``cut``: its last line has no line break."""

    name: str
    text: bytes
    first_line: int = 1
    kind: Literal["lines", "document"] = "lines"
    cut: bool = False


def blocks_of(name: str, chunks: Iterable[bytes | Unreadable]) -> Iterator[Block | Unreadable]:
    """Yield the blocks of one input; a cheap look at its first bytes says what it holds."""
    source = iter(chunks)
    start = b""
    trouble: Unreadable | None = None
    document = name.lower().removesuffix(".gz").endswith(".json")
    for chunk in source:
        if isinstance(chunk, Unreadable):
            trouble = chunk
            break
        start += chunk
        if b"\n" in start.lstrip() or len(start) >= _LOOK or not document:
            break
    if start.startswith(_UTF16):
        yield Unreadable(name, "is written in UTF-16; save it as UTF-8.")
        return
    start = start.removeprefix(_BOM)
    if start.startswith(_EVENTS):
        yield Unreadable(name, "holds server-sent events; put them into `response.body_text` of an exchange.")
        return
    pieces = _again(start, trouble, source)
    yield from _document(name, pieces) if _is_document(start, document) else _lines(name, pieces)


def _is_document(start: bytes, named_json: bool) -> bool:
    """Whether one JSON value fills the input: a first line that is none by itself, or a ``.json`` without a second."""
    first, _, rest = start.lstrip().partition(b"\n")
    if first.strip() in (b"{", b"["):
        return True
    if not named_json:
        return False
    if not rest.strip():
        return True
    import json

    try:
        json.loads(first)
    except (ValueError, RecursionError):
        return True
    return False


def _again(
    start: bytes, trouble: Unreadable | None, rest: Iterator[bytes | Unreadable]
) -> Iterator[bytes | Unreadable]:
    if start:
        yield start
    if trouble is not None:
        yield trouble
    yield from rest


def _document(name: str, pieces: Iterator[bytes | Unreadable]) -> Iterator[Block | Unreadable]:
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
        yield Block(name, text, kind="document")


def _lines(name: str, pieces: Iterator[bytes | Unreadable]) -> Iterator[Block | Unreadable]:
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
            yield Block(name, text, line)
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
        yield Block(name, b"".join(kept), line, cut=True)
