"""Keep a client's answer: at once where it was read already, else piece by piece as the client reads it."""

from collections.abc import AsyncIterator, Iterator
from functools import cache, partial
from typing import Any

from conformance.testing.seen import Seen


def keep_httpx(module: Any, seen: Seen, response: Any) -> None:
    """Keep a response of ``module``, httpx or httpx2."""
    headers = tuple((name, value) for name, value in response.headers.multi_items())
    seen.answered(int(response.status_code), headers)
    seen.response = response
    if not seen.kept:
        return
    try:
        seen.pieces.append(response.content)
        seen.whole = True
    except Exception:  # ResponseNotRead: it is streamed
        stream = response.stream
        kind = _sync_tee(module) if isinstance(stream, module.SyncByteStream) else _async_tee(module)
        response.stream = kind(stream, seen)
        seen.unpack = partial(_unpacked, module, response.headers.get("content-encoding"))


def keep_requests(seen: Seen, response: Any) -> None:
    """Keep a response of requests."""
    seen.answered(int(response.status_code), tuple((str(name), str(value)) for name, value in response.headers.items()))
    seen.response = response
    if not seen.kept:
        return
    if isinstance(getattr(response, "_content", None), bytes):  # `content` itself would read what is streamed
        seen.pieces.append(response.content)
        seen.whole = True
        return
    stream = getattr(response.raw, "stream", None)
    if stream is None:
        return

    def kept(*args: Any, **options: Any) -> Iterator[bytes]:
        for piece in stream(*args, **options):
            seen.pieces.append(piece)
            yield piece
        seen.whole = True

    response.raw.stream = kept


def _unpacked(module: Any, coding: str | None, raw: bytes) -> bytes | None:
    """Return ``raw`` without its content coding, as the client itself takes it off; None where that fails."""
    if coding is None:
        return raw
    try:
        content: bytes = module.Response(200, headers={"content-encoding": coding}, content=raw).content
    except Exception:  # httpx: DecodingError
        return None
    return content


@cache
def _sync_tee(module: Any) -> Any:
    class Tee(module.SyncByteStream):  # type: ignore[misc]
        def __init__(self, stream: Any, seen: Seen) -> None:
            self._stream = stream
            self._seen = seen

        def __iter__(self) -> Iterator[bytes]:
            for piece in self._stream:
                self._seen.pieces.append(piece)
                yield piece
            self._seen.whole = True

        def close(self) -> None:
            self._stream.close()

    return Tee


@cache
def _async_tee(module: Any) -> Any:
    class Tee(module.AsyncByteStream):  # type: ignore[misc]
        def __init__(self, stream: Any, seen: Seen) -> None:
            self._stream = stream
            self._seen = seen

        async def __aiter__(self) -> AsyncIterator[bytes]:
            async for piece in self._stream:
                self._seen.pieces.append(piece)
                yield piece
            self._seen.whole = True

        async def aclose(self) -> None:
            await self._stream.aclose()

    return Tee
