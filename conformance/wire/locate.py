"""Find the place of a member in a JSON text that is known to be valid: nothing is parsed twice but what is asked for."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

_SPACE: Final = re.compile(r"[ \t\n\r]*")
_STRING: Final = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_SCALAR: Final = re.compile(r"[^\s,\]}]+")
_STRUCTURE: Final = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)|[\[\]{}]', re.DOTALL)
# A string that is not closed reaches to the end.
_TOKEN: Final = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)|[\[\]{},:]|[^\s\[\]{},:"]+', re.DOTALL)


_GAP: Final = re.compile(r"[ \t\n\r,]*")
# A member up to the end of its value where that is a scalar, else up to its bracket.
_MEMBER: Final = re.compile(
    r'[ \t\n\r,]*("[^"\\]*(?:\\.[^"\\]*)*")[ \t\n\r]*:[ \t\n\r]*'
    r'("[^"\\]*(?:\\.[^"\\]*)*"|[^\s,\[\]{}"]+)?',
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Span:
    """Where a member stands, as offsets in code points: its key (an array element's value) and its value."""

    key_start: int
    key_end: int
    value_start: int
    value_end: int


@dataclass(frozen=True, slots=True)
class LineColumn:
    """A place that a person can go to; both count from 1, columns in code points."""

    line: int
    column: int


def locate(text: str, path: Sequence[str | int], start: int = 0) -> Span | None:
    """Return where ``path`` stands in ``text``, the last one of duplicate keys; None where it is not there.

    ``start`` is where the value that ``path`` sets out from begins.
    """
    start = _skip_space(text, start)
    span = Span(start, start, start, -1)
    for token in path:
        found = _child(text, span.value_start, str(token))
        if found is None:
            return None
        span = found
    end = span.value_end if span.value_end >= 0 else _skip_value(text, span.value_start)
    if span.key_end == span.key_start:
        return Span(span.value_start, end, span.value_start, end)
    return Span(span.key_start, span.key_end, span.value_start, end)


class Places:
    """The places of one JSON text, for whoever asks for many: each object and array on a way is looked through once.

    ``start`` is where the value that paths set out from begins.
    """

    def __init__(self, text: str, start: int = 0) -> None:
        self._text = text
        self._start = _skip_space(text, start)
        self._members: dict[int, dict[str, Span]] = {}
        self._elements: dict[int, list[Span]] = {}

    def find(self, path: Sequence[str | int]) -> Span | None:
        """Return what ``locate`` returns."""
        span: Span | None = Span(self._start, self._start, self._start, -1)
        for token in path:
            span = self._below(span.value_start, str(token)) if span is not None else None
        if span is None:
            return None
        end = span.value_end if span.value_end >= 0 else _skip_value(self._text, span.value_start)
        if span.key_end == span.key_start:
            return Span(span.value_start, end, span.value_start, end)
        return Span(span.key_start, span.key_end, span.value_start, end)

    def _below(self, start: int, token: str) -> Span | None:
        if self._text[start] == "{":
            if start not in self._members:
                self._members[start] = dict(_each_member(self._text, start))
            return self._members[start].get(token)
        if self._text[start] == "[" and token.isdecimal():
            if start not in self._elements:
                self._elements[start] = list(_each_element(self._text, start))
            elements = self._elements[start]
            return elements[int(token)] if int(token) < len(elements) else None
        return None


def line_column(text: str, offset: int) -> LineColumn:
    """Return the line and column of ``offset``."""
    return LineColumn(text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))


@dataclass(frozen=True, slots=True)
class DuplicateKey:
    """A key that its object holds already; ``path`` leads to the member."""

    path: tuple[str | int, ...]


def duplicate_keys(text: str) -> Iterator[DuplicateKey]:
    """Yield each key that stands again in one object of ``text``, once however often it does."""
    path: list[str | int] = []
    seen: list[dict[str, int] | None] = []
    expect_key = False
    for match in _TOKEN.finditer(text):
        token = match.group()
        if token == "{":
            seen.append({})
            path.append("")
            expect_key = True
        elif token == "[":
            seen.append(None)
            path.append(0)
            expect_key = False
        elif token in "]}":
            seen.pop()
            path.pop()
            expect_key = False
        elif token == ",":
            if seen[-1] is None:
                path[-1] = int(path[-1]) + 1
            expect_key = seen[-1] is not None
        elif expect_key and token[0] == '"':
            keys = seen[-1]
            name = json.loads(token)
            path[-1] = name
            if keys is not None:
                keys[name] = keys.get(name, 0) + 1
                if keys[name] == 2:
                    yield DuplicateKey(tuple(path))
            expect_key = False


def first_deeper_than(text: str, depth: int) -> int | None:
    """Return the offset of the first bracket that opens level ``depth`` + 1, or None."""
    level = 0
    for match in _STRUCTURE.finditer(text):
        token = match.group()
        if token in "[{":
            level += 1
            if level > depth:
                return match.start()
        elif token in "]}":
            level -= 1
    return None


def find_bare_word(text: str, word: str) -> int:
    """Return the offset of the first ``word`` outside strings; 0 where there is none."""
    return next((match.start() for match in _TOKEN.finditer(text) if match.group() == word), 0)


def _child(text: str, start: int, token: str) -> Span | None:
    if text[start] == "{":
        return _member(text, start, token)
    if text[start] == "[" and token.isdecimal():
        return _element(text, start, int(token))
    return None


def _member(text: str, start: int, name: str) -> Span | None:
    """Return the last member ``name`` of the object that begins at ``start``."""
    found = None
    for key, span in _each_member(text, start):
        if key == name:
            found = span
    return found


def _each_member(text: str, start: int) -> Iterator[tuple[str, Span]]:
    position = start + 1
    while (match := _MEMBER.match(text, position)) is not None:
        raw = match.group(1)
        scalar_end = match.end(2)
        position = scalar_end if scalar_end >= 0 else _skip_value(text, match.end())
        value = match.start(2) if scalar_end >= 0 else match.end()
        name = raw[1:-1] if "\\" not in raw else json.loads(raw)
        yield name, Span(match.start(1), match.end(1), value, position)


def _each_element(text: str, start: int) -> Iterator[Span]:
    position = start + 1
    while text[value := _GAP.match(text, position).end()] != "]":  # type: ignore[union-attr]  # it matches nothing too
        position = _skip_value(text, value)
        yield Span(value, value, value, position)


def _element(text: str, start: int, index: int) -> Span | None:
    position = start + 1
    for count in range(index + 1):
        value = _GAP.match(text, position).end()  # type: ignore[union-attr]  # it matches nothing too
        if text[value] == "]":
            return None
        position = _skip_value(text, value)
        if count == index:
            return Span(value, value, value, position)
    return None


def _skip_space(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position


def _skip_value(text: str, position: int) -> int:
    first = text[position]
    if first == '"':
        match = _STRING.match(text, position)
        return match.end() if match else len(text)
    if first in "[{":
        level = 0
        for match in _STRUCTURE.finditer(text, position):
            token = match.group()
            if token in "[{":
                level += 1
            elif token in "]}":
                level -= 1
                if level == 0:
                    return match.end()
        return len(text)
    match = _SCALAR.match(text, position)
    return match.end() if match else len(text)
