"""Where a key stands in a TOML file: the library that reads it does not tell."""

import re
from collections.abc import Sequence
from typing import Final

_PART: Final = r"(?:[A-Za-z0-9_-]++|\"[^\"\n]*+\"|'[^'\n]*+')"
_DOTTED: Final = rf"{_PART}(?:[ \t]*+\.[ \t]*+{_PART})*+"
_HEADER: Final = re.compile(rf"[ \t]*+\[{{1,2}}[ \t]*+({_DOTTED})[ \t]*+\]")
_KEY: Final = re.compile(rf"[ \t]*+({_DOTTED})[ \t]*+=")
_ONE: Final = re.compile(_PART)
_LONG: Final = ('"""', "'''")


def line_of(lines: Sequence[str], path: Sequence[str]) -> int | None:
    """Return the line, from 1, that writes the key at ``path``, or what holds it: a table's heading, an inline table.

    None where no line does.
    """
    table: list[str] = []
    best: tuple[int, int] | None = None
    inside = ""  # the mark that ends the text over several lines that is open
    for number, line in enumerate(lines, 1):
        if inside:
            inside = "" if line.count(inside) % 2 else inside
            continue
        inside = next((mark for mark in _LONG if line.count(mark) % 2), "")
        header = _HEADER.match(line)
        key = None if header else _KEY.match(line)
        if header is not None:
            table = _parts(header[1])
        elif key is None:
            continue
        full = table if key is None else [*table, *_parts(key[1])]
        if list(path[: len(full)]) == full and (best is None or len(full) > best[0]):
            best = (len(full), number)
    return best[1] if best else None


def _parts(dotted: str) -> list[str]:
    return [part.strip("\"'") for part in _ONE.findall(dotted)]
