"""How much of the inputs was read, as a share of all that is to be read."""

import os
from collections.abc import Iterable
from pathlib import Path

from conformance.traffic.sources import STDIN, files_of
from conformance.traffic.unreadable import Unreadable


class Meter:
    """Counts the bytes of files as they lie on the disk; of standard input nobody knows how much is to come."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths = tuple(paths)
        self._whole: int | None = None
        self._done = 0
        self._now: int | None = None  # the file that is being read

    def opened(self, descriptor: int) -> None:
        """Say that a file is read from now on."""
        self._now = descriptor

    def closed(self) -> None:
        """Say that it was read to its end."""
        if self._now is not None:
            self._done += os.fstat(self._now).st_size
            self._now = None

    @property
    def share(self) -> float | None:
        """The share that was read, from 0 to 1; None where the whole is not known."""
        if self._whole is None:
            self._whole = self._sum()
        if not self._whole:
            return None
        done = self._done
        if self._now is not None:
            try:
                done += os.lseek(self._now, 0, os.SEEK_CUR)
            except OSError:  # a pipe has no position
                return None
        return min(done / self._whole, 1.0)

    def _sum(self) -> int:
        if STDIN in self._paths:
            return 0
        found = [file for path in self._paths for file in files_of(path)]
        return sum(_size(file) for file in found if not isinstance(file, Unreadable))


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0
