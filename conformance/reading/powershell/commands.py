"""Which command does what: cmdlets and their aliases, functions of the source, ``&`` and ``.``."""

from collections.abc import Callable
from typing import Final

from conformance.reading.powershell import json_cmdlets, output_cmdlets, pipeline_cmdlets, quiet_cmdlets, web_cmdlets
from conformance.reading.powershell.arguments import Command, read_command
from conformance.reading.powershell.data import Array, Operand, ScriptBlock, Slot, Text
from conformance.reading.powershell.functions import call_block
from conformance.reading.powershell.machine import Machine
from conformance.reading.powershell.numbers import literal
from conformance.reading.powershell.operators import binary
from conformance.reading.powershell.stream import Stream
from conformance.reading.powershell.syntax import Node
from conformance.reading.powershell.variables import read_variable
from conformance.reading.value import Known, Unknown

Cmdlet = Callable[[Machine, Command, Stream], None]
CMDLETS: Final[dict[str, Cmdlet]] = {
    **web_cmdlets.CMDLETS,
    **json_cmdlets.CMDLETS,
    **output_cmdlets.CMDLETS,
    **pipeline_cmdlets.CMDLETS,
    **quiet_cmdlets.CMDLETS,
}
_ALIASES: Final = {
    "%": "foreach-object", "?": "where-object", "echo": "write-output", "fl": "format-list", "foreach": "foreach-object",
    "ft": "format-table", "fw": "format-wide", "irm": "invoke-restmethod", "iwr": "invoke-webrequest", "measure": "measure-object",
    "oh": "out-host", "select": "select-object", "sleep": "start-sleep", "sort": "sort-object", "where": "where-object",
    "write": "write-output", "gcm": "get-command", "set": "set-variable", "sv": "set-variable",
}  # fmt: skip


def run_command(machine: Machine, node: Node, piped: list[Slot] | None, out: Stream) -> None:
    """Follow one command of a pipeline."""
    with machine.deeper():
        operator = node.child("command_invokation_operator")
        if operator is not None:
            _invoke(machine, node, machine.syntax.text(operator), piped, out)
            return
        name_node = node.child("command_name")
        name = machine.syntax.text(name_node) if name_node else ""
        if (number := _number(machine, name, node)) is not None:
            machine.put(out, number, node.start)
            return
        command = read_command(machine, node, piped)
        if command.discards:
            out = machine.stream()
        machine.quiet += command.silenced
        try:
            _follow(machine, command, out)
        finally:
            machine.quiet -= command.silenced


def _follow(machine: Machine, command: Command, out: Stream) -> None:
    plain = command.name.lower().replace("`", "").removeprefix("microsoft.powershell.utility\\")
    function = machine.state.functions.held.get(plain)
    if function is not None and isinstance(function.value, ScriptBlock):
        _call(machine, function.value, command, out)
        return
    cmdlet = CMDLETS.get(_ALIASES.get(plain, plain))
    if cmdlet is not None:
        cmdlet(machine, command, out)
        return
    for argument in command.arguments:
        if isinstance(argument.value, ScriptBlock):
            # Whatever runs it: what stands in it is looked at, and is not certain.
            with machine.frame("branch", doubted=True):
                call_block(machine, argument.value, [], {}, machine.stream())
    machine.does_not_understand()
    out.put(Slot(Unknown(machine.syntax.line(command.node)), command.node.start))


def _invoke(machine: Machine, node: Node, operator: str, piped: list[Slot] | None, out: Stream) -> None:
    target_node = next(one for one in node.named if one.kind != "command_invokation_operator")
    target: Operand = machine.evaluate(machine, target_node)
    command = read_command(machine, node, piped)
    if isinstance(target, Text) and target.known is not None:
        command.name = target.known
        _follow(machine, command, out)
    elif isinstance(target, ScriptBlock):
        _call(machine, target, command, out, own_scope=operator == "&")
    else:
        machine.does_not_understand()
        out.put(Slot(machine.unknown(node), node.start))


def _call(machine: Machine, block: ScriptBlock, command: Command, out: Stream, *, own_scope: bool = True) -> None:
    named = {one.name: one.value for one in command.arguments if one.name is not None}
    switches = {
        machine.syntax.text(parameter).lower()
        for parameter in block.parameters
        if "[switch]" in machine.syntax.text(parameter).lower()
    }
    positional = []
    for one in command.arguments:
        if one.name is None:
            positional.append(one.value)
        elif (
            one.node.kind != "command_parameter"
            and not one.bound
            and any(f"${one.name.lower()}" in text for text in switches)
        ):
            named[one.name] = Known(True)
            positional.append(one.value)
    call_block(
        machine, block, positional, named, out, piped=command.piped, own_scope=own_scope or bool(block.parameters)
    )


def _number(machine: Machine, name: str, node: Node) -> Operand | None:
    """Return the number or range that the grammar takes for a command (``1..3 | ForEach-Object``), else None."""
    found = literal(name)
    if found is not None:
        return Known(found)
    start, dots, end = name.partition("..")
    first = literal(start) if dots else None
    if first is None:
        return None
    if literal(end) is not None:
        last: Operand = Known(literal(end))
    elif end.startswith("$"):
        last = read_variable(machine, end[1:].split(".")[0], node.start)
        for part in end.split(".")[1:]:
            from conformance.reading.powershell.members import property_of

            last = property_of(machine, last, part)
    else:
        elements = node.child("command_elements")
        last = machine.evaluate(machine, elements.named[-1]) if elements and elements.named else Text()
    found_range = binary("..", Known(first), last)
    return found_range if isinstance(found_range, Array) else machine.unknown(node)
