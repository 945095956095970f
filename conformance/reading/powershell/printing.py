"""What reaches standard output, and as which text."""

from typing import Final

from conformance.reading.powershell.convert import expression_of_operand, text_value
from conformance.reading.powershell.data import (
    Array,
    Encoded,
    Nothing,
    Operand,
    ScriptBlock,
    Slot,
    Table,
    Truth,
    WebAnswer,
    is_scalar,
)
from conformance.reading.powershell.machine import Machine
from conformance.reading.powershell.numbers import text_of
from conformance.reading.powershell.snapshots import snapshot_of_text
from conformance.reading.powershell.stream import Stream
from conformance.reading.value import Dump, FromAnswer, Joined, JsonText, Known, Unknown, Value

_NEW_LINE: Final = Known("\n")


class Console(Stream):
    """Standard output: what no pipeline and no variable takes is printed as it comes."""

    def __init__(self, machine: Machine) -> None:
        super().__init__(machine.journal)
        self.machine = machine

    def put(self, slot: Slot) -> None:
        text = console_text(slot.value)
        if text is not None:
            self.machine.prints(text)


def console_text(value: Operand) -> Value | None:
    """Return the lines that a value is formatted to, None where that is nothing."""
    match value:
        case Known(None) | Nothing():
            return None
        case Known(number) if not isinstance(number, bool | str):
            return Known(text_of(number) + "\n")  # type: ignore[arg-type]  # null is gone
        case FromAnswer() if not is_scalar(value):
            return Unknown(f"{expression_of_operand(value)} | Format-List")
        case Table() | WebAnswer() | Encoded() | ScriptBlock() | Truth() | Unknown():
            return Unknown(expression_of_operand(value))
        case Array():
            return Unknown(expression_of_operand(value)) if value.cells else None
        case Dump() | JsonText():
            return Joined((value, _NEW_LINE))
    return line(snapshot_of_text(text_value(value)))


def line(text: Value) -> Value:
    """Return ``text`` with a line end."""
    match text:
        case Known(str() as known):
            return Known(known + "\n")
        case Joined(parts) if parts and isinstance(parts[-1], Known):
            return Joined((*parts[:-1], Known(f"{parts[-1].value}\n")))
        case Joined(parts):
            return Joined((*parts, _NEW_LINE))
    return Joined((text, _NEW_LINE))
