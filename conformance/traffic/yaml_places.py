"""Lead from a character of a YAML scalar's value to the one that writes it in the file."""

import re
from typing import Final

from conformance.traffic.origin import OffsetMap

_IN_DOUBLE: Final = re.compile(r"\\(?:\r?\n[ \t]*|x..|u.{4}|U.{8}|.)|(?:\r?\n[ \t]*)+", re.DOTALL)
_IN_SINGLE: Final = re.compile(r"''|(?:\r?\n[ \t]*)+")
_IN_PLAIN: Final = re.compile(r"(?:\r?\n[ \t]*)+")


def scalar_map(raw: str, value: str, style: str | None) -> OffsetMap | None:
    """Return the map of the scalar that ``raw`` writes in ``style``; None where it is not followed to ``value``."""
    if style == "|":
        return _literal(raw, value)
    if style in ('"', "'"):
        return _flow(raw, value, 1, len(raw) - 1, _IN_DOUBLE if style == '"' else _IN_SINGLE)
    return _flow(raw, value, 0, len(raw), _IN_PLAIN) if style is None else None


def _flow(raw: str, value: str, start: int, end: int, special: re.Pattern[str]) -> OffsetMap | None:
    decoded, written = [0], [start]
    at = 0  # how much of the value is written up to `done`
    done = start
    for match in special.finditer(raw, start, end):
        plain = raw[done : match.start()]
        text = match.group()
        if text[0] in "\r\n":  # a fold: the spaces before it are no part of the value
            plain = plain.rstrip(" \t")
            breaks = text.count("\n")
            width = 1 if breaks == 1 else breaks - 1
        else:
            width = 0 if text[:2] in ("\\\n", "\\\r") else 1
        at += len(plain) + width
        done = match.end()
        decoded.append(at)
        written.append(done)
    return OffsetMap(decoded, written) if at + end - done == len(value) else None


def _literal(raw: str, value: str) -> OffsetMap | None:
    """Follow a block scalar: a header, then lines behind an indent that they share."""
    header = raw.find("\n") + 1
    lines = value.split("\n")
    first = next((number for number, line in enumerate(lines) if line), None)
    written_lines = raw[header:].split("\n") if header else []
    if first is None or first >= len(written_lines):
        return None
    indent = len(written_lines[first].rstrip("\r")) - len(lines[first])
    if indent < 0 or len(written_lines) < len(lines) - 1:
        return None
    decoded, written = [], []
    at, there = 0, header
    for line, text in zip(lines, written_lines, strict=False):
        decoded.append(at)
        written.append(there + min(indent, len(text)))
        at += len(line) + 1
        there += len(text) + 1
    return OffsetMap(decoded, written)
