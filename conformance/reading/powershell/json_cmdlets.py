"""``ConvertTo-Json`` with its depth, and ``ConvertFrom-Json``."""

import json
from decimal import Decimal
from typing import Final

from conformance.exchange import Position
from conformance.reading.engine.limits import Count
from conformance.reading.powershell.arguments import Command, bind_to
from conformance.reading.powershell.convert import expression_of_operand, number_value, text_value
from conformance.reading.powershell.data import (
    NULL,
    AnswerText,
    Array,
    Operand,
    Slot,
    Table,
    Text,
    collected,
    is_scalar,
)
from conformance.reading.powershell.json_body import json_value
from conformance.reading.powershell.machine import Machine
from conformance.reading.powershell.snapshots import more_of, restored, snapshot, snapshot_of_text
from conformance.reading.powershell.stream import Stream
from conformance.reading.value import Dump, Element, Entry, FromAnswer, Items, JsonText, Known, Members, Unknown, Value

_DEFAULT_DEPTH: Final = 2
_MAX_DEPTH: Final = 100
# An answer's deepest member that is no scalar: choices, choice, content_filter_results, hate.
_ANSWER_DEPTH: Final = 4


def convert_to_json(machine: Machine, command: Command, out: Stream) -> None:
    """Put out the JSON of what is given; what lies deeper than ``-Depth`` becomes text, as PowerShell warns."""
    bound = bind_to(
        command,
        {"Depth": (), "InputObject": (), "EscapeHandling": ()},
        ("Compress", "AsArray", "EnumsAsStrings"),
        ("InputObject",),
    )
    given = bound.value("inputobject")
    if given is None and command.piped is not None:
        given = (
            NULL
            if command.piped and len(command.piped) == 1 and command.piped[0].value == NULL
            else collected(command.piped)
        )
        if not command.piped:
            return
    if given is None:
        return
    if bound.switch("asarray") and not isinstance(given, Array):
        given = Array([Slot(given)])
    asked = bound.value("depth")
    depth = number_value(asked) if asked is not None else _DEFAULT_DEPTH
    if not isinstance(depth, int) or not 0 <= depth <= _MAX_DEPTH:
        out.put(Slot(Unknown(machine.syntax.line(command.node)), command.node.start))
        return
    out.put(Slot(_json(machine, given, depth, compress=bound.switch("compress")), command.node.start))


def convert_from_json(machine: Machine, command: Command, out: Stream) -> None:
    """Put out what a JSON text says."""
    bound = bind_to(
        command, {"InputObject": (), "Depth": (), "DateKind": ()}, ("AsHashtable", "NoEnumerate"), ("InputObject",)
    )
    given = bound.value("inputobject")
    if given is None:
        given = command.piped[0].value if command.piped and len(command.piped) == 1 else None
    match given:
        case AnswerText(call) | Dump(FromAnswer(call, ()), "wire"):
            machine.put(out, FromAnswer(call), command.node.start)
        case JsonText(of):
            machine.put(out, restored(of), command.node.start)
        case Text() if given.known is not None and (value := json_value(machine, given)) is not None:
            machine.put(out, restored(value), command.node.start)
        case _:
            out.put(Slot(Unknown(machine.syntax.line(command.node)), command.node.start))


def _json(machine: Machine, value: Operand, depth: int, *, compress: bool) -> Operand:
    match value:
        case FromAnswer():
            enough = is_scalar(value) or depth >= _ANSWER_DEPTH - len(value.path)
            return (
                Dump(value, "wire", None if compress else 2)
                if enough
                else Unknown(f"{expression_of_operand(value)} | ConvertTo-Json")
            )
        case Unknown():
            return Unknown(f"{expression_of_operand(value)} | ConvertTo-Json")
    writer = _Writer(machine, depth)
    found = writer.value(value, 0)
    if writer.truncated:
        machine.prints(
            Known(f"WARNING: Resulting JSON is truncated as serialization has exceeded the set depth of {depth}.\n")
        )
    if isinstance(found, Known):
        # Of a scalar the text is known: numbers are held as ConvertTo-Json writes them.
        plain = found.value
        text = str(plain) if isinstance(plain, Decimal) else json.dumps(plain, ensure_ascii=False)
        return Text.of(text.translate(_ESCAPED))
    return JsonText(found)


# Line separators of Unicode, which ConvertTo-Json escapes and Python does not.
_ESCAPED: Final = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}


class _Writer:
    def __init__(self, machine: Machine, depth: int) -> None:
        self.machine = machine
        self.depth = depth
        self.truncated = False
        self.count = Count()

    def value(self, value: Operand, level: int) -> Value:
        self.count.one()
        match value:
            case Table() | Array() if level > self.depth:
                self.truncated = True
                return snapshot_of_text(text_value(value))
            case Table():
                entries = tuple(
                    Entry(name, self.value(slot.value, level + 1), self._place(slot))
                    for name, slot in value.cells.values()
                    if not slot.maybe
                )
                return Members(entries, more_of(value), value.kind != "hashtable")
            case Array(cells, more):
                elements = tuple(Element(self.value(slot.value, level + 1), self._place(slot)) for slot in cells)
                return Items(elements, more)
            case FromAnswer() if not is_scalar(value) and level > self.depth:
                return Unknown(expression_of_operand(value))
            case AnswerText():
                return Unknown("answer")
        return snapshot(value, self.machine.syntax)

    def _place(self, slot: Slot) -> Position | None:
        return self.machine.place(slot.start) if slot.start is not None else None


CMDLETS: Final = {"convertto-json": convert_to_json, "convertfrom-json": convert_from_json}
