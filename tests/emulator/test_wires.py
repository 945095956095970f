"""What arrives broken, slowly, or far too large is answered or dropped, and never with a 500."""

import contextlib
import json
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.emulator.hosts import Hosts
from conformance.emulator.reply import Pace
from conformance.emulator.serving import Emulator, Settings
from tests.emulator.asking import CHAT, KEY, MESSAGES, SEEDED, STORY, ask, send
from tests.fuzzing import budget

GOOD = f"{CHAT}?api-version=2024-02-01"
BODY = json.dumps(SEEDED).encode()
LIMIT = 64 * 1024


@pytest.fixture(scope="module")
def small() -> Iterator[Emulator]:
    with Emulator.start(Settings(max_body=LIMIT, body_seconds=0.3)) as running:
        yield running


def head(length: int | None, *more: str, target: str = GOOD, key: str = KEY["api-key"]) -> bytes:
    lines = [f"POST {target} HTTP/1.1", "Host: localhost", f"api-key: {key}", "Content-Type: application/json", *more]
    lines += [] if length is None else [f"Content-Length: {length}"]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


@contextlib.contextmanager
def connected(emulator: Emulator) -> Iterator[socket.socket]:
    address = urlsplit(emulator.url)
    assert address.hostname
    with socket.create_connection((address.hostname, address.port or 0), timeout=60) as connection:
        yield connection


def raw(emulator: Emulator, *parts: bytes, half_close: bool = True) -> bytes:
    """Send bytes as they are, and return all that comes back."""
    with connected(emulator) as connection:
        with contextlib.suppress(ConnectionError):
            for part in parts:
                connection.sendall(part)
            if half_close:
                connection.shutdown(socket.SHUT_WR)
        return drained(connection)


def drained(connection: socket.socket) -> bytes:
    received = b""
    with contextlib.suppress(ConnectionError):
        while chunk := connection.recv(65536):
            received += chunk
    return received


def status_of(received: bytes) -> int:
    return int(received.split(b" ", 2)[1])


def test_a_body_may_arrive_in_pieces(emulator: Emulator) -> None:
    parts = [head(len(BODY), "Connection: close"), *(BODY[at : at + 20] for at in range(0, len(BODY), 20))]
    received = raw(emulator, *parts, half_close=False)
    assert (status_of(received), b"Long before" in received) == (200, True)


def test_a_body_may_come_in_chunks(emulator: Emulator) -> None:
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(BODY[at : at + 7]), BODY[at : at + 7]) for at in range(0, len(BODY), 7))
    sent = head(None, "Transfer-Encoding: chunked", "Connection: close") + chunks + b"0\r\n\r\n"
    assert status_of(raw(emulator, sent, half_close=False)) == 200


def test_a_client_that_waits_for_100_is_told_to_go_on(emulator: Emulator) -> None:
    with connected(emulator) as connection:
        connection.sendall(head(len(BODY), "Expect: 100-continue", "Connection: close"))
        assert connection.recv(100).startswith(b"HTTP/1.1 100 Continue\r\n")
        connection.sendall(BODY)
        assert status_of(drained(connection)) == 200


def test_requests_may_follow_each_other_without_a_pause(emulator: Emulator) -> None:
    received = raw(
        emulator, (head(len(BODY)) + BODY) * 4 + head(len(BODY), "Connection: close") + BODY, half_close=False
    )
    assert received.count(b"HTTP/1.1 200 OK") == 5


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(b"POST /op", id="half a line"),
        pytest.param(head(100)[:-2], id="half the headers"),
        pytest.param(head(1000), id="no body"),
        pytest.param(head(1000) + BODY, id="half the body"),
        pytest.param(head(None, "Transfer-Encoding: chunked") + b"5\r\n{", id="half a chunk"),
    ],
)
def test_half_a_request_is_dropped_with_its_connection(emulator: Emulator, sent: bytes) -> None:
    assert raw(emulator, sent) == b""
    assert ask(emulator).status == 200


@pytest.mark.parametrize("arrived", [b"", BODY], ids=["nothing of it", "a half"])
def test_a_body_that_does_not_arrive_is_given_up_in_the_end(small: Emulator, arrived: bytes) -> None:
    received = raw(small, head(1000) + arrived, half_close=False)
    assert status_of(received) == 408
    assert b'"code":"408"' in received


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        pytest.param(head(len(BODY) - 5, "Connection: close"), BODY, id="length too small"),
        pytest.param(head(0, "Connection: close"), BODY, id="length nought"),
        pytest.param(head(None, "Connection: close"), BODY, id="no length"),
        pytest.param(head(None, "Content-Length: 10", "Content-Length: 20"), BODY, id="two lengths"),
        pytest.param(head(None, "Content-Length: -1"), BODY, id="negative length"),
        pytest.param(head(None, "Content-Length: x"), BODY, id="no number"),
        pytest.param(head(None, "Content-Length: 9" + "9" * 30), BODY, id="length beyond 64 bits"),
        pytest.param(head(None, "Transfer-Encoding: chunked", "Connection: close"), b"zz\r\n{}\r\n", id="no chunk"),
        pytest.param(head(5, "Transfer-Encoding: chunked", "Connection: close"), BODY, id="length and chunks"),
    ],
)
def test_a_wrong_length_is_a_bad_request(emulator: Emulator, headers: bytes, body: bytes) -> None:
    assert status_of(raw(emulator, headers + body)) == 400
    assert ask(emulator).status == 200


