"""A recorder on this machine in front of a real endpoint: it passes on what a sample sends, and keeps both sides."""

import threading
from collections.abc import Callable
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Final

from conformance.emulator.target import split_prefix
from conformance.samples.endpoint import Endpoint
from conformance.samples.recording import Recorded
from conformance.traffic.request_body import read_body

_POLL: Final = 0.05  # seconds; how soon it notices that it is to end
_UNREACHED: Final = b'{"error":{"code":"502","message": "The endpoint cannot be reached from this machine."}}'

# Called with the token of the sample's run and what it sent; returns what is to be called with the answer as well.
Observe = Callable[[str | None, Recorded], Callable[[Recorded], None]]


class Recorder:
    """Listens on 127.0.0.1 and forwards to ``endpoint``, and to nothing else: a redirect is passed back, not followed.

    ``observe`` sees a request before it is passed on, and its answer before the sample has it.
    """

    def __init__(self, endpoint: Endpoint, observe: Observe) -> None:
        handler = type("Handler", (_Handler,), {"endpoint": endpoint, "observe": staticmethod(observe)})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        serve = self._server.serve_forever
        self._thread = threading.Thread(target=serve, args=(_POLL,), name="recorder", daemon=True)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> "Recorder":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Handler(BaseHTTPRequestHandler):
    endpoint: Endpoint
    observe: Observe
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: a request line may hold a secret."""

    def do_POST(self) -> None:
        """Pass the request on and the answer back."""
        token, target = split_prefix(self.path)
        try:
            body = read_body(self.headers, self.rfile)
        except ValueError:
            self.close_connection = True
            self._reply(400, (), b"")
            return
        if body is None:
            self.close_connection = True
            return
        sent = tuple(self.headers.items())
        asked = Recorded(self.command, self.endpoint.url + target, sent, body)
        answered = self.observe(token, asked)
        answer = self.endpoint.ask(self.command, target, sent, body)
        if answer is None:
            self._reply(502, (("Content-Type", "application/json"),), _UNREACHED)
            return
        got = answer.status, answer.headers, answer.body
        answered(replace(asked, status=got[0], response_headers=got[1], response_body=got[2]))
        self._reply(*got)

    # A sample that asks by another method is passed on too, and judged.
    do_GET = do_POST
    do_HEAD = do_POST
    do_PUT = do_POST
    do_PATCH = do_POST
    do_DELETE = do_POST
    do_OPTIONS = do_POST

    def _reply(self, status: int, headers: tuple[tuple[str, str], ...], content: bytes) -> None:
        try:
            self.send_response_only(status)
            for name, value in headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content)
        except ConnectionError:  # the sample gave up, or was ended
            self.close_connection = True
