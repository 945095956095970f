"""What is written to standard output."""

import ast

from conformance.reading.python.arguments import Arguments
from conformance.reading.python.machine import Machine
from conformance.reading.python.objects import Imported, Object
from conformance.reading.python.python_values import NotKnown
from conformance.reading.python.text import as_text, joined
from conformance.reading.value import Known, Unknown, Value


def printed(machine: Machine, given: Arguments, node: ast.Call) -> Object:
    """Record what ``print`` writes, its line end included; what goes to standard error is left out."""
    file = given.get("file")
    if file is not None and file not in (Imported("sys.stdout"), Known(None)):
        # To any other file it is written with a path that is not followed.
        return Known(None) if file == Imported("sys.stderr") else machine.not_understood(node)
    separator = _ending(machine, given, "sep", " ", node)
    parts: list[Value] = []
    for index, slot in enumerate(given.positional):
        written = machine.written(node.args[index]) if index < len(node.args) else machine.written(node)
        parts += [separator] * bool(index) + [as_text(slot.value, written)]
    if given.more is not None:
        parts.append(Unknown(given.more))
    _record(machine, [*parts, _ending(machine, given, "end", "\n", node)], node)
    return Known(None)


def write(machine: Machine, given: Arguments, node: ast.Call) -> Object:
    """Record what ``sys.stdout.write`` writes."""
    _record(machine, [as_text(value, machine.written(node)) for value in given.values()], node)
    return machine.unknown(node)


def pretty(machine: Machine, given: Arguments, node: ast.Call) -> Object:
    """Record what ``pprint`` writes: how it lays it out is not known."""
    if "stream" in given.keywords:
        return machine.not_understood(node)
    _record(machine, [Unknown(machine.written(node)), Known("\n")], node)
    return Known(None)


def _ending(machine: Machine, given: Arguments, name: str, default: str, node: ast.Call) -> Value:
    item = given.get(name)
    return Known(default) if item is None or item == Known(None) else as_text(item, machine.written(node))


def _record(machine: Machine, parts: list[Value], node: ast.Call) -> None:
    try:
        text = joined(parts)
    except NotKnown:
        text = machine.unknown(node)
    if text != Known(""):
        machine.print(text, node)
