"""Judge one body with very many mistakes: the time has to grow with the number of them, and not with its square.

Prints the seconds of processor time at three sizes and, as a ratio, how much longer ten times as many take: 10 is linear.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from conformance.traffic.blocks import Block
from conformance.traffic.inspection import Question, inspect

SIZES: Final = (1_000, 10_000, 100_000)


def wrong_messages(count: int) -> str:
    """Return a request of ``count`` messages that each break the contract."""
    return json.dumps({"messages": [{"role": "user", "content": 1} for _ in range(count)]})


def undeclared_members(count: int) -> str:
    """Return a request with ``count`` members that no version declares."""
    members = {f"member_{number}": number for number in range(count)}
    return json.dumps({"messages": [{"role": "user", "content": "x"}], **members})


def seconds(body: str) -> tuple[float, int]:
    """Return how long ``check`` takes to judge a request, and how much it finds."""
    line = f'{{"api_version": "2024-02-01", "request": {{"body": {body}}}}}\n'.encode()
    start = time.process_time()
    found = len(inspect(Block("t", line), Question()).remarks)
    return time.process_time() - start, found


def main() -> None:
    """Print a line a kind of body."""
    seconds(wrong_messages(1))
    kinds: tuple[tuple[str, Callable[[int], str]], ...] = (
        ("wrong messages", wrong_messages),
        ("undeclared members", undeclared_members),
    )
    for name, made in kinds:
        before = 0.0
        for size in SIZES:
            taken, found = seconds(made(size))
            growth = f", {taken / before:.1f} times the size before" if before else ""
            print(f"{size:>7} {name}: {taken:.2f} s, {found} findings{growth}", flush=True)
            before = taken


if __name__ == "__main__":
    main()
