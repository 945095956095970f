"""One input as blocks: a cheap look at its first bytes finds its format, and the format cuts it."""

from collections.abc import Iterable, Iterator
from typing import Final

from conformance.traffic.blocks import Block
from conformance.traffic.foreign import what_to_do
from conformance.traffic.formats.registry import format_of
from conformance.traffic.look import LENGTH, Look
from conformance.traffic.unreadable import Unreadable

_BOM: Final = b"\xef\xbb\xbf"
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")


def blocks_of(name: str, chunks: Iterable[bytes | Unreadable]) -> Iterator[Block | Unreadable]:
    """Yield the blocks of one input; of none of our formats, one sentence."""
    source = iter(chunks)
    start, trouble = b"", None
    ended = True
    for chunk in source:
        if isinstance(chunk, Unreadable):
            trouble = chunk
            break
        start += chunk
        # A line that is whole tells enough; who pipes traffic in sees what is found as it comes.
        if len(start) >= LENGTH or (b"\n" in start.lstrip() and _tells(start)):
            ended = False
            break
    if start.startswith(_UTF16):
        yield Unreadable(name, "is written in UTF-16; save it as UTF-8.")
        return
    start = start.removeprefix(_BOM)
    look = Look(name, start[:LENGTH].lstrip(), ended and trouble is None)
    if not look.start and len(start) < LENGTH:
        if trouble is not None:
            yield trouble
        return
    found = format_of(look)
    if found is None:
        yield Unreadable(name, what_to_do(look))
        return
    yield from found.cut(name, _again(start, trouble, source))


def _tells(start: bytes) -> bool:
    """Whether the first line, or the first two, tell the format: they hold an exchange, or more than a bracket."""
    return (
        start.lstrip().startswith((b'{"', b'{ "')) and start.lstrip()[:LENGTH].partition(b"\n")[0].rstrip()[-1:] == b"}"
    )


def _again(
    start: bytes, trouble: Unreadable | None, rest: Iterator[bytes | Unreadable]
) -> Iterator[bytes | Unreadable]:
    if start:
        yield start
    if trouble is not None:
        yield trouble
    yield from rest
