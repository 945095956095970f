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

    def at(self, count: int, share: float | None = None) -> None:
        """Say that ``count`` exchanges are done, ``share`` of the whole where that is known, if it is time to."""
        if not self._on or (now := time.monotonic()) < self._next:
            return
        self._next = now + _PAUSE
        self._shown = True
        spent = now - self._start
        said = f"{_spaced(count)} exchanges, {_spaced(count / spent)} a second"
        if share:
            said += f", {share:.0%}, {_duration(spent / share - spent)} left"
        self._stream.write(f"{_ERASE}{said}")
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


def _spaced(number: float) -> str:
    """Return ``12 345``."""
    return f"{number:,.0f}".replace(",", " ")


def _duration(seconds: float) -> str:
    """Return ``45 s``, ``3 min`` or ``2 h 05 min``."""
    if seconds < 90:
        return f"{max(seconds, 0):.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02} min"
