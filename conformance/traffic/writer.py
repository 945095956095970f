"""Write exchanges as NDJSON, each on disk as it ends, in a file that its owner alone may read."""

import os
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

from conformance.errors import InputError
from conformance.traffic.recorded import Recorded
from conformance.traffic.secrets.exchange import Redaction, line_of


class ExchangeWriter:
    """Appends to ``path``; safe between threads. ``count`` is the number of the last line.

    Raises InputError where the file cannot be written.
    """

    def __init__(self, path: Path, redaction: Redaction | None = None, option: str = "--out") -> None:
        self._path = path
        self._redaction = redaction
        self._option = option
        self._lock = threading.Lock()
        self._closed = False
        try:
            self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
            if path.is_file():
                path.chmod(0o600)
            self.count, cut = self._lines()
            if cut:  # whoever wrote it was ended in the middle of a line
                os.write(self._descriptor, b"\n")
        except OSError as error:
            raise self._refused(error) from None

    def write(self, recorded: Recorded, identity: str | None = None, api_version: str | None = None) -> str:
        """Write one exchange; return its line. Raises InputError. After the end nothing is written."""
        line = line_of(recorded, identity, api_version, self._redaction)
        raw = line.encode("utf-8", errors="surrogatepass" if line.isascii() else "backslashreplace")
        with self._lock:
            if self._closed:  # its number may be another file's by now
                return line
            try:
                while raw:
                    raw = raw[os.write(self._descriptor, raw) :]
            except OSError as error:
                raise self._refused(error) from None
            self.count += 1
        return line

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._closed = True
            os.close(self._descriptor)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _lines(self) -> tuple[int, bool]:
        """Return how many lines the file has, and whether the last one has no line break."""
        if not self._path.is_file():
            return 0, False
        count, last = 0, b"\n"
        with self._path.open("rb") as stream:
            while chunk := stream.read(1 << 20):
                count, last = count + chunk.count(b"\n"), chunk[-1:]
        return count + (last != b"\n"), last != b"\n"

    def _refused(self, error: OSError) -> InputError:
        return InputError(f"{self._option} {self._path} cannot be written ({error.strerror}); choose another file.")
