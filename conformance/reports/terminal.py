"""What a stream can show: colours or none, and how wide a line may be."""

import os
import shutil
from typing import Final, Literal, TextIO

_NARROWEST: Final = 40
_NO_TERMINAL: Final = 100


def colour_of(stream: TextIO, wanted: Literal["auto", "always", "never"] = "auto") -> bool:
    """Return whether to write colours: on a terminal, unless NO_COLOR (https://no-color.org) or a dumb one says no."""
    if wanted != "auto":
        return wanted == "always"
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def width_of(stream: TextIO) -> int:
    """Return the columns of the terminal; of a pipe or file what COLUMNS says, else 100."""
    columns = shutil.get_terminal_size((_NO_TERMINAL, 24)).columns if stream.isatty() else _said()
    return max(columns, _NARROWEST)


def _said() -> int:
    said = os.environ.get("COLUMNS", "")
    return int(said) if said.isdecimal() and int(said) else _NO_TERMINAL
