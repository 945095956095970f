"""A bare file of server-sent events: what `curl -N` of a streamed answer prints."""

import re
from collections.abc import Iterator
from typing import Final

from conformance.exchange import Exchange, Headers, Response
from conformance.traffic.blocks import Block
from conformance.traffic.formats.format import Format, Pieces
from conformance.traffic.look import Look
from conformance.traffic.origin import TextOrigin, Written
from conformance.traffic.unreadable import Unreadable
from conformance.wire.body import Body

# A comment or another field may come first (HTML, section 9.2.6); a file of events has data soon.
_EVENTS: Final = re.compile(rb"(?:(?:event|id|retry|)[ \t]*:[^\r\n]*[\r\n]+)*+data[ \t]*:")
# No model writes more than some hundred thousand tokens, and a chunk with one token has about 500 bytes.
LONGEST_STREAM: Final = 64 << 20
_MEDIA_TYPE: Final = Headers((("Content-Type", "text/event-stream"),), whole=False)


def _looks(look: Look) -> bool:
    return _EVENTS.match(look.start) is not None


def _cut(name: str, pieces: Pieces) -> Iterator[Block | Unreadable]:
    """Yield the stream as one block; of one that does not end, as much as any answer can be."""
    kept: list[bytes] = []
    size = 0
    for piece in pieces:
        if isinstance(piece, Unreadable):
            yield piece
            return
        kept.append(piece)
        size += len(piece)
        if size > LONGEST_STREAM:
            break
    yield Block(name, b"".join(kept)[:LONGEST_STREAM], kind="sse")
    if size > LONGEST_STREAM:
        reason = f"goes on after {LONGEST_STREAM >> 20} MiB; what comes then is not read. What came before is judged."
        yield Unreadable(name, reason)


def _read(block: Block, bare_bodies: bool) -> Iterator[Exchange | Unreadable]:
    if not bare_bodies:
        yield Unreadable(block.name, "holds a streamed answer, and nothing names its api-version; add --api-version.")
        return
    body = Body.from_bytes(block.text)
    origin = TextOrigin(Written(block.name, body.text or ""))
    yield Exchange(block.name, response=Response(None, _MEDIA_TYPE, body), origin=origin)


SSE: Final = Format(
    "sse",
    "server-sent events as a bare file (with --api-version)",
    "no request, no status, no headers: they are not judged",
    _looks,
    _cut,
    _read,
)
