"""Cmdlets that write: to standard output, as text, or to a stream that standard output does not show."""

from typing import Final

from conformance.reading.engine.leaving import Raised
from conformance.reading.powershell.arguments import Argument, Command, bind_to
from conformance.reading.powershell.convert import expression_of_operand, joined, separated, text_value
from conformance.reading.powershell.data import Array, Operand, Slot, Table, Text, TextPart, is_scalar
from conformance.reading.powershell.machine import Machine
from conformance.reading.powershell.methods import entries
from conformance.reading.powershell.printing import Console, console_text, line
from conformance.reading.powershell.snapshots import snapshot_of_text
from conformance.reading.powershell.stream import Stream
from conformance.reading.value import FromAnswer, Joined, Known, Unknown

_NUMBERS: Final = ("decimal_integer_literal", "hexadecimal_integer_literal", "real_literal")


def write_host(machine: Machine, command: Command, _out: Stream) -> None:
    """Print the arguments with a blank between them."""
    bound = bind_to(
        command,
        {"Object": ("msg", "message"), "ForegroundColor": (), "BackgroundColor": (), "Separator": ()},
        ("NoNewline",),
    )
    separator = text_value(bound.value("separator") or Text.of(" "))
    shown = [bound.given["object"]] if "object" in bound.given else bound.rest
    rows = [_shown(machine, shown, separator)]
    if not shown and command.piped is not None:
        rows = [_texts(machine, slot.value, separator) for slot in command.piped]
    for row in rows:
        text = snapshot_of_text(row)
        machine.prints(text if bound.switch("nonewline") else line(text))


def write_output(machine: Machine, command: Command, out: Stream) -> None:
    """Put out the arguments one by one."""
    bound = bind_to(command, {"InputObject": ()}, ("NoEnumerate",))
    given = [bound.given["inputobject"]] if "inputobject" in bound.given else bound.rest
    for argument in given:
        if bound.switch("noenumerate"):
            out.put(Slot(argument.value, argument.node.start))
        else:
            machine.put(out, argument.value, argument.node.start)
    if not given:
        for slot in command.piped or ():
            out.put(slot)


def write_warning(machine: Machine, command: Command, _out: Stream) -> None:
    """Print the message behind ``WARNING:``."""
    bound = bind_to(command, {"Message": ("msg",)}, (), ("Message",))
    preference = machine.preference("warningpreference")
    if preference in ("silentlycontinue", "ignore") or (bound.text("warningaction") or "").lower() in (
        "silentlycontinue", "ignore"
    ):  # fmt: skip
        return
    message = text_value(bound.value("message") or Text())
    machine.prints(line(snapshot_of_text(joined(Text((TextPart("WARNING: "), *message.pieces))))))


def write_error(machine: Machine, command: Command, _out: Stream) -> None:
    """Write to standard error; where errors stop the script, that ends here."""
    bound = bind_to(
        command,
        {"Message": ("msg",), "Exception": (), "ErrorRecord": (), "Category": (), "ErrorId": (), "TargetObject": (),
         "RecommendedAction": (), "CategoryReason": ()},
        (),
        ("Message",),
    )  # fmt: skip
    action = (bound.text("erroraction") or machine.preference("erroractionpreference") or "").lower()
    if action == "stop":
        raise Raised


def write_nothing(machine: Machine, command: Command, _out: Stream) -> None:
    """Write to a stream that standard output does not show by default."""
    if any(argument.name and argument.name.lower().startswith(("verb", "debug")) for argument in command.arguments):
        machine.prints(Unknown(machine.syntax.line(command.node)))


def out_string(machine: Machine, command: Command, out: Stream) -> None:
    """Put out the text that the console would show."""
    bound = bind_to(command, {"InputObject": (), "Width": ()}, ("Stream", "NoNewline"))
    given = bound.value("inputobject")
    cells = command.piped if given is None else machine.items(given)
    pieces: list[TextPart] = []
    for slot in cells or ():
        shown = console_text(slot.value)
        parts = shown.parts if isinstance(shown, Joined) else (shown,) if shown is not None else ()
        pieces += [
            TextPart(one.value if isinstance(one, Known) and isinstance(one.value, str) else one) for one in parts
        ]
    if bound.switch("nonewline") or bound.switch("stream"):
        out.put(Slot(Unknown(machine.syntax.line(command.node))))
    else:
        out.put(Slot(Text(tuple(pieces)), command.node.start))


def out_host(machine: Machine, command: Command, _out: Stream) -> None:
    """Print what comes."""
    console = Console(machine)
    for slot in command.piped or ():
        console.put(slot)


def out_null(_machine: Machine, _command: Command, _out: Stream) -> None:
    """Take what comes, and put out nothing."""


def format_view(machine: Machine, command: Command, out: Stream) -> None:
    """Put out a view of what comes: a table or a list, whose text is not known."""
    given = (
        command.piped if command.piped is not None else [Slot(one.value) for one in command.arguments if not one.name]
    )
    if given:
        shown = " ".join(expression_of_operand(slot.value) for slot in given)
        out.put(Slot(Unknown(f"{shown} | {machine.syntax.line(command.node)}"), command.node.start))


def _shown(machine: Machine, arguments: list[Argument], separator: Text) -> Text:
    texts = []
    for argument in arguments:
        if argument.node.kind in _NUMBERS:
            # A number that is written as an argument is shown as it is written.
            texts.append(Text.of(machine.syntax.text(argument.node), argument.node.start))
        else:
            texts.append(_texts(machine, argument.value, separator))
    return separated(texts, separator)


def _texts(machine: Machine, value: Operand, separator: Text) -> Text:
    """Return what Write-Host shows for a value: arrays and hashtables element by element."""
    match value:
        case Array() if value.more is None:
            return separated([_texts(machine, slot.value, separator) for slot in value.cells], separator)
        case Table(kind) if kind != "object":
            found = entries(value)
            if found.more is not None:
                return Text.of(Unknown(expression_of_operand(value)))
            return separated([_entry(slot.value) for slot in found.cells], separator)
        case FromAnswer() if not is_scalar(value):
            return Text.of(Unknown(expression_of_operand(value)))
    return text_value(value)


def _entry(value: Operand) -> Text:
    if not isinstance(value, Table):
        return Text()
    name, content = value.get("Key"), value.get("Value")
    parts: list[Text] = [text_value(slot.value) for slot in (name, content) if slot]
    return Text((TextPart("["), *separated(parts, Text.of(", ")).pieces, TextPart("]")))


CMDLETS: Final = {
    "write-host": write_host,
    "write-output": write_output,
    "write-warning": write_warning,
    "write-error": write_error,
    **dict.fromkeys(("write-verbose", "write-debug", "write-information", "write-progress"), write_nothing),
    "out-string": out_string,
    "out-host": out_host,
    "out-default": out_host,
    "out-null": out_null,
    **dict.fromkeys(("format-list", "format-table", "format-wide", "format-custom"), format_view),
}
