"""Write a report to standard output or, whole or not at all, to a file."""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from conformance.cli.closed_streams import is_lost
from conformance.errors import InputError, UsageError
from conformance.files import WholeFile


def lines_of(texts: Iterable[str]) -> Iterator[str]:
    """Yield ``texts`` as lines of a file."""
    return (f"{text}\n" for text in texts)


@contextmanager
def report_stream(path: Path | None, option: str = "-o", private: bool = False) -> Iterator[TextIO]:
    """Yield the stream to write a report to; ``path``, which ``option`` named, appears only when it is complete.

    ``private``: its owner alone may read it.

    Raises InputError where the file cannot be written.
    """
    if path is None:
        if is_lost(1):
            raise InputError("standard output is closed; open it, or name a file with -o.")
        # A payload may hold what the terminal's encoding cannot say.
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(errors="backslashreplace")
        try:
            yield sys.stdout
        except BrokenPipeError:
            raise
        except OSError as error:
            # What is still buffered cannot be written either; the interpreter would try once more at its end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise InputError(f"standard output cannot be written ({error.strerror}); send it elsewhere.") from None
        return
    try:
        with WholeFile(path, private) as stream:
            yield stream
    except BrokenPipeError:  # a reader of standard output, beside this file, went away
        raise
    except OSError as error:
        reason = error.strerror or "it cannot be written"
        raise InputError(f"{option} {path} cannot be written ({reason}); choose another file.") from None


def require_apart(path: Path | None, option: str, others: Iterable[str | Path]) -> None:
    """Raise UsageError where ``path``, which ``option`` named, is one of ``others``: it would replace what it is made from."""
    if path is not None and any(str(other) and Path(other).resolve() == path.resolve() for other in others):
        raise UsageError(f"{option} {path} names the same file twice; choose another.")


def require_writable(path: Path | None, option: str) -> None:
    """Raise InputError where it can be told beforehand that ``path`` cannot be written, before long work is lost."""
    if path is None:
        return
    reason = "it is a folder" if path.is_dir() else None if path.parent.is_dir() else "there is no such folder"
    if reason is None and not os.access(path.parent, os.W_OK):
        reason = "its folder may not be written to"
    if reason is not None:
        raise InputError(f"{option} {path} cannot be written ({reason}); choose another file.")
