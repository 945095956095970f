"""What the recording proxy sends to the service, gives back to the client and keeps: byte by byte, for odd clients and services."""

import os
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from conformance.errors import InputError
from conformance.traffic import proxy as proxy_module
from conformance.traffic.proxy import Proxy
from conformance.traffic.recorded import Recorded
from conformance.traffic.upstream import Upstream
from conformance.traffic.writer import ExchangeWriter
from tests.goldens.golden import compare, line
from tests.samples.service import nobody_listens

PATH = "/openai/deployments/d/chat/completions?api-version=2024-02-01"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
# What the client sends, and what the service answers; None where it hangs up without a word.
EXCHANGES: dict[str, tuple[bytes, bytes | None]] = {
    "a length, and fields twice": (
        b"POST %s HTTP/1.1\r\nHost: here\r\nContent-Length: 14\r\nX-Odd: 1\r\nx-odd: 2\r\napi-key: k\r\n\r\n{ \"seed\":42.0}",
        b"HTTP/1.1 201 Made\r\nSet-Cookie: a\r\nSet-Cookie: b\r\nContent-Length: 3\r\nX-Ms: y\r\n\r\n1e3",
    ),
    "fields of the connection": (
        b"POST %s HTTP/1.1\r\nHost: here\r\nConnection: close\r\nKeep-Alive: 5\r\nProxy-Connection: x\r\nTE: trailers\r\nTrailer: x\r\n"
        b"Upgrade: h2c\r\nProxy-Authorization: Basic x\r\nUser-Agent: mine\r\nAccept-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nConnection: close\r\nKeep-Alive: timeout=5\r\nContent-Length: 2\r\nContent-Encoding: gzip\r\n\r\n\x1f\x8b",
    ),
    "a client that waits for a word": (
        b"POST %s HTTP/1.1\r\nHost: here\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n{}", OK,
    ),
    "a request and an answer in chunks": (
        b"POST %s HTTP/1.1\r\nTransfer-Encoding: Chunked\r\n\r\n3;x=1\r\n{\"a\r\nA\r\n\": 1, \"b\":\r\n2 \r\n2}\r\n0\r\nT: x\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/event-stream\r\n\r\n8\r\ndata: {}\r\n2\r\n\n\n\r\n0\r\n\r\n",
    ),
    "no body": (b"POST %s HTTP/1.1\r\n\r\n", OK),
    "an answer without a length": (b"GET %s HTTP/1.1\r\n\r\n", b"HTTP/1.1 200 \r\nX: 1\r\n\r\nto the end"),
    "HEAD": (b"HEAD %s HTTP/1.1\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"),
    "HEAD without a length": (b"HEAD %s HTTP/1.1\r\n\r\n", b"HTTP/1.1 200 OK\r\nX: 1\r\n\r\n"),
    "204": (b"DELETE %s HTTP/1.1\r\n\r\n", b"HTTP/1.1 204 No Content\r\nX: 1\r\n\r\n"),
    "304": (b"GET %s HTTP/1.1\r\n\r\n", b"HTTP/1.1 304 Not Modified\r\n\r\n"),
    "PUT": (b"PUT %s HTTP/1.1\r\nContent-Length: 1\r\n\r\n1", OK),
    "PATCH": (b"PATCH %s HTTP/1.1\r\nContent-Length: 1\r\n\r\n1", OK),
    "OPTIONS": (b"OPTIONS %s HTTP/1.1\r\n\r\n", OK),
    "a redirect": (b"POST %s HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}", b"HTTP/1.1 307 There\r\nLocation: http://elsewhere/\r\nContent-Length: 0\r\n\r\n"),
    "an error": (b"POST %s HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}", b"HTTP/1.1 429 Slow\r\nRetry-After: 1\r\nContent-Length: 2\r\n\r\n{}"),
    "an answer that breaks off": (b"POST %s HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}", b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nfive."),
    "chunks that break off": (b"POST %s HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfive.\r\n"),
    "no answer": (b"POST %s HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}", None),
    "no answer to HEAD": (b"HEAD %s HTTP/1.1\r\n\r\n", None),
    "a length that is no number": (b"POST %s HTTP/1.1\r\nContent-Length: two\r\n\r\n{}", OK),
    "a length with a sign": (b"POST %s HTTP/1.1\r\nContent-Length: -2\r\n\r\n{}", OK),
    "a length of nobody": (b"HEAD %s HTTP/1.1\r\nContent-Length: two\r\n\r\n{}", OK),
    "a length that is too large": (b"POST %s HTTP/1.1\r\nContent-Length: 268435457\r\n\r\n{}", OK),
    "a chunk that is too large": (b"POST %s HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n10000001\r\n{}", OK),
    "a chunk's length that is no number": (b"POST %s HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n{}", OK),
    "a body that breaks off": (b"POST %s HTTP/1.1\r\nContent-Length: 20\r\n\r\n{}", OK),
    "a chunk that breaks off": (b"POST %s HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{}", OK),
    "two requests on one connection": (
        b"POST %s HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}POST /second HTTP/1.1\r\nContent-Length: 0\r\n\r\n", OK.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"),
    ),
    "a refusal, and a request behind it": (b"POST %s HTTP/1.1\r\nContent-Length: x\r\n\r\nPOST /second HTTP/1.1\r\n\r\n", OK),
}  # fmt: skip


class Service:
    """Listens, keeps what it was sent, and answers with the bytes that are laid in ``answer``."""

    def __init__(self, listener: socket.socket) -> None:
        self.listener, self.answer, self.got = listener, b"", list[bytes]()
        self.url = f"http://127.0.0.1:{listener.getsockname()[1]}"

    def serve(self) -> None:
        while True:
            try:
                peer = self.listener.accept()[0]
            except OSError:
                return
            with peer, peer.makefile("rb") as stream:
                head = b"".join(iter(stream.readline, b"\r\n"))
                fields = head.lower()
                length = fields.partition(b"content-length: ")[2].partition(b"\r")[0]
                self.got.append(head + b"\r\n" + stream.read(int(length or 0)))
                if self.answer is not None:
                    peer.sendall(self.answer)


@contextmanager
def service() -> Iterator[Service]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        one = Service(listener)
        thread = threading.Thread(target=one.serve)
        thread.start()
        yield one
        listener.shutdown(socket.SHUT_RDWR)
    thread.join()


def told(one: Recorded, url: str) -> dict[str, Any]:
    answered = [one.status, one.response_headers, one.response_body.decode("latin-1")]
    asked = [one.method, one.url.replace(url, "http://service"), one.request_headers, one.request_body.decode()]
    return {"request": asked} | ({"response": answered} if one.status is not None else {})


def answer_to(proxy: Proxy, sent: bytes) -> bytes:
    """Send these bytes and nothing more; return all that comes back."""
    with socket.create_connection(("127.0.0.1", int(proxy.url.rpartition(":")[2]))) as client:
        client.sendall(sent)
        client.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: client.recv(65536), b""))


