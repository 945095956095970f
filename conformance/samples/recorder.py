"""A recorder on this machine in front of a real endpoint: it passes on what a sample sends, and keeps both sides."""

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Final

from conformance.emulator.target import split_prefix
from conformance.errors import UsageError
from conformance.samples.recording import Recorded

# Hop-by-hop fields (RFC 9110, section 7.6.1) and those that the recorder writes itself.
_OWN: Final = frozenset(
    {"connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade", "host",
     "content-length", "content-encoding", "accept-encoding"}
)  # fmt: skip
_SECONDS: Final = 120


class Recorder:
    """Listens on 127.0.0.1 and forwards to ``endpoint``, and to nothing else: a redirect is passed back, not followed."""

    def __init__(self, endpoint: str, observe: Callable[[str | None, Recorded], None]) -> None:
        if not endpoint.startswith(("https://", "http://")):
            raise UsageError(
                f"--endpoint {endpoint} is no http(s) URL; name it like https://YOUR-RESOURCE.openai.azure.com."
            )
        handler = type("Handler", (_Handler,), {"endpoint": endpoint.rstrip("/"), "observe": staticmethod(observe)})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, name="recorder", daemon=True)

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
    endpoint: str
    observe: Callable[[str | None, Recorded], None]
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: a request line may hold a secret."""

    def do_POST(self) -> None:
        """Pass the request on and the answer back."""
        import requests

        token, target = split_prefix(self.path)
        length = self.headers.get("Content-Length", "0")
        body = self.rfile.read(int(length)) if length.isdecimal() else b""
        headers = [(name, value) for name, value in self.headers.items() if name.lower() not in _OWN]
        url = self.endpoint + target
        try:
            answer = requests.request(
                self.command, url, data=body, headers=dict(headers), timeout=_SECONDS, allow_redirects=False
            )
            status, content = answer.status_code, answer.content
            back = [(name, value) for name, value in answer.headers.items() if name.lower() not in _OWN]
        except requests.RequestException:
            status, back = 502, [("Content-Type", "application/json")]
            content = b'{"error":{"code":"502","message": "The endpoint cannot be reached from this machine."}}'
        self.send_response(status)
        for name, value in back:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        sent = tuple(self.headers.items())
        self.observe(token, Recorded(self.command, url, sent, body, status, tuple(back), content))

    do_GET = do_POST  # a sample that asks by another method is passed on too, and judged
    do_PUT = do_POST
    do_DELETE = do_POST
    do_PATCH = do_POST
