"""uvicorn's connection, with what it lacks: a limit for headers, bodies behind ``Upgrade``, and an end by reset."""

import asyncio
import socket
import struct
from typing import Any, Final

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

RESET: Final = "conformance.reset"  # the extension of a scope that resets its connection, or says how it is with it
# With this, closing discards what was not sent and tells the other side so: RST, not FIN.
_NO_LINGER: Final = struct.pack("ii", 1, 0)


class Connection(HttpToolsProtocol):
    """One connection; ``header_seconds`` is how long the first line and the headers of a request may take."""

    header_seconds: float = 15.0

    _deadline: asyncio.TimerHandle | None = None
    _upgrading = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Count the time from the first moment: a client that sends nothing is let go as well."""
        super().connection_made(transport)
        self._wait_for_headers()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop counting."""
        self._headers_arrived()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """Prepare the scope of a request; those that follow on a connection have their own time."""
        super().on_message_begin()
        self.scope["extensions"] = {
            RESET: {"reset": self._reset, "gone": self.transport.is_closing, "arrived": self._arrived}
        }
        self._upgrading = False
        if self._deadline is None:
            self._wait_for_headers()

    def on_headers_complete(self) -> None:
        """Start the answer, unless the parser takes the request for one that changes the protocol."""
        self._headers_arrived()
        self._upgrading = self.parser.should_upgrade()
        if not self._upgrading:
            super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Keep a piece of the body."""
        if not self._upgrading:
            super().on_body(body)

    def on_message_complete(self) -> None:
        """End the body."""
        if not self._upgrading:
            super().on_message_complete()

    def data_received(self, data: bytes) -> None:
        """Parse ``data``. Of a request that asks for another protocol (Java's clients: h2c) the parser drops the body.

        No other protocol is offered, so the request is read again without that wish (RFC 9110, section 7.8).
        """
        self._unset_keepalive_if_required()
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserError:
            self.send_400_response("Invalid HTTP request received.")
        except httptools.HttpParserUpgrade as upgrade:
            if self.parser.get_method() == b"CONNECT":
                self.send_400_response("Invalid HTTP request received.")
                return
            head = self._without_upgrade()
            self.parser = httptools.HttpRequestParser(self)
            self.data_received(head + data[upgrade.args[0] :])

    def _without_upgrade(self) -> bytes:
        version = self.parser.get_http_version().encode()
        lines = [b"%s %s HTTP/%s" % (self.parser.get_method(), self.url, version)]
        lines += [
            b"%s: %s" % (name, value) for name, value in self.headers if name not in (b"upgrade", b"http2-settings")
        ]
        return b"\r\n".join(lines) + b"\r\n\r\n"

    def _wait_for_headers(self) -> None:
        self._deadline = self.loop.call_later(self.header_seconds, self._too_slow)

    def _headers_arrived(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _too_slow(self) -> None:
        self._deadline = None
        if not self.transport.is_closing():
            self.transport.close()

    def _arrived(self) -> bool:
        """Whether all of the body is here. Of requests that follow each other at once, an earlier one is whole as well."""
        return self.cycle is not None and not self.cycle.more_body

    def _reset(self) -> None:
        connected: Any = self.transport.get_extra_info("socket")
        if connected is not None:
            connected.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
        self.transport.abort()
