"""From what a value is while the source is followed to what it was at one moment, and back."""

from typing import Final

from conformance.exchange import Position
from conformance.reading.engine.limits import Count
from conformance.reading.powershell.convert import expression_of_operand
from conformance.reading.powershell.data import (
    AnswerText,
    Array,
    Encoded,
    Nothing,
    Operand,
    Slot,
    Table,
    Text,
)
from conformance.reading.powershell.syntax import Syntax
from conformance.reading.value import (
    Dump,
    Edited,
    Either,
    Element,
    Entry,
    FromAnswer,
    Items,
    Joined,
    JsonText,
    Known,
    Members,
    Setting,
    Unknown,
    Value,
)

_MAX_DEPTH: Final = 60


def snapshot(value: Operand, syntax: Syntax | None = None, depth: int = 0, count: Count | None = None) -> Value:
    """Return ``value`` as it is now; with a ``syntax`` its members have places. Raises Exhausted."""
    count = count or Count()
    count.one()
    if depth > _MAX_DEPTH:
        return Unknown(expression_of_operand(value))
    match value:
        case Text():
            return snapshot_of_text(value)
        case Table():
            return Members(
                tuple(
                    Entry(name, snapshot(slot.value, syntax, depth + 1, count), _place(slot, syntax))
                    for name, slot in value.cells.values()
                    if not slot.maybe
                ),
                more_of(value),
                value.kind != "hashtable",
            )
        case Array(cells, more):
            return Items(
                tuple(Element(snapshot(slot.value, syntax, depth + 1, count), _place(slot, syntax)) for slot in cells),
                more,
            )
        case Nothing():
            return Known(None)
        case AnswerText(call):
            return Dump(FromAnswer(call), "wire")
        case Encoded(of):
            return snapshot(of, syntax, depth + 1, count)
        case Known() | Setting() | Either() | Edited() | FromAnswer() | Dump() | JsonText() | Unknown():
            return value
        case _:
            return Unknown(expression_of_operand(value))


def snapshot_of_text(text: Text) -> Value:
    """Return a string: known, or joined of what is known and what is not."""
    if (known := text.known) is not None:
        return Known(known)
    parts: list[Value] = []
    for piece in text.pieces:
        if not isinstance(piece.value, str):
            parts.append(piece.value)
        elif parts and isinstance(parts[-1], Known):
            parts[-1] = Known(f"{parts[-1].value}{piece.value}")
        elif piece.value:
            parts.append(Known(piece.value))
    return Joined(tuple(parts))


def restored(value: Value, start: int | None = None) -> Operand:
    """Return a value that changes again, made of one that does not (ConvertFrom-Json)."""
    match value:
        case Known(str() as text):
            return Text.of(text, start)
        case Members(entries, more):
            table = Table("object", more=more)
            for entry in entries:
                table.put(entry.name, Slot(restored(entry.value)))
            return table
        case Items(elements, more):
            return Array([Slot(restored(element.value)) for element in elements], more)
        case Joined(parts):
            return Text.of(value if len(parts) > 1 else parts[0], start)
        case _:
            return value


def same(one: Operand, other: Operand) -> bool:
    """Say whether two values are the same for certain, wherever they were written."""
    return one is other or (type(one) is type(other) and snapshot(one) == snapshot(other) and _is_data(one))


def more_of(table: Table) -> str | None:
    """Return what says that a table has members which are not known."""
    if table.more is not None:
        return table.more
    return next(
        (f"{name} = {expression_of_operand(slot.value)}" for name, slot in table.cells.values() if slot.maybe), None
    )


def _is_data(value: Operand) -> bool:
    return not isinstance(snapshot(value), Unknown) or isinstance(value, Unknown)


def _place(slot: Slot, syntax: Syntax | None) -> Position | None:
    return syntax.place(slot.start) if syntax is not None and slot.start is not None else None
