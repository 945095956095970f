"""Requests a second that the emulator answers, beside a bare Starlette route in the same run; and how fast it is ready.

    python benchmarks/emulator.py [--seconds 3]

Each server is a process of its own on 127.0.0.1, and this process is the client: keep-alive connections on which
several requests are always under way, so that the server never waits. The client's own cost is printed, since it
shares the machine. Validation is on; every answer is counted, and one that is not 200 fails the run.
"""

import argparse
import asyncio
import json
import socket
import subprocess
import sys
import time
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, Final, TypeVar, cast

Result = TypeVar("Result")

CONNECTIONS: Final = 8
UNDER_WAY: Final = 4  # requests on each connection
KEY: Final = "benchmark"
MOST_REQUESTS: Final = 200_000
PATH: Final = "/openai/deployments/gpt-35-turbo/chat/completions?api-version=2024-02-01"
BODY: Final = json.dumps(
    {
        "messages": [
            {"role": "system", "content": "You are a helpful assistant."},
            {"role": "user", "content": "Tell me a story about how the universe began?"},
        ],
        "seed": 42,
        "temperature": 0.7,
        "max_tokens": 50,
    }
).encode()
REQUEST: Final = (
    f"POST {PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\napi-key: {KEY}\r\nContent-Type: application/json\r\n"
    f"Content-Length: {len(BODY)}\r\n\r\n"
).encode() + BODY
STATUS: Final = b"HTTP/1.1 "
GOOD: Final = b"HTTP/1.1 200 "

BARE: Final = """
import sys, uvicorn
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route
async def bare(request):
    return Response(b"x" * 1024, media_type="application/json")
app = Starlette(routes=[Route("/openai/deployments/{deployment}/chat/completions", bare, methods=["POST"])])
uvicorn.run(app, port=int(sys.argv[1]), http="httptools", ws="none", lifespan="off", log_level="critical",
            access_log=False, server_header=False)
"""


@dataclass(frozen=True)
class Measured:
    """What one server did; ``client`` is the share of a core that the client took meanwhile."""

    ready: float
    per_second: float
    client: float


class Connection(asyncio.Protocol):
    """Keeps ``UNDER_WAY`` requests under way until the end, and counts the answers."""

    def __init__(self) -> None:
        self.answered = 0
        self.good = 0
        self.stopping = False
        self._tail = b""
        self._transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.WriteTransport, transport)
        self._transport.write(REQUEST * UNDER_WAY)

    def data_received(self, data: bytes) -> None:
        # A status line that the end of the data cuts is counted with what follows: the tail is too short to hold one.
        data = self._tail + data
        self._tail = data[-(len(GOOD) - 1) :]
        answered = data.count(STATUS) - self._tail.count(STATUS)
        self.answered += answered
        self.good += data.count(GOOD)
        if answered and not self.stopping and self._transport is not None:
            self._transport.write(REQUEST * answered)

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()


async def load(port: int, seconds: float) -> tuple[int, int, float]:
    """Return answers, good ones among them, and the seconds that passed."""
    loop = asyncio.get_running_loop()
    connections = [(await loop.create_connection(Connection, "127.0.0.1", port))[1] for _ in range(CONNECTIONS)]
    start = time.perf_counter()
    while time.perf_counter() - start < seconds and sum(one.answered for one in connections) < MOST_REQUESTS:
        await asyncio.sleep(0.05)
    passed = time.perf_counter() - start
    answered, good = sum(one.answered for one in connections), sum(one.good for one in connections)
    for one in connections:
        one.stopping = True
        one.close()
    return answered, good, passed


def measure(command: list[str], port: int, seconds: float) -> Measured:
    """Start a server, load it, end it."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        ready = until_answered(port) - started
        _run(load(port, 0.5))  # the first requests compile the contract
        cpu = time.process_time()
        answered, good, passed = _run(load(port, seconds))
        cpu = time.process_time() - cpu
    finally:
        process.terminate()
        process.wait(10)
    if not good or answered - good > CONNECTIONS:  # one answer of each connection may be cut when the time is up
        raise SystemExit(f"{answered - good} of {answered} answers were not 200.")
    return Measured(ready, answered / passed, cpu / passed)


def until_answered(port: int) -> float:
    """Return when the server at ``port`` gave its first answer."""
    while True:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
                connection.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                assert connection.recv(1024)
                return time.perf_counter()
        except ConnectionRefusedError:
            time.sleep(0.002)


def _run(work: Coroutine[Any, Any, Result]) -> Result:
    try:
        import uvloop
    except ImportError:  # Windows has none
        return asyncio.run(work)
    return uvloop.run(work)


def free_port() -> int:
    """Return a port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> None:
    """Measure both servers in turns, and print the better run of each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=3.0, help="length of each measurement (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=2, help="measurements of each server (default: %(default)s)")
    arguments = parser.parse_args()
    best: dict[str, Measured] = {}
    for _ in range(arguments.rounds):
        port = free_port()
        commands = {
            "bare Starlette route": [sys.executable, "-c", BARE, str(port)],
            "emulator": [sys.executable, "-m", "conformance", "emulate", "--quiet", "--port", str(port), "--key", KEY],
        }
        for name, command in commands.items():
            measured = measure(command, port, arguments.seconds)
            if name not in best or measured.per_second > best[name].per_second:
                best[name] = measured
    for name, measured in best.items():
        print(
            f"{name:22}{measured.per_second:8,.0f} requests/s   first answer after {measured.ready:.2f} s   "
            f"client {measured.client:.0%} of a core"
        )
    share = best["emulator"].per_second / best["bare Starlette route"].per_second
    print(f"ratio{share:25.2f}")


if __name__ == "__main__":
    main()
