"""The service on ASGI: what arrives is read with care, and what is answered can be observed."""

import asyncio
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from starlette.middleware.errors import ServerErrorMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from conformance.emulator import refusal
from conformance.emulator.protocol import RESET
from conformance.emulator.reply import Reply
from conformance.emulator.sending import Sending
from conformance.emulator.service import Service
from conformance.emulator.target import split_prefix

Fields = tuple[tuple[str, str], ...]
# A client that writes all before it reads would not see a refusal that comes earlier; beyond this it need not.
_READ_AND_DROPPED: Final = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Observed:
    """One exchange that is about to be answered; ``url`` is path and query as sent, behind the prefix whose ``token`` it carries.

    ``arranged``: a fault or a script's error made the answer, and it says nothing about the request.
    """

    token: str | None
    method: str
    url: str
    request_headers: Fields
    request_body: bytes
    status: int
    response_headers: Fields
    response_body: bytes
    seconds: float = 0.0
    arranged: bool = False


Observer = Callable[[Observed], None]


class TooLarge(Exception):
    """The body is larger than the limit."""


class Gone(Exception):
    """The client went away before its request was whole."""


def application(service: Service, observe: Observer | None = None) -> ASGIApp:
    """Return the application; ``observe`` is called before a client has all of the answer, so that none goes unseen."""
    return ServerErrorMiddleware(_Endpoint(service, observe), handler=_broken)


class _Endpoint:
    """All paths end here: the service tells a wrong one from a right one, byte by byte."""

    def __init__(self, service: Service, observe: Observer | None) -> None:
        self._service = service
        self._observe = observe

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        token, path = split_prefix(scope["raw_path"].decode("latin-1"))
        method, query, headers = scope["method"], scope["query_string"], scope["headers"]
        body = b""
        began = time.perf_counter()
        settings = self._service.settings
        connection = scope.get("extensions", {}).get(RESET)
        try:
            if connection is not None and connection["arrived"]():  # as most have: no timer is needed for them
                body = await _whole_body(receive, settings.max_body)
            else:
                async with asyncio.timeout(settings.body_seconds):
                    body = await _whole_body(receive, settings.max_body)
            reply = self._service.reply(method, path, query, headers, body)
        except Gone:
            return
        except TooLarge:
            early = self._service.refuse_early(method, path, query, headers)
            reply = Reply.refusing(early or refusal.TOO_LARGE)
        except TimeoutError:
            reply = Reply.refusing(refusal.TOO_SLOW)
        answered = _fields(reply)
        url = path + ("?" + query.decode("latin-1") if query else "")

        def tell(sent: bytes) -> None:
            if self._observe is not None:
                told = token, method, url, _decoded(headers), body, reply.status, _decoded(answered), sent
                self._observe(Observed(*told, time.perf_counter() - began, reply.arranged))

        sending = Sending(reply, receive, send, tell if self._observe is not None else None, settings.stall_seconds)
        await sending.run(answered, connection)


async def _whole_body(receive: Receive, limit: int) -> bytes:
    """Return the body; raises TooLarge once all of it was read, Gone where it ends before it is whole."""
    chunks: list[bytes] = []
    size, more = 0, True
    while more and size <= _READ_AND_DROPPED:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Gone
        chunk, more = message["body"], message["more_body"]
        size += len(chunk)
        if size <= limit:
            chunks.append(chunk)
    if size > limit:
        raise TooLarge
    return chunks[0] if len(chunks) == 1 else b"".join(chunks)


def _fields(reply: Reply) -> list[tuple[bytes, bytes]]:
    headers = [(b"content-type", reply.content_type), *reply.headers]
    if reply.body is not None:
        headers.append((b"content-length", b"%d" % len(reply.body)))
    if reply.close:
        headers.append((b"connection", b"close"))
    return headers


def _decoded(headers: list[tuple[bytes, bytes]]) -> Fields:
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in headers)


async def _broken(_request: Request, error: Exception) -> Response:
    """Answer 500 and show what happened: that is a defect of the emulator, and must not go unseen."""
    traceback.print_exception(error)
    return Response(refusal.BROKEN.body, refusal.BROKEN.status, media_type="application/json")
