"""Standard streams that whoever started the process closed: they lead nowhere, and no file takes their numbers."""

import os
import sys


def open_closed_streams() -> None:
    """Open what is closed. Nothing can be read there, and what is written is told to be lost by ``is_lost``."""
    while (descriptor := os.open(os.devnull, os.O_RDWR)) <= 2:
        _LOST.add(descriptor)
    os.close(descriptor)
    # `python -m` has no stream where the number was closed, and text cannot be written to None.
    sys.stdin = sys.stdin or os.fdopen(0, encoding="utf-8", closefd=False)
    sys.stdout = sys.stdout or os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = sys.stderr or os.fdopen(2, "w", encoding="utf-8", closefd=False)


def is_lost(descriptor: int) -> bool:
    """Return whether the standard stream of this number was closed at the start."""
    return descriptor in _LOST


_LOST: set[int] = set()
