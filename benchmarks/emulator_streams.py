"""Chunks a second that the emulator streams, beside @copilotkit/aimock in the same run; and 500 streams at once.

    python benchmarks/emulator_streams.py [--seconds 3] [--streams 500]

Each server is a process of its own; this process asks both by the same client and counts `data:` lines. aimock is
installed from npm into a temporary folder, and sends chunks of five characters, about a token; it needs Node 20 or later on PATH. Without npm only the emulator is measured.
"""

import argparse
import asyncio
import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.emulator import free_port, until_answered

KEY: Final = "benchmark"
QUESTION: Final = "Tell me a story about how the universe began?"
STORY: Final = " ".join(
    ["Long before the first morning there was no place and no hour, only a quiet that waited."] * 10
)
AT_ONCE: Final = 16
PATHS: Final = {
    "emulator": "/openai/deployments/gpt-35-turbo/chat/completions?api-version=2024-10-21",
    "aimock": "/v1/chat/completions",
}


def request(path: str) -> bytes:
    """Return one request for a stream, after which the connection ends."""
    body = json.dumps({"model": "gpt-4o", "messages": [{"role": "user", "content": QUESTION}], "stream": True}).encode()
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\napi-key: {KEY}\r\nAuthorization: Bearer {KEY}\r\n"
    head += f"Content-Type: application/json\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


async def stream(port: int, sent: bytes) -> tuple[int, bool]:
    """Return the chunks of one stream, and whether it was whole."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(sent)
    received = b""
    while b"data: [DONE]" not in received[-64:] and (piece := await reader.read(65536)):
        received += piece
    writer.close()
    return received.count(b"data: {"), b" 200 " in received[:20] and b"data: [DONE]" in received


async def rate(port: int, sent: bytes, seconds: float) -> float:
    """Return chunks a second over ``AT_ONCE`` connections."""
    start, chunks = time.perf_counter(), 0

    async def ask() -> None:
        nonlocal chunks
        while time.perf_counter() - start < seconds:
            count, whole = await stream(port, sent)
            assert whole, "a stream was not whole"
            chunks += count

    await asyncio.gather(*(ask() for _ in range(AT_ONCE)))
    return chunks / (time.perf_counter() - start)


async def many(port: int, sent: bytes, count: int) -> tuple[int, float]:
    """Return how many of ``count`` streams at once were whole, and the seconds they took."""
    start = time.perf_counter()
    ended = await asyncio.gather(*(stream(port, sent) for _ in range(count)))
    return sum(whole for _, whole in ended), time.perf_counter() - start


def aimock(folder: Path, port: int) -> list[str] | None:
    """Install aimock into ``folder``; return what starts it, or None where there is no npm."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        return None
    (folder / "package.json").write_text('{"private": true}')
    options = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
    subprocess.run([npm, "install", *options, "@copilotkit/aimock"], cwd=folder, check=True, stdout=sys.stderr)
    fixture = {"fixtures": [{"match": {"userMessage": QUESTION}, "response": {"content": STORY}}]}
    (folder / "fixtures.json").write_text(json.dumps(fixture))
    cli = folder / "node_modules/@copilotkit/aimock/dist/cli.js"
    return [node, str(cli), "-p", str(port), "-c", "5", "-f", str(folder / "fixtures.json")]


def resident(pid: int) -> float:
    """Return the peak memory of a process in MiB, as Linux counts it."""
    text = Path(f"/proc/{pid}/status").read_text()
    return int(text.partition("VmHWM:")[2].split()[0]) / 1024


def measured(name: str, command: list[str], port: int, arguments: argparse.Namespace) -> float:
    """Start a server, measure it, print a line, end it; return chunks a second."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until_answered(port)
        sent = request(PATHS[name])
        asyncio.run(stream(port, sent))
        best = max(asyncio.run(rate(port, sent, arguments.seconds)) for _ in range(2))
        before = resident(process.pid)
        whole, seconds = asyncio.run(many(port, sent, arguments.streams))
        print(
            f"{name:10}{best:9,.0f} chunks/s   {whole} of {arguments.streams} streams at once whole in {seconds:.1f} s, "
            f"memory {before:.0f} -> {resident(process.pid):.0f} MiB",
            flush=True,
        )
    finally:
        process.terminate()
        process.wait(10)
    return best


def main() -> None:
    """Measure both and print the ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=3.0, help="length of each measurement (default: %(default)s)")
    parser.add_argument("--streams", type=int, default=500, help="streams at once (default: %(default)s)")
    arguments = parser.parse_args()
    port = free_port()
    command = [sys.executable, "-m", "conformance", "emulate", "--quiet", "--port", str(port), "--key", KEY]
    ours = measured("emulator", command, port, arguments)
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        other = aimock(Path(folder), port)
        if other is None:
            print("aimock    not measured: npm is not on PATH")
            return
        theirs = measured("aimock", other, port, arguments)
    print(f"ratio{ours / theirs:14.2f}")


if __name__ == "__main__":
    main()