def test_what_passes_and_what_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proxy_module, "_POLL", 0.001)

    def every() -> Iterator[str]:
        with service() as behind:
            for name, (sent, answer) in EXCHANGES.items():
                kept: list[Recorded] = []
                behind.answer, behind.got = answer, []  # type: ignore[assignment]
                with Proxy(Upstream(f"{behind.url}//"), kept.append) as proxy:
                    back = answer_to(proxy, sent.replace(b"%s", PATH.encode()))
                here = behind.url.partition("//")[2].encode()
                got = [one.replace(here, b"service").decode() for one in behind.got]
                yield line({"case": name, "service": got, "client": back.decode("latin-1"), "kept": [told(one, behind.url) for one in kept]})  # fmt: skip

    compare("recording.jsonl", every())


def test_where_nobody_listens_the_client_is_told_and_the_request_is_kept() -> None:
    kept: list[Recorded] = []
    with Proxy(Upstream(nobody_listens()), kept.append) as proxy:
        back = answer_to(proxy, b"POST /x HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}")
    assert back.startswith(b"HTTP/1.1 502 Bad Gateway\r\nContent-Type: application/json\r\nContent-Length: ")
    message = b"conformance record: no answer from upstream (the connection failed)."
    assert back.endswith(b'\r\n\r\n{"error":{"code":"502","message": "%s"}}' % message)
    assert [(one.request_body, one.status) for one in kept] == [(b"{}", None)]


