"""What clients in this process send and receive is seen whole, whatever way they take to read it."""

import asyncio
import gzip
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx2
import pytest
import requests

from conformance.emulator.reply import Pace
from conformance.emulator.settings import Settings
from conformance.testing.clients import CLIENTS
from conformance.testing.seen import Seen
from conformance.testing.service import running

CHAT = "/openai/deployments/d/chat/completions?api-version=2024-02-01"
ANSWER = b'{"id": "an answer"}'
EVENTS = b'data: {"id": "1"}\n\ndata: [DONE]\n\n'


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path.startswith("/moved"):
            self.send_response(307)
            self.send_header("Location", CHAT)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        body = gzip.compress(EVENTS if "stream" in self.path else ANSWER)
        self.send_response(200)
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def plain(url: str) -> None:
    requests.post(url, json={"seed": 42}, timeout=60)


def streamed(url: str) -> None:
    with requests.post(url, json={"seed": 42}, timeout=60, stream=True) as answer:
        assert list(answer.iter_lines())


def with_httpx(url: str) -> None:
    httpx2.post(url, json={"seed": 42}, follow_redirects=True)


def streamed_with_httpx(url: str) -> None:
    with httpx2.stream("POST", url, json={"seed": 42}, follow_redirects=True) as answer:
        assert list(answer.iter_lines())


def awaited(url: str) -> None:
    async def ask() -> None:
        async with httpx2.AsyncClient() as client:
            async with client.stream("POST", url, json={"seed": 42}, follow_redirects=True) as answer:
                assert [line async for line in answer.aiter_lines()]
            await client.post(url, json={"seed": 42}, follow_redirects=True)

    asyncio.run(ask())


WAYS = (plain, streamed, with_httpx, streamed_with_httpx, awaited)


@pytest.mark.parametrize("way", WAYS)
def test_each_way_to_read_an_answer_is_seen(url: str, way: Any) -> None:
    seen: list[Seen] = []
    with CLIENTS.listening(seen.append):
        way(url + CHAT)
    assert len(seen) == (2 if way is awaited else 1)
    for one in seen:
        recorded = one.recorded()
        assert (recorded.status, recorded.response_body) == (200, ANSWER)
        assert recorded.request_body.replace(b" ", b"") == b'{"seed":42}'
        assert "content-encoding" not in {name.lower() for name, _ in recorded.response_headers}


@pytest.mark.parametrize("way", WAYS)
def test_each_step_of_a_redirect_is_seen(url: str, way: Any) -> None:
    seen: list[Seen] = []
    with CLIENTS.listening(seen.append):
        way(url + "/moved/openai/")
    assert [one.status for one in seen] == [307, 200] * (2 if way is awaited else 1)
    assert seen[-1].url == url + CHAT
    assert seen[-1].body == ANSWER


def test_a_stream_that_is_left_is_whole_only_behind_its_end(url: str) -> None:
    seen: list[Seen] = []
    with CLIENTS.listening(seen.append), httpx2.Client() as client:
        with client.stream("POST", f"{url}{CHAT}&stream", json={}) as answer:
            next(answer.iter_bytes(5))  # one piece of the wire holds it all, `[DONE]` too
        with client.stream("POST", f"{url}{CHAT}&stream", json={}):
            pass
    assert [one.recorded().status for one in seen] == [200, None]


def test_an_emulator_that_notices_late_that_a_client_left_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    tell = CLIENTS.tell

    def tell_late(seen: Seen) -> None:
        if not seen.mirrored:
            time.sleep(0.3)
        tell(seen)

    monkeypatch.setattr(CLIENTS, "tell", tell_late)
    seen: list[Seen] = []
    asked = {"seed": 42, "stream": True, "messages": [{"role": "user", "content": "Tell me a story"}]}
    settings = Settings(deployments=("d",), latency=Pace(token=0.2))
    with contextmanager(running)(settings) as emulator:
        headers = {"api-key": emulator.key}
        with (
            CLIENTS.listening(seen.append),
            httpx2.stream("POST", emulator.url + CHAT, json=asked, headers=headers) as answer,
        ):
            next(answer.iter_bytes(5))
    assert [one.mirrored for one in seen] == [True, False]


def test_of_other_requests_nothing_is_kept(url: str) -> None:
    seen: list[Seen] = []
    with CLIENTS.listening(seen.append):
        for way in WAYS:
            way(url + "/a/large/download")
    assert {(one.kept, tuple(one.pieces), one.request_body) for one in seen} == {(False, (), b"")}


def test_nobody_is_wrapped_while_nobody_listens() -> None:
    before = requests.Session.send, httpx2.Client.send, httpx2.AsyncClient.send
    outer: list[Seen] = []
    with CLIENTS.listening(outer.append), CLIENTS.listening(outer.append):
        assert requests.Session.send is not before[0]
    assert (requests.Session.send, httpx2.Client.send, httpx2.AsyncClient.send) == before


def test_a_request_without_an_answer_is_seen() -> None:
    seen: list[Seen] = []
    with CLIENTS.listening(seen.append), pytest.raises(requests.ConnectionError):
        requests.post("http://127.0.0.1:9" + CHAT, json={"seed": 42}, timeout=60)
    assert [one.recorded().status for one in seen] == [None]
