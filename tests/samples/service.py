"""A service with a script: it gives the answers that a test lists, in their order, and keeps what it was sent."""

import atexit
import json
import socket
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Request:
    """What one call sent."""

    method: str
    target: str
    headers: Message
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body.decode())


@dataclass(frozen=True)
class Answer:
    """What one call gets. ``stops_after`` sends only so many bytes of the body and then nothing more."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    stops_after: int | None = None


def as_json(value: object, status: int = 200, content_type: str = "application/json", **headers: str) -> Answer:
    """Answer with a JSON text in UTF-8, without a charset, as the service does."""
    body = json.dumps(value, ensure_ascii=False).encode()
    return Answer(body, status, {"Content-Type": content_type} | headers)


SILENCE = Answer(stops_after=-1)


class Service(ThreadingHTTPServer):
    """Listen on a free port of this machine; the last answer of the script is repeated."""

    daemon_threads = True

    def __init__(self, script: Sequence[Answer]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.script = script
        self.requests: list[Request] = []
        self.ending = threading.Event()
        self._lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def receive(self, request: Request) -> Answer:
        with self._lock:
            self.requests.append(request)
            return self.script[min(len(self.requests), len(self.script)) - 1]


class _Handler(BaseHTTPRequestHandler):
    server: Service
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        answer = self.server.receive(Request(self.command, self.path, self.headers, body))
        self.close_connection = True
        if answer.stops_after == -1:
            self.server.ending.wait()
            return
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(answer.body[: answer.stops_after])
        if answer.stops_after is not None:
            self.wfile.flush()
            self.server.ending.wait()

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output to itself."""


@contextmanager
def serving(*script: Answer) -> Iterator[Service]:
    """Run a service for as long as the ``with`` lasts."""
    with Service(script) as service:
        thread = threading.Thread(target=service.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield service
        finally:
            service.ending.set()
            service.shutdown()
            thread.join()


@contextmanager
def answering(reply: bytes) -> Iterator[str]:
    """Send these bytes to whoever connects and says something, and hang up; yield host and port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            while True:
                try:
                    with listener.accept()[0] as connection:
                        connection.recv(65536)
                        connection.sendall(reply)
                except OSError:
                    if listener.fileno() == -1:
                        return

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"127.0.0.1:{listener.getsockname()[1]}"
        listener.shutdown(socket.SHUT_RDWR)
    thread.join()


@cache
def nobody_listens() -> str:
    """Return a URL of this machine whose port nobody can listen at: this process holds it, to its end."""
    holder = socket.socket()
    holder.bind(("127.0.0.1", 0))
    atexit.register(holder.close)
    return f"http://127.0.0.1:{holder.getsockname()[1]}"