def test_an_answer_that_the_client_does_not_take_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[Recorded] = []
    went = threading.Event()
    write = socket.socket.sendall
    with service() as behind:
        behind.answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
        with Proxy(Upstream(behind.url), kept.append) as proxy:
            client = socket.create_connection(("127.0.0.1", int(proxy.url.rpartition(":")[2])))
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

            def late(self: socket.socket, data: bytes, *more: Any) -> None:
                """Write to the client once it has gone away."""
                if self.getsockname()[1] == int(proxy.url.rpartition(":")[2]):
                    went.wait(20)
                write(self, data, *more)

            monkeypatch.setattr("socket.socket.sendall", late)
            write(client, b"POST /x HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}")
            while not behind.got:
                went.wait(0.005)
            client.close()  # with a reset
            went.set()
    assert [(one.request_body, one.status, one.response_body) for one in kept] == [(b"{}", None, b"")]


def test_the_end_waits_for_what_is_under_way() -> None:
    busy = proxy_module._Busy()
    assert busy.wait(0)
    with busy:
        assert not busy.wait(0)
        with busy:
            pass
        assert not busy.wait(0)
    assert busy.wait(0)


ONE = Recorded("POST", "https://h/x?api-key=hush-hush", (("A", "b"),), b'{"a": "\xc3\xa9"}')


def test_a_file_goes_on_where_it_ends(tmp_path: Path) -> None:
    def every() -> Iterator[str]:
        for before in (None, b"", b"{}\n", b"{}\n{}", b"{", b"\n\n"):
            path = tmp_path / "t.ndjson"
            path.unlink(missing_ok=True)
            if before is not None:
                path.write_bytes(before)
                path.chmod(0o644)
            with ExchangeWriter(path) as writer:
                counts = [writer.count]
                written = [writer.write(ONE, "a", "2024-02-01"), writer.write(ONE)]
                counts.append(writer.count)
            assert writer.write(ONE) == written[1]  # and after the end nothing is written
            mode = f"{path.stat().st_mode & 0o777:o}"
            text = path.read_text(encoding="utf-8")
            yield line(
                {"before": None if before is None else before.decode(), "counts": counts, "mode": mode, "text": text}
            )

    compare("recording-files.jsonl", every())


@pytest.mark.parametrize("name", [".", "no/such/folder", "/dev/full"])
def test_a_file_that_cannot_be_written_is_one_sentence(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError) as refused, ExchangeWriter(Path(name), option="--record") as writer:
        writer.write(ONE)
    reason = {".": "Is a directory", "/dev/full": "No space left on device"}.get(name, "No such file or directory")
    assert str(refused.value) == f"--record {name} cannot be written ({reason}); choose another file."


def test_what_a_disk_takes_in_pieces_is_written_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    path = tmp_path / "t.ndjson"
    with ExchangeWriter(path) as writer:
        monkeypatch.setattr(os, "write", lambda descriptor, raw: write(descriptor, raw[:7]))
        said = writer.write(ONE)
        monkeypatch.undo()
        assert path.read_text(encoding="utf-8") == said and writer.count == 1


@pytest.mark.parametrize("name", ["\ud800", "é\udc00", "plain"])
def test_a_name_that_is_no_text_is_written_all_the_same(tmp_path: Path, name: str) -> None:
    path = tmp_path / "t.ndjson"
    with ExchangeWriter(path) as writer:
        writer.write(ONE, name)
    assert path.read_bytes().count(b"\n") == 1
