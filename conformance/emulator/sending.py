"""An answer on its way: made as it is sent, no faster than it is read, and no longer than somebody reads it."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import islice
from typing import Any, Final

from starlette.types import Receive, Send

from conformance.emulator.reply import Reply

_EVENTS_A_PIECE: Final = 8  # events that go out together; others are answered in between


class Gone(Exception):
    """The client is no longer there, or reads nothing."""


class Sending:
    """Sends one reply. ``tell`` is called with what was sent, before the last of it is: also where the client goes away."""

    def __init__(
        self, reply: Reply, receive: Receive, send: Send, tell: Callable[[bytes], None] | None, patience: float
    ) -> None:
        self._reply = reply
        self._receive = receive
        self._send_message = send
        self._tell = tell
        self._patience = patience
        self._sent: list[bytes] = []
        self._gone: Callable[[], bool] = lambda: False

    async def run(self, headers: list[tuple[bytes, bytes]], connection: Any) -> None:
        """Send all of the reply, or as much of it as its ending has it; ``connection`` is what RESET gives."""
        reply = self._reply
        if reply.pace.first and not await self._still_there(reply.pace.first):
            self._told()
            return
        await self._send_message({"type": "http.response.start", "status": reply.status, "headers": headers})
        if reply.body is not None and reply.ending == "whole":
            self._sent.append(reply.body)
            self._told()
            await self._send_message({"type": "http.response.body", "body": reply.body})
            return
        if connection is not None:
            self._gone = connection["gone"]
        half = [reply.body[: len(reply.body) // 2]] if reply.body is not None else reply.parts
        try:
            await self._pieces(iter(half))
        except Gone:
            self._told()
            return
        if reply.ending == "stall":
            await self._still_there(self._patience)
        if reply.ending != "whole" and connection is not None:
            connection["reset"]()

    async def _pieces(self, parts: Iterator[bytes]) -> None:
        whole = self._reply.ending == "whole"
        token = self._reply.pace.token
        piece = next(parts, b"")
        while piece:
            if self._tell is not None:
                self._sent.append(piece)
            following = next(parts, b"") if token else b"".join(islice(parts, _EVENTS_A_PIECE))
            if not following:
                break
            await self._send(piece, more=True)
            if token:
                if not await self._still_there(token):
                    raise Gone
            else:
                await asyncio.sleep(0)
            piece = following
        self._told()
        await self._send(piece, more=not whole)

    async def _send(self, piece: bytes, more: bool) -> None:
        """Send one piece, waiting until the client has read enough of those before; raises Gone."""
        try:
            async with asyncio.timeout(self._patience):
                await self._send_message({"type": "http.response.body", "body": piece, "more_body": more})
        except TimeoutError:
            raise Gone from None
        if self._gone():
            raise Gone

    async def _still_there(self, seconds: float) -> bool:
        """Wait for ``seconds``; return False at once where the client goes away meanwhile."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while (await self._receive())["type"] != "http.disconnect":
                    continue
                return False
        return True

    def _told(self) -> None:
        if self._tell is not None:
            self._tell(b"".join(self._sent))
            self._tell = None
