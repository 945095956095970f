"""The bytes of one input, unzipped where they are zipped, in pieces of a bounded size."""

import io
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

from conformance.files import shown
from conformance.traffic.meter import Meter
from conformance.traffic.unreadable import Unreadable

CHUNK: Final = 1 << 20
_PACKED: Final = 1 << 14  # a small step: what it unpacks to may be a thousand times as much
_LARGEST_WINDOW: Final = 1 << 27  # what `zstd --long` writes, and no more
_GZIP: Final = b"\x1f\x8b"
_ZSTD: Final = b"\x28\xb5\x2f\xfd"


def chunks_of_file(path: Path, meter: Meter | None = None) -> Iterator[bytes | Unreadable]:
    """Yield the bytes of a file as it was when it was opened: of what is appended meanwhile only the end of a line."""
    name = shown(path)
    try:
        with path.open("rb") as stream:
            if meter is not None:
                meter.opened(stream.fileno())
            status = os.fstat(stream.fileno())
            unzip = _unzipping(stream)
            size = status.st_size if stat.S_ISREG(status.st_mode) and status.st_size and unzip is None else None
            yield from unzip(stream, name) if unzip else _plain(stream, size)
            if meter is not None:
                meter.closed()
    except OSError as error:
        yield Unreadable(name, f"cannot be read ({error.strerror}); give yourself the right to, or leave it out.")


def chunks_of_stream(stream: BinaryIO, name: str) -> Iterator[bytes | Unreadable]:
    """Yield the bytes of standard input as they come."""
    buffered: Any = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast(io.RawIOBase, stream))
    try:
        unzip = _unzipping(buffered)
        yield from unzip(buffered, name) if unzip else _plain(buffered, None)
    except OSError as error:
        yield Unreadable(name, f"cannot be read ({error.strerror}); send it again.")


def _unzipping(stream: io.BufferedReader) -> Callable[[io.BufferedReader, str], Iterator[bytes | Unreadable]] | None:
    """Return what unzips the stream, by its first bytes; None where it is not zipped."""
    start = stream.peek(len(_ZSTD))[: len(_ZSTD)]
    return _from_gzip if start.startswith(_GZIP) else _from_zstd if start == _ZSTD else None


def _plain(stream: io.BufferedReader, size: int | None) -> Iterator[bytes]:
    read = 0
    last = b""
    while chunk := stream.read1(CHUNK):
        if size is not None and read + len(chunk) > size:
            known = max(size - read, 0)
            if (chunk[known - 1 : known] if known else last[-1:]) != b"\n":
                end = chunk.find(b"\n", known)
                known = end + 1 if end >= 0 else len(chunk)
                yield chunk[:known]
                if end < 0:
                    read, last = size, chunk
                    continue
            elif known:
                yield chunk[:known]
            return
        read, last = read + len(chunk), chunk
        yield chunk


def _from_gzip(stream: io.BufferedReader, name: str) -> Iterator[bytes | Unreadable]:
    import gzip
    import zlib

    try:
        with gzip.GzipFile(fileobj=stream) as unzipping:
            while chunk := unzipping.read1(CHUNK):
                yield chunk
    except EOFError:
        yield Unreadable(name, "ends in the middle of its gzip data; copy it again. What came before is judged.")
    except (gzip.BadGzipFile, zlib.error):
        yield Unreadable(name, "is damaged gzip data; copy it again. What came before is judged.")


def _from_zstd(stream: io.BufferedReader, name: str) -> Iterator[bytes | Unreadable]:
    import zstandard

    # Of a frame that was cut off the reader tells nothing; what follows the last frame does.
    engine = zstandard.ZstdDecompressor(max_window_size=_LARGEST_WINDOW)
    frame = engine.decompressobj()
    begun = False
    try:
        while packed := stream.read1(_PACKED):
            while packed:
                begun = True
                if plain := frame.decompress(packed):
                    for start in range(0, len(plain), CHUNK):
                        yield plain[start : start + CHUNK]
                packed = b""
                if frame.eof:
                    packed, frame, begun = frame.unused_data, engine.decompressobj(), False
    except zstandard.ZstdError:
        yield Unreadable(name, "is damaged zstd data; copy it again. What came before is judged.")
        return
    if begun:
        yield Unreadable(name, "ends in the middle of its zstd data; copy it again. What came before is judged.")
