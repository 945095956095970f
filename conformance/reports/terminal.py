"""What a stream can show: colours or none, and how wide a line may be."""

import os
import shutil
import sys
from typing import Final, Literal, TextIO

from conformance.finding import Severity

COLOURS: Final = {Severity.ERROR: "\x1b[1;31m", Severity.WARNING: "\x1b[1;33m", Severity.NOTE: "\x1b[1;36m"}
_PLAIN: Final = "\x1b[0m"
_NARROWEST: Final = 40
_NO_TERMINAL: Final = 100


def colour_of(stream: TextIO, wanted: Literal["auto", "always", "never"] = "auto") -> bool:
    """Return whether to write colours: on a terminal that is not dumb.

    NO_COLOR (https://no-color.org) says no, else FORCE_COLOR (https://force-color.org) yes, where standard output is
    no terminal too, as in CI; a file stays plain. ``wanted`` outranks both.
    """
    if wanted != "auto":
        return wanted == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR") and stream in (sys.stdout, sys.stderr):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def painted(text: str, colour: str, wanted: bool) -> str:
    """Return ``text`` in ``colour``, an escape sequence, where colours are ``wanted``."""
    return f"{colour}{text}{_PLAIN}" if wanted and text else text


def width_of(stream: TextIO) -> int:
    """Return the columns of the terminal; of a pipe or file what COLUMNS says, else 100."""
    columns = shutil.get_terminal_size((_NO_TERMINAL, 24)).columns if stream.isatty() else _said()
    return max(columns, _NARROWEST)


def _said() -> int:
    said = os.environ.get("COLUMNS", "")
    return int(said) if said.isdecimal() and int(said) else _NO_TERMINAL