@pytest.mark.parametrize("declared", [True, False], ids=["declared", "in chunks"])
@pytest.mark.parametrize("size", [LIMIT + 1, 8 * 1024 * 1024])
def test_an_oversized_body_is_refused_though_the_client_writes_it_all(
    small: Emulator, size: int, declared: bool
) -> None:
    body = json.dumps({"messages": [{"role": "user", "content": "a" * size}]}).encode()[:size]
    if declared:
        answer = send(small, GOOD, body.decode())
        assert (answer.status, answer.error["code"], answer.headers["connection"]) == (413, "413", "close")
    else:
        chunk = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
        assert status_of(raw(small, head(None, "Transfer-Encoding: chunked") + chunk, half_close=False)) == 413


def test_a_body_of_just_the_limit_is_read(small: Emulator) -> None:
    body = json.dumps({"messages": MESSAGES})
    assert send(small, GOOD, body + " " * (LIMIT - len(body))).status == 200
    assert send(small, GOOD, body + " " * (LIMIT - len(body) + 1)).status == 413


def test_an_oversized_body_does_not_hide_a_wrong_key(small: Emulator) -> None:
    assert send(small, GOOD, "a" * (LIMIT + 1), {"api-key": "other"}).status == 401


@pytest.mark.parametrize(
    "messages",
    [
        pytest.param([[]] * 150_000, id="wrong at each element"),
        pytest.param([{"role": "user", "content": "a", f"x{n}": n} for n in range(20_000)], id="undeclared everywhere"),
        pytest.param([{"role": "user", "content": "a" * 3_000_000}], id="one large text"),
    ],
)
def test_a_large_body_is_answered(emulator: Emulator, messages: list[object]) -> None:
    assert send(emulator, GOOD, json.dumps({"messages": messages})).status in (200, 400)


def test_many_clients_at_once_get_their_own_answers(emulator: Emulator) -> None:
    alone = {seed: ask(emulator, {**STORY, "seed": seed}).text for seed in range(20)}
    with ThreadPoolExecutor(16) as pool:
        together = pool.map(lambda seed: (seed, ask(emulator, {**STORY, "seed": seed}).text), list(range(20)) * 10)
    assert all(alone[seed] == text for seed, text in together)


@pytest.mark.parametrize("target", ["*", "h:443", "http://h", "/\xff", "/%ff%00", "/a b", "?", "/" + "a" * 60_000])
def test_a_strange_target_is_refused(emulator: Emulator, target: str) -> None:
    sent = f"GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode("latin-1")
    assert status_of(raw(emulator, sent)) in (400, 404)


@pytest.mark.parametrize("protocol", ["h2c", "websocket"])
@pytest.mark.parametrize("pieces", [1, 3, 40])
def test_a_request_that_asks_for_another_protocol_keeps_its_body(
    emulator: Emulator, protocol: str, pieces: int
) -> None:
    """Java's clients send it so. httptools takes what follows the headers for the other protocol."""
    wish = ("Connection: Upgrade, HTTP2-Settings", f"Upgrade: {protocol}", "HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA")
    plain = head(len(BODY), "Connection: close") + BODY
    sent = head(len(BODY), *wish) + BODY + plain
    size = len(sent) // pieces + 1
    received = raw(emulator, *(sent[at : at + size] for at in range(0, len(sent), size)), half_close=False)
    assert received.count(b"HTTP/1.1 200 OK") == 2


def test_a_line_break_in_a_path_is_observed_like_any_other() -> None:
    seen: list[str] = []
    with Emulator.start(Settings(), observe=lambda one: seen.append(one.url)) as running:
        assert send(running, "/a%0ab", None).status == 404
    assert seen == ["/a%0ab"]


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("LOCALHOST:99", 200),
        ("a.localhost", 200),
        ("127.0.0.1:5", 200),
        ("127.9.9.9", 200),
        ("[::1]:8080", 200),
        ("allowed.example", 200),
        ("rebound.example", 421),
        ("127.0.0.1.rebound.example", 421),
        ("192.0.2.1", 421),
        ("", 421),
    ],
)
def test_only_names_of_this_machine_are_answered(host: str, status: int) -> None:
    with Emulator.start(Settings(hosts=Hosts(("allowed.example",)))) as running:
        assert send(running, GOOD, BODY, {**KEY, "Host": host}).status == status


