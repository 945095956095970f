"""The bytes of one input, unzipped where they are zipped, in pieces of a bounded size."""

import io
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

from conformance.files import shown
from conformance.traffic.unreadable import Unreadable

CHUNK: Final = 1 << 20
_GZIP: Final = b"\x1f\x8b"


def chunks_of_file(path: Path) -> Iterator[bytes | Unreadable]:
    """Yield the bytes of a file as it was when it was opened: of what is appended meanwhile only the end of a line."""
    name = shown(path)
    try:
        with path.open("rb") as stream:
            status = os.fstat(stream.fileno())
            zipped = stream.peek(2)[:2] == _GZIP
            size = status.st_size if stat.S_ISREG(status.st_mode) and status.st_size and not zipped else None
            yield from _unzipped(stream, name) if zipped else _plain(stream, size)
    except OSError as error:
        yield Unreadable(name, f"cannot be read ({error.strerror}); give yourself the right to, or leave it out.")


def chunks_of_stream(stream: BinaryIO, name: str) -> Iterator[bytes | Unreadable]:
    """Yield the bytes of standard input as they come."""
    buffered: Any = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast(io.RawIOBase, stream))
    try:
        yield from _unzipped(buffered, name) if buffered.peek(2)[:2] == _GZIP else _plain(buffered, None)
    except OSError as error:
        yield Unreadable(name, f"cannot be read ({error.strerror}); send it again.")


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


def _unzipped(stream: io.BufferedReader, name: str) -> Iterator[bytes | Unreadable]:
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
