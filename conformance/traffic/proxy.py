"""A recording proxy on this machine for any client: bytes pass unchanged, streams live, and each exchange is kept."""

import threading
from collections.abc import Callable
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Final, Self

from conformance.errors import UsageError
from conformance.traffic.recorded import Recorded
from conformance.traffic.request_body import read_body
from conformance.traffic.upstream import Passing, Unreachable, Upstream

_POLL: Final = 0.05  # seconds; how soon it notices that it is to end
_GRACE: Final = 5.0  # seconds that exchanges under way are given at the end
_NO_BODY: Final = (204, 304)

# Called with each exchange when it has ended, from any thread.
Keep = Callable[[Recorded], None]


class Proxy:
    """Listens on 127.0.0.1 and forwards to ``upstream``, and to nothing else: a redirect is passed back, not followed.

    Raises UsageError where the port is taken.
    """

    def __init__(self, upstream: Upstream, keep: Keep, port: int = 0) -> None:
        self._busy = _Busy()
        own = {"upstream": upstream, "keep": staticmethod(keep), "busy": self._busy}
        handler = type("Handler", (_Handler,), own)
        try:
            self._server = ThreadingHTTPServer(("127.0.0.1", port), handler)
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or "no such port"
            raise UsageError(f"cannot listen on 127.0.0.1:{port} ({reason}); choose another --port.") from None
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(_POLL,), name="proxy", daemon=True)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(_GRACE)
        self._busy.wait(_GRACE)


class _Busy:
    """Counts the exchanges under way, so that the end can wait for what a client has been answered already."""

    def __init__(self) -> None:
        self._count = 0
        self._changed = threading.Condition()

    def __enter__(self) -> None:
        with self._changed:
            self._count += 1

    def __exit__(self, *_: object) -> None:
        with self._changed:
            self._count -= 1
            self._changed.notify_all()

    def wait(self, seconds: float) -> bool:
        """Return True when none is under way, or False after ``seconds``: a stream may never end."""
        with self._changed:
            return self._changed.wait_for(lambda: self._count == 0, seconds)


class _Handler(BaseHTTPRequestHandler):
    upstream: Upstream
    keep: Keep
    busy: _Busy
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: a request line may hold a secret."""

    def do_POST(self) -> None:
        """Pass the request on and the answer back, and keep both."""
        with self.busy:
            self._exchange()

    def _exchange(self) -> None:
        try:
            body = read_body(self.headers, self.rfile)
        except ValueError:
            body = None
            self._refuse(
                400,
                b'{"error":{"code":"400","message": "The length of the request body is not a number up to 268435456."}}',
            )
        if body is None:
            self.close_connection = True
            return
        sent = tuple(self.headers.items())
        asked = Recorded(self.command, self.upstream.url + self.path, sent, body)
        try:
            passing = self.upstream.ask(self.command, self.path, sent, body)
        except Unreachable as problem:
            self.keep(asked)
            said = f"conformance record: no answer from upstream ({problem.reason})."
            self._refuse(502, b'{"error":{"code":"502","message": "%s"}}' % said.encode())
            return
        kept: list[bytes] = []
        whole = self._pass(passing, kept)
        if whole:
            headers = tuple(passing.headers)
            asked = replace(asked, status=passing.status, response_headers=headers, response_body=b"".join(kept))
        self.keep(asked)

    do_GET = do_POST
    do_HEAD = do_POST
    do_PUT = do_POST
    do_PATCH = do_POST
    do_DELETE = do_POST
    do_OPTIONS = do_POST

    def _pass(self, passing: Passing, kept: list[bytes]) -> bool:
        """Pass the answer back as it comes; return whether the client took all of it, as far as the service gave it."""
        bare = self.command == "HEAD" or passing.status in _NO_BODY or 100 <= passing.status < 200
        sized = any(name.lower() == "content-length" for name, _ in passing.headers)
        try:
            self.send_response_only(passing.status, passing.reason)
            for name, value in passing.headers:
                self.send_header(name, value)
            if not bare and not sized:
                self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            if bare:
                return True
            for piece in passing.pieces():
                kept.append(piece)
                self.wfile.write(piece if sized else b"%x\r\n%s\r\n" % (len(piece), piece))
                self.wfile.flush()
            if not sized:
                self.wfile.write(b"0\r\n\r\n")
        except Unreachable:  # what came is kept, and the client sees that it broke off
            self.close_connection = True
        except OSError:  # the client went away: what it did not take is no answer of the service
            self.close_connection = True
            return False
        finally:
            passing.close()
        return True

    def _refuse(self, status: int, content: bytes) -> None:
        try:
            self.send_response_only(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content)
        except OSError:
            self.close_connection = True