def test_headers_that_do_not_arrive_end_the_connection() -> None:
    with Emulator.start(Settings(header_seconds=0.5)) as running:
        for sent in (b"", b"POST / HTTP/1.1\r\nHost: local"):
            with connected(running) as connection:
                connection.sendall(sent)
                assert drained(connection) == b""
        with connected(running) as connection:  # an answer may take longer than headers do
            connection.sendall(head(len(BODY), "Connection: close") + BODY)
            assert status_of(drained(connection)) == 200


def test_a_client_that_reads_nothing_holds_up_nobody_and_is_let_go() -> None:
    body = json.dumps({**SEEDED, "max_tokens": 4000, "n": 128, "stream": True}).encode()
    seen: list[int] = []
    running = Emulator(Settings(stall_seconds=0.3), observe=lambda one: seen.append(len(one.response_body)))
    with running, connected(running) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.sendall(head(len(body)) + body)
        assert ask(running).status == 200
        for _ in range(1200):
            if len(seen) == 2:
                break
            time.sleep(0.05)
        whole = len(ask(running, {**SEEDED, "max_tokens": 4000, "n": 128, "stream": True}).body)
    assert len(seen) == 3
    assert seen[1] < whole, "no more was made than fits between the two"


def test_a_stream_that_nobody_reads_any_more_is_not_made_to_its_end() -> None:
    body = json.dumps({**SEEDED, "max_tokens": 4000, "stream": True}).encode()
    seen: list[int] = []
    slow = Settings(latency=Pace(0.0, 0.02))
    with Emulator(slow, observe=lambda one: seen.append(len(one.response_body))) as running:
        with connected(running) as connection:
            connection.sendall(head(len(body)) + body)
            connection.recv(100)
        for _ in range(3000):
            if seen:
                break
            time.sleep(0.02)
    assert seen
    assert seen[0] < 200_000, "all of it is four times as long"


SHORT = budget(40, 5000)


@SHORT
@given(sent=st.binary(max_size=300) | st.binary(max_size=200).map(lambda more: b"POST / HTTP/1.1\r\n" + more))
def test_raw_bytes_are_never_answered_with_a_5xx(emulator: Emulator, sent: bytes) -> None:
    received = raw(emulator, sent)
    assert received == b"" or status_of(received) < 500


@st.composite
def mangled(draw: st.DrawFn) -> bytes:
    """Draw the body of a good request in which some bytes were replaced, removed or doubled."""
    body = bytearray(BODY)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(body) - 1))
        length = draw(st.integers(0, 8))
        body[at : at + length] = draw(
            st.binary(max_size=6) | st.sampled_from([b"[" * 200, b'"', b"1e9999999", b"\\ud800"])
        )
    return bytes(body)


@SHORT
@given(
    body=st.binary(max_size=200) | mangled(), api_version=st.sampled_from(["2023-03-15-preview", "2025-04-01-preview"])
)
def test_any_body_is_answered_and_an_error_has_the_shape_of_the_service(
    emulator: Emulator, body: bytes, api_version: str
) -> None:
    with connected(emulator) as connection:
        connection.sendall(head(len(body), "Connection: close", target=f"{CHAT}?api-version={api_version}") + body)
        received = drained(connection)
    assert status_of(received) in (200, 400)
    answer = json.loads(received.partition(b"\r\n\r\n")[2])
    assert set(answer.get("error", {})) in (set(), {"message", "type", "param", "code"})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=5), below, max_size=3),
    max_leaves=10,
)
NAMES = st.sampled_from(["messages", "seed", "n", "max_tokens", "stop", "tools", "logit_bias", "stream", "user", "x"])


@SHORT
@given(body=JSON | st.dictionaries(NAMES, JSON) | st.dictionaries(NAMES, JSON).map(lambda more: {**SEEDED, **more}))
def test_any_json_is_answered(emulator: Emulator, body: object) -> None:
    assert send(emulator, f"{CHAT}?api-version=2024-10-21", json.dumps(body)).status in (200, 400)


def test_nothing_of_all_this_left_a_trace(emulator: Emulator, capfd: pytest.CaptureFixture[str]) -> None:
    """The emulator prints a traceback for each defect of its own; see test_serving for the proof that it does."""
    raw(emulator, b"\0" * 100)
    raw(emulator, head(1000) + BODY)
    assert capfd.readouterr() == ("", "")
    assert [thread.name for thread in threading.enumerate()].count("emulator") >= 1
