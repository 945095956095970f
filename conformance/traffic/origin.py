"""Where the parts of a recorded exchange stand in its file, worked out only where a finding asks for it."""

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from conformance.exchange import Exchange, Position
from conformance.wire.body import Body
from conformance.wire.locate import Span, locate
from conformance.wire.pointer import Path, tokens_of

_ESCAPE: Final = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.", re.DOTALL
)
_BREAK: Final = re.compile("\n")


class OffsetMap:
    """Leads from a character of a decoded text to the one that writes it: between two steps both go on alike."""

    def __init__(self, decoded: list[int], written: list[int]) -> None:
        self._decoded = decoded
        self._written = written

    def __call__(self, offset: int) -> int:
        """Return where the character at ``offset`` of the decoded text is written."""
        step = bisect_right(self._decoded, offset) - 1
        return self._written[step] + offset - self._decoded[step]


def json_string_map(text: str, start: int, end: int) -> OffsetMap:
    """Return the map of the JSON string whose quotes are at ``start`` and ``end`` - 1 of ``text``."""
    decoded, written = [0], [start + 1]
    lost = start + 1
    for match in _ESCAPE.finditer(text, start + 1, end - 1):
        lost += len(match.group()) - 1
        decoded.append(match.end() - lost)
        written.append(match.end())
    return OffsetMap(decoded, written)


@dataclass(frozen=True)
class Written:
    """A text of a file that begins at ``line`` and ``column``; leads from its offsets to places."""

    file: str
    text: str
    line: int = 1
    column: int = 1

    @cached_property
    def _breaks(self) -> list[int]:
        return [match.start() for match in _BREAK.finditer(self.text)]

    def at(self, offset: int) -> Position:
        """Return the place of ``offset``."""
        above = bisect_right(self._breaks, offset - 1)
        if above == 0:
            return Position(self.file, self.line, self.column + offset)
        return Position(self.file, self.line + above, offset - self._breaks[above - 1])


@dataclass(frozen=True)
class BodyPlace:
    """Where a body is written: ``start`` of its text, and what leads from an offset of ``body.text`` into the file.

    Without ``offset`` (the body was packed or encoded) every place of it is ``start``.
    """

    body: Body
    start: Position
    offset: Callable[[], Callable[[int], Position] | None] = field(default=lambda: None)

    @cached_property
    def _offset(self) -> Callable[[int], Position] | None:
        return self.offset()

    def within(self, offset: int) -> Position:
        """Return the place of the character at ``offset`` of the body's text."""
        return self._offset(offset) if self._offset is not None else self.start

    def of(self, pointer: str) -> Position:
        """Return the place of the member at ``pointer``: of its key, or of the nearest that encloses it."""
        lead = self._offset
        if lead is None:
            return self.start
        if self.body.problem is not None:
            return lead(self.body.problem.offset)
        path: Path = tokens_of(pointer)
        span = self.body.locate(path)
        while span is None and path:
            path = path[:-1]
            span = self.body.locate(path)
        return lead(span.key_start) if span is not None else self.start


@dataclass(frozen=True)
class JsonOrigin:
    """An exchange that is one JSON object of a file; ``paths`` leads to the members that hold a part.

    The parts are ``url``, ``status``, ``request headers`` and the bodies, ``request`` and ``response``.
    """

    written: Written
    paths: dict[str, Path]
    bodies: dict[str, Body]

    def of(self, part: str, pointer: str) -> Position:
        """Return the place of ``pointer`` of ``part``; at the least that of the entry."""
        if part == "chunk":
            part, pointer = "response", ""
        if part in self.bodies:
            place = self._places.get(part)
            return place.of(pointer) if place is not None else self.written.at(0)
        span = self._span(self.paths.get("request headers" if part == "headers" else part))
        return self.written.at(span.key_start if span is not None else 0)

    def within(self, part: str, offset: int) -> Position:
        """Return the place of the character at ``offset`` of the text of a body."""
        place = self._places.get(part)
        return place.within(offset) if place is not None else self.of(part, "")

    @cached_property
    def _places(self) -> dict[str, BodyPlace]:
        return {part: place for part in self.bodies if (place := self._body_place(part)) is not None}

    def _body_place(self, part: str) -> BodyPlace | None:
        span = self._span(self.paths.get(part))
        if span is None:
            return None
        body, text = self.bodies[part], self.written.text
        start = self.written.at(span.value_start)
        if body.text is text:  # the body is a value of the entry's own text
            return BodyPlace(body, start, lambda: self.written.at)
        if text[span.value_start] != '"':
            return BodyPlace(body, start)

        def lead() -> Callable[[int], Position] | None:
            there = json_string_map(text, span.value_start, span.value_end)
            inside = text[there(0) : there(0) + 1]
            # An encoded or packed body is another text than the string that holds it.
            same = body.text is not None and (body.text[:1] == inside or inside == "\\")
            return (lambda offset: self.written.at(there(offset))) if same else None

        return BodyPlace(body, start, lead)

    def _span(self, path: Path | None) -> Span | None:
        return locate(self.written.text, path) if path is not None else None


@dataclass(frozen=True)
class TextOrigin:
    """An answer that is a whole file."""

    written: Written

    def of(self, _: str, __: str, /) -> Position:
        """Return the beginning of the file."""
        return self.written.at(0)

    def within(self, _: str, offset: int, /) -> Position:
        """Return the place of the character at ``offset``."""
        return self.written.at(offset)


def line_origin(exchange: Exchange, written: Written) -> Exchange:
    """Return ``exchange``, an object as a line of NDJSON holds it, with the places of its parts in ``written``."""
    paths: dict[str, Path] = {
        "url": ("request", "url"),
        "status": ("response", "status"),
        "request headers": ("request", "headers"),
    }
    bodies: dict[str, Body] = {}
    for part, message in (("request", exchange.request), ("response", exchange.response)):
        if message is not None and message.body is not None:
            bodies[part] = message.body
            paths[part] = (part, "body" if message.body.text is written.text else "body_text")
    return replace(exchange, origin=JsonOrigin(written, paths, bodies))
