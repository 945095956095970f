"""JSON that a source writes as text: its value, with the place of each member."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from conformance.exchange import Position
from conformance.reading.pieces import HOLE, Flat, Piece
from conformance.reading.value import Element, Entry, Items, Joined, Known, Members, Unknown, Value
from conformance.wire.json_text import NotJson, read_json

_TOKEN: Final = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?+|[\[\]{},:]|[^\s\[\]{},:"]+', re.DOTALL)
_WORDS: Final[dict[str, bool | None]] = {"true": True, "false": False, "null": None}
# What a document leaves out, or explains, inside of JSON: nothing follows from its form then.
_ELIDED: Final = re.compile(r"\.\.\.|…|^[^\S\n]*+(?://|#)|<[^<>\n]+>|\s//\s|/\*|\{\{|\$\{?\w", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class JsonSource:
    """``value`` is what the text holds, and ``opened`` where it is written.

    ``text`` are its characters where all of them are known. ``problem`` says why it is not JSON; ``value`` is not known
    then, and ``opened`` is where the text stops being JSON. A text that leaves something out has no problem.
    """

    value: Value
    opened: Position
    text: str | None = None
    problem: NotJson | None = None


def read_json_source(text: Sequence[Piece], otherwise: Position) -> JsonSource:
    """Return the JSON that ``text`` is; ``otherwise`` is the place of what is written nowhere. Never raises."""
    flat = Flat(text)
    whole = flat.text if not flat.holes else None
    opened = flat.place(len(flat.text) - len(flat.text.lstrip())) or otherwise
    if flat.is_marked_already:
        return JsonSource(Unknown("body"), opened)
    try:
        read_json(flat.text)
    except NotJson as problem:
        if whole is None or _ELIDED.search(flat.text) or not flat.text.strip():
            return JsonSource(Unknown("body"), opened)
        wrong = flat.place(min(problem.offset, max(len(flat.text) - 1, 0))) or otherwise
        return JsonSource(Unknown("body"), wrong, whole, problem)
    return JsonSource(_value(flat), opened, whole)


@dataclass(slots=True)
class _Open:
    """An object or an array that is being read; ``name`` is the member whose value comes next."""

    is_object: bool
    entries: list[Entry] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)
    name: str | None = None
    name_place: Position | None = None

    def add(self, value: Value, place: Position | None) -> None:
        if self.is_object:
            self.entries.append(Entry(self.name or "", value, self.name_place))
            self.name = None
        else:
            self.elements.append(Element(value, place))

    def closed(self) -> Value:
        return Members(tuple(self.entries)) if self.is_object else Items(tuple(self.elements))


def _value(flat: Flat) -> Value:
    """Return the value of a text that is JSON, looked through once."""
    stack: list[tuple[_Open, Position | None]] = []
    last: Value = Known(None)
    for found in _TOKEN.finditer(flat.text):
        token, place = found[0], flat.place(found.start())
        if token in "{[":
            stack.append((_Open(token == "{"), place))
            continue
        if token in ",:":
            continue
        if token in "]}":
            closed, place = stack.pop()
            last = closed.closed()
        elif stack and stack[-1][0].is_object and stack[-1][0].name is None:
            stack[-1][0].name, stack[-1][0].name_place = _key(token, flat), place
            continue
        else:
            last = _scalar(token, flat)
        if stack:
            stack[-1][0].add(last, place)
    return last


def _key(token: str, flat: Flat) -> str:
    text: str = json.loads(token, strict=False)
    return HOLE.sub("…", text) if flat.holes else text


def _scalar(token: str, flat: Flat) -> Value:
    if token[0] == '"':
        return _string(json.loads(token, strict=False), flat)
    if token in _WORDS:
        return Known(_WORDS[token])
    number = read_json(token).value
    return Known(number if isinstance(number, int | Decimal) else None)


def _string(text: str, flat: Flat) -> Value:
    """Return a string in which the marks are what they stand for."""
    if not flat.holes:
        return Known(text)
    parts: list[Value] = []
    for index, part in enumerate(HOLE.split(text)):
        if index % 2:
            parts.append(flat.holes[int(part)])
        elif part:
            parts.append(Known(part))
    return parts[0] if len(parts) == 1 else Joined(tuple(parts)) if parts else Known("")
