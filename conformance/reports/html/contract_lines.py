"""The lines of a contract around a place: the object that holds it, cut where that is long."""

from functools import lru_cache
from typing import Any, Final

from conformance.files import project
from conformance.finding import SpecPlace

_MOST: Final = 36
_ABOVE: Final = 4
_BELOW: Final = 14


def contract_lines(place: SpecPlace) -> list[tuple[int, str]] | None:
    """Return numbered lines: those of the object that holds ``place``; where they are many, the nearest, and both ends.

    None where the place has no line, or the file is not there.
    """
    lines = _lines(place.file)
    if lines is None or place.line is None or not 0 < place.line <= len(lines):
        return None
    at = place.line - 1
    first, last = _enclosing(lines, at)
    if last - first < _MOST:
        numbers: list[int] = list(range(first, last + 1))
    else:
        near = range(max(first, at - _ABOVE), min(last, at + _BELOW) + 1)
        numbers = sorted({first, *near, last})
    margin = min(_indent(lines[number]) for number in numbers)
    return [(number + 1, lines[number][margin:]) for number in numbers]


def _enclosing(lines: list[str], at: int) -> tuple[int, int]:
    """Return the lines that open and close what holds line ``at``: slices are indented, so that indentation tells."""
    indent = _indent(lines[at])
    first = next((number for number in range(at, -1, -1) if _indent(lines[number]) < indent), at)
    last = next((number for number in range(at, len(lines)) if _indent(lines[number]) < indent), at)
    return first, last


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


@lru_cache(maxsize=64)
def _lines(file: str) -> list[str] | None:
    path = project() / file
    if path.suffix != ".json":
        return None
    try:
        return path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return None


def as_data(place: SpecPlace) -> dict[str, Any]:
    """Return ``place`` with its lines, as the page holds it."""
    found = {"file": place.file, "pointer": place.pointer, "line": place.line, "lines": contract_lines(place)}
    return {name: value for name, value in found.items() if value is not None}
