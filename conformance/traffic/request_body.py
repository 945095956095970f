"""Read the body of a request that a client sends to a recorder, as HTTP/1.1 frames it."""

from email.message import Message
from io import BufferedIOBase
from typing import Final

_LONGEST_LINE: Final = 65_536
_LONGEST_BODY: Final = 256 << 20


def read_body(headers: Message, stream: BufferedIOBase) -> bytes | None:
    """Return the body, None where it ends before it is whole; raises ValueError where its length is not a number, or too large."""
    if headers.get("Transfer-Encoding", "").lower() == "chunked":
        return _chunks(stream)
    length = _size(headers.get("Content-Length", "0"), 10)
    body = stream.read(length)
    return body if len(body) == length else None


def _chunks(stream: BufferedIOBase) -> bytes | None:
    """Return a body in chunks (RFC 9112, section 7.1) as one; trailers are read and dropped."""
    chunks: list[bytes] = []
    while size := _size(stream.readline(_LONGEST_LINE).decode("latin-1").partition(";")[0], 16):
        chunk = stream.read(size)
        if len(chunk) != size:
            return None
        chunks.append(chunk)
        stream.readline(_LONGEST_LINE)
    while stream.readline(_LONGEST_LINE).strip():
        continue
    return b"".join(chunks)


def _size(text: str, base: int) -> int:
    """Return a length as HTTP writes it; raises ValueError for anything else, a sign among it, or beyond all bounds."""
    if not text.strip().isalnum():
        raise ValueError(text)
    size = int(text, base)
    if size > _LONGEST_BODY:
        raise ValueError(text)
    return size
