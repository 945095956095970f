"""Write a report to standard output or, whole or not at all, to a file."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from conformance.errors import InputError
from conformance.files import WholeFile


@contextmanager
def report_stream(path: Path | None) -> Iterator[TextIO]:
    """Yield the stream to write a report to; ``path`` appears only when the report is complete.

    Raises InputError where the file cannot be written.
    """
    if path is None:
        # A payload may hold what the terminal's encoding cannot say.
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(errors="backslashreplace")
        yield sys.stdout
        return
    try:
        with WholeFile(path) as stream:
            yield stream
    except OSError as error:
        reason = error.strerror or "it cannot be written"
        raise InputError(f"-o {path} cannot be written ({reason}); choose another file.") from None
