"""Progress of long work, on a terminal only: how many, and how fast."""

import time
from types import TracebackType
from typing import Final, Self, TextIO

_PATIENCE: Final = 2.0  # seconds before the first word: short work says nothing
_PAUSE: Final = 0.5
_ERASE: Final = "\r\x1b[K"


class Progress:
    """Writes one line that is replaced as the work goes on, and erased at its end."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._on = stream.isatty()
        self._start = time.monotonic()
        self._next = self._start + _PATIENCE
        self._shown = False

    def at(self, count: int) -> None:
        """Say that ``count`` exchanges are done, where it is time to."""
        if not self._on or (now := time.monotonic()) < self._next:
            return
        self._next = now + _PAUSE
        self._shown = True
        rate = count / (now - self._start)
        self._stream.write(f"{_ERASE}{count:,} exchanges, {rate:,.0f} a second".replace(",", " ").replace("  ", ", "))
        self._stream.flush()

    def clear(self) -> None:
        """Take the line away, before something else is written."""
        if self._shown:
            self._shown = False
            self._stream.write(_ERASE)
            self._stream.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.clear()
