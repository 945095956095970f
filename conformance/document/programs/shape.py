"""Whether an output that a document shows has the shape of what was printed: rounds, headings, separators, last line."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from conformance.reading.program import Reading
from conformance.reading.value import Joined, Known, Value

_ELISIONS: Final = ("...", "…", "[...]")
_SPACE_AT_AN_END: Final = re.compile(r"(?<![ \t])[ \t]++\n")

# A part of what is printed: text that is always so, or None where anything may stand.
Parts = Sequence[str | None]


def printed_parts(reading: Reading, own: int = 1) -> Iterator[str | None]:
    """Yield what a source prints from line ``own`` on: text that is always so, and None for what an answer holds."""
    for printed in reading.printed:
        if (printed.place.line or 0) >= own:
            yield from _parts_of_value(printed.text)


def _parts_of_value(value: Value) -> Iterator[str | None]:
    match value:
        case Known(plain):
            yield str(plain)
        case Joined(parts):
            for part in parts:
                yield from _parts_of_value(part)
        case _:
            yield None


def parts_of(printed: str, varying: Sequence[str]) -> list[str | None]:
    """Return ``printed`` in parts: each text of ``varying``, in the order of its printing, is None."""
    parts: list[str | None] = []
    rest = printed
    for text in varying:
        before, found, after = rest.partition(text)
        if text and found:
            parts += [before, None]
            rest = after
    return [part for part in (*parts, rest) if part != ""]


@dataclass(frozen=True, slots=True)
class Difference:
    """Where an output differs: its ``line``, from 1, at the most one past its last; ``sentence`` is half a one."""

    line: int
    sentence: str


def is_excerpt(documented: str) -> bool:
    """Say whether an output leaves something out, in a line of its own that says so."""
    return any(line.strip() in _ELISIONS for line in documented.split("\n"))


def shape_difference(parts: Parts, documented: str) -> Difference | None:
    """Return what of ``documented`` cannot have been printed; None where it has the shape.

    A JSON object has the shape of every other: what is in it is judged as an answer, not as lines.
    """
    if all(_is_object(text) for text in ("".join(part or "" for part in parts), documented)):
        return None
    lines = [line.rstrip() for line in documented.rstrip().split("\n")]
    # A line of an answer that is a separator too is taken for one: else a round too many would be an answer.
    found = _line_difference(list(_lines(parts)), lines)
    if found is not None:
        return found
    text = "\n".join(lines)
    wrong = _mismatch(_trimmed(parts), text)
    if wrong is None:
        return None
    at, part = wrong
    said = f"`{part.strip()}`" if part.strip() else "something"
    return Difference(text.count("\n", 0, at) + 1, f"{said} is printed next, and is missing")


def _trimmed(parts: Parts) -> list[str | None]:
    """Return ``parts``, neighbours joined, without white space at the ends of lines and of the whole."""
    joined: list[str | None] = []
    for part in parts:
        before = joined[-1] if joined else None
        if part is not None and before is not None:
            joined[-1] = before + part
        elif part is not None or before is not None or not joined:
            joined.append(part)
    trimmed = [None if part is None else _SPACE_AT_AN_END.sub("\n", part) for part in joined]
    last = trimmed[-1].rstrip() if trimmed and trimmed[-1] is not None else None
    return trimmed if last is None else [*trimmed[:-1], *([last] if last else [])]


def _mismatch(parts: Parts, text: str) -> tuple[int, str] | None:
    """Return from where on ``text`` is not ``parts``, and the part that is not there; None where it is.

    A None takes one character or more, as few as possible, so that a text of many parts is looked through once.
    """
    at, free = 0, False
    for index, part in enumerate(parts):
        if part is None:
            free = True
            continue
        if not free:
            found = at if text.startswith(part, at) else -1
        elif index == len(parts) - 1:
            found = len(text) - len(part) if text.endswith(part) and len(text) - len(part) > at else -1
        else:
            found = text.find(part, at + 1)
        if found < 0:
            return at, part
        at, free = found + len(part), False
    return None if (at < len(text) if free else at == len(text)) else (at, "")


def _line_difference(wanted: list[str | None], lines: list[str]) -> Difference | None:
    """Return where ``lines`` are not ``wanted``, of which each None is one line or more of any text."""
    while wanted and wanted[-1] == "":
        wanted.pop()
    at = 0
    for free, unit, last in _units(wanted):
        # Where most of the unit's lines stand together: a text of several paragraphs holds single ones of them.
        starts = range(at + 1, len(lines)) if free else range(at, at + 1)
        start = max(starts, key=lambda one: (_alike(unit, lines, one), -one), default=len(lines))
        alike = _alike(unit, lines, start)
        if alike < len(unit):
            return _missing(unit[alike:], lines, start + alike, last, anywhere=free and not any(unit[:alike]))
        at = start + len(unit)
    if any(lines[at:]) and (not wanted or wanted[-1] is not None):
        at = next(number for number in range(at, len(lines)) if lines[number])
        return Difference(at + 1, f"`{lines[at]}` follows where nothing more is printed")
    return None


def _units(wanted: list[str | None]) -> Iterator[tuple[bool, list[str], bool]]:
    """Yield the lines that stand together: whether any text is before them, the lines, and whether they are the last."""
    free, unit = False, list[str]()
    for index, line in enumerate(wanted):
        if line is not None:
            unit.append(line)
        if unit and (line is None or index == len(wanted) - 1):
            yield free, unit, line is not None
            unit = []
        free = free if line is not None and unit else line is None


def _alike(unit: list[str], lines: list[str], start: int) -> int:
    """Return how many lines of ``unit`` stand at ``start``."""
    there = lines[start : start + len(unit)]
    pairs = enumerate(zip(unit, there, strict=False))
    return next((index for index, (one, other) in pairs if one != other), len(there))


def _missing(rest: list[str], lines: list[str], at: int, last: bool, anywhere: bool) -> Difference:
    """Return that the first of ``rest`` is not at ``at``, or, where any text may come before it, not there at all."""
    said = next((line for line in rest if line), rest[0])
    if at < len(lines) and not anywhere:
        return Difference(at + 1, f"`{lines[at]}` stands where `{said}` is printed")
    if last and len(rest) == 1:
        return Difference(len(lines), f"its last line `{said}` is missing")
    return Difference(len(lines), f"`{said}` is printed next, and is missing")


def _lines(parts: Parts) -> Iterator[str | None]:
    """Yield the lines of ``parts``; one that holds a varying text is None, and so are the lines of that text."""
    line: str | None = ""
    for part in parts:
        if part is None:
            line = None
            continue
        first, *more = part.split("\n")
        if line is not None:
            line += first
        for text in more:
            yield line if line is None else line.rstrip()
            line = text
    yield line if line is None else line.rstrip()


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False
