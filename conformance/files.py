"""Where the project's own files are, and writing files whole or not at all."""

import atexit
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import TextIO


@cache
def project() -> Path:
    """Return the folder that holds ``spec/``, ``python/`` and ``powershell/``: a checkout's, or the installed package's."""
    package = Path(__file__).parent
    bundled = package / "bundled"
    return bundled if bundled.is_dir() else package.parent


def repository_of(folder: Path) -> Path | None:
    """Return the top of the repository around ``folder``, None where it is in none."""
    full = folder.resolve()
    return next((above for above in (full, *full.parents) if (above / ".git").exists()), None)


_TOUCHED: ContextVar[set[Path] | None] = ContextVar("touched", default=None)


def touch(path: Path) -> None:
    """Note that a result depends on ``path``: on what the file holds, on its absence, or on the names in a folder."""
    noted = _TOUCHED.get()
    if noted is not None:
        noted.add(path)


@contextmanager
def touched() -> Iterator[set[Path]]:
    """Yield the paths that ``touch`` notes inside."""
    noted: set[Path] = set()
    token = _TOUCHED.set(noted)
    try:
        yield noted
    finally:
        _TOUCHED.reset(token)


def shown(path: Path) -> str:
    """Return ``path`` as reports write it: with ``/``, relative to the current folder where it lies under it."""
    full = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links, and the user named the link
    try:
        return full.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return full.as_posix()


class WholeFile:
    """A file that is written beside ``path`` and renamed at the end: a reader sees the old one or the new, never a part.

    As a context manager it yields the text stream (UTF-8, line ends as written); an exception leaves the old file as
    it is. A link is followed, and the file keeps its mode; ``private`` makes it one that its owner alone may read. What is there and is no file, such as a pipe or
    ``/dev/null``, is written to as it is. Raises OSError.
    """

    def __init__(self, path: Path, private: bool = False) -> None:
        self._private = private
        self._path = Path(os.path.realpath(path))
        self._beside: Path | None = None

    def __enter__(self) -> TextIO:
        if self._path.exists() and not self._path.is_file() and not self._path.is_dir():
            self._stream: TextIO = self._path.open("w", encoding="utf-8", newline="", errors="backslashreplace")
            return self._stream
        self._beside = self._path.with_name(f".{self._path.name}.{os.urandom(4).hex()}")
        # Ctrl-C may come before the caller is inside of its `with`, where nothing calls __exit__.
        atexit.register(self._beside.unlink, missing_ok=True)
        descriptor = os.open(self._beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._stream = os.fdopen(descriptor, "w", encoding="utf-8", newline="", errors="backslashreplace")
        return self._stream

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._stream.close()
            if kind is None and self._beside is not None:
                if not self._private:
                    self._beside.chmod(self._path.stat().st_mode & 0o7777 if self._path.exists() else 0o666 & ~_umask())
                self._beside.replace(self._path)
        finally:
            if self._beside is not None:
                atexit.unregister(self._beside.unlink)
                self._beside.unlink(missing_ok=True)


def write_whole(path: Path, text: str) -> None:
    """Write ``text`` to ``path`` whole or not at all. Raises OSError; the old file is untouched then."""
    with WholeFile(path) as stream:
        stream.write(text)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
