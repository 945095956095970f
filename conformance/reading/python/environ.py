"""Environment variables: what a source reads, and what it sets itself."""

import ast
from typing import Final

from conformance.exchange import Position
from conformance.reading.python.arguments import Arguments
from conformance.reading.python.machine import Machine
from conformance.reading.python.objects import Object, Slot
from conformance.reading.python.snapshots import VALUES
from conformance.reading.value import Either, Known, Setting

# Setting another one, such as a proxy, changes where a request goes.
_OWN: Final = ("AZURE_", "OPENAI_")


def setting(machine: Machine, name: str, place: Position) -> Object:
    """Return what variable ``name`` holds, and record that it is read at ``place``."""
    slot = machine.environ.entries.get(name)
    if slot is not None:
        return slot.value
    machine.record.reads(name, place)
    return Setting(name)


def is_own(name: str) -> bool:
    """Whether a source that sets ``name`` sets what it reads itself, and nothing that leads others astray."""
    return name.startswith(_OWN)


def set_variable(machine: Machine, name: str, value: Object, place: Position) -> None:
    """Make variable ``name`` hold ``value`` from here on."""
    machine.journal.touch(machine.environ)
    machine.environ.entries[name] = Slot(value, place)


def get_variable(machine: Machine, given: Arguments, node: ast.Call) -> Object:
    """Return what ``os.getenv`` and ``os.environ.get`` yield: the variable, or the default where it is not set."""
    name, default = given.get("key", 0), given.get("default", 1)
    if not isinstance(name, Known) or not isinstance(name.value, str):
        return machine.unknown(node)
    found = setting(machine, name.value, machine.place(node))
    if default is None or default == Known(None) or not isinstance(found, Setting):
        return found
    return Either(found, default) if isinstance(default, VALUES) else machine.unknown(node)


def environ_method(machine: Machine, name: str, given: Arguments, node: ast.Call) -> Object:
    """Return what method ``name`` of ``os.environ`` yields."""
    variable = given.first()
    if name == "get":
        return get_variable(machine, given, node)
    if name == "setdefault" and isinstance(variable, Known) and is_own(str(variable.value)):
        value = get_variable(machine, given, node)
        set_variable(machine, str(variable.value), value, machine.place(node))
        return value
    if name == "pop" and isinstance(variable, Known) and is_own(str(variable.value)):
        value = setting(machine, str(variable.value), machine.place(node))
        set_variable(machine, str(variable.value), Known(None), machine.place(node))
        return value
    return machine.unknown(node) if name in ("items", "keys", "values", "copy") else machine.not_understood(node)
