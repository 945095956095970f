"""JSON that the source writes by hand: its members, with the places where the string writes them."""

import re
from typing import Any, Final

from conformance.exchange import Position
from conformance.reading.powershell.data import Text, TextPart
from conformance.reading.powershell.machine import Machine
from conformance.reading.resolving import expression_of
from conformance.reading.value import Element, Entry, Items, Joined, Known, Members, Unknown, Value
from conformance.wire.json_text import NotJson, read_json
from conformance.wire.locate import duplicate_keys, locate

# Stands in the text for a value that is not known; no source writes these characters.
_MARK: Final = "\ue000{}\ue001"
_TOKEN: Final = re.compile('(\\\\.|"|\ue000\\d+\ue001)', re.DOTALL)
_MARKED: Final = re.compile("\ue000(\\d+)\ue001")
# Before a mark that stands outside the strings of the text: a number, a boolean or more may come of it.
_BARE: Final = "\ue002"


def json_value(machine: Machine, text: Text) -> Value | None:
    """Return the value of a JSON text, None where it is none. What is not known in it is symbolic or unknown."""
    return _HandWritten(machine, text).value()


class _HandWritten:
    def __init__(self, machine: Machine, text: Text) -> None:
        self.machine = machine
        self.starts: list[tuple[int, TextPart]] = []
        self.unknown: list[Value] = []
        parts: list[str] = []
        length = 0
        for piece in text.pieces:
            self.starts.append((length, piece))
            if isinstance(piece.value, str):
                part = piece.value
            else:
                part = _MARK.format(len(self.unknown))
                self.unknown.append(piece.value)
            parts.append(part)
            length += len(part)
        self.text = "".join(parts)

    def value(self) -> Value | None:
        bare = self._quoted()
        try:
            parsed = read_json(bare)
        except NotJson:
            return None
        if bare != self.text:
            # With marks quoted the offsets no longer lead to the source.
            self.starts = []
        self.text = bare
        doubled = {key.path for key in duplicate_keys(bare)} if parsed.duplicates else set()
        return self._value(parsed.value, (), doubled)

    def _quoted(self) -> str:
        """Return the text with the marks outside strings in quotes."""
        parts, inside = [], False
        for token in _TOKEN.split(self.text):
            if token == '"':
                inside = not inside
            parts.append(f'"{_BARE}{token}"' if not inside and _MARKED.fullmatch(token) else token)
        return "".join(parts)

    def _value(self, value: Any, path: tuple[str | int, ...], doubled: set[tuple[str | int, ...]]) -> Value:
        if isinstance(value, dict):
            entries = []
            for name, one in value.items():
                below = (*path, name)
                entry = Entry(name, self._value(one, below, doubled), self._place(below))
                # A key for the second time: the last one counts, and both are there.
                entries += [entry, entry] if below in doubled else [entry]
            return Members(tuple(entries))
        if isinstance(value, list):
            return Items(
                tuple(
                    Element(self._value(one, (*path, index), doubled), self._place((*path, index)))
                    for index, one in enumerate(value)
                )
            )
        return self._string(value) if isinstance(value, str) else Known(value)

    def _string(self, value: str) -> Value:
        if value.startswith(_BARE):
            return Unknown(expression_of(self.unknown[int(value[2:-1])]))
        parts: list[Value] = []
        for index, part in enumerate(_MARKED.split(value)):
            if index % 2:
                parts.append(self.unknown[int(part)])
            elif part:
                parts.append(Known(part))
        if not parts or (len(parts) == 1 and isinstance(parts[0], Known)):
            return parts[0] if parts else Known("")
        return Joined(tuple(parts))

    def _place(self, path: tuple[str | int, ...]) -> Position | None:
        span = locate(self.text, path)
        if span is None:
            return None
        found = next(((at, piece) for at, piece in reversed(self.starts) if at <= span.key_start), None)
        if found is None or found[1].start is None:
            return None
        at, piece = found
        skipped = piece.value[: span.key_start - at] if piece.exact and isinstance(piece.value, str) else ""
        return self.machine.place(piece.start + len(skipped.encode()))  # type: ignore[operator]  # it has a start
