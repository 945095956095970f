"""``import``: the full names of what it brings."""

import ast

from conformance.reading.python.harmless import is_known_module
from conformance.reading.python.machine import Machine
from conformance.reading.python.objects import Imported
from conformance.reading.python.targets import bind


def import_module(machine: Machine, alias: ast.alias, statement: ast.Import) -> None:
    """Bind what ``import NAME as ALIAS`` brings."""
    if not is_known_module(alias.name):
        machine.not_understood(statement)
    top = alias.name.partition(".")[0]
    name, held = (alias.asname, alias.name) if alias.asname else (top, top)
    bind(machine, name, Imported(held), machine.place(statement))


def import_from(machine: Machine, statement: ast.ImportFrom) -> None:
    """Bind what ``from MODULE import NAME as ALIAS`` brings."""
    module = statement.module or ""
    if module == "__future__":
        return
    if statement.level or not is_known_module(module):
        machine.not_understood(statement)
    for alias in statement.names:
        if alias.name in ("*", "__main__"):
            machine.not_understood(statement)
            continue
        prefix = "." * statement.level + module
        bind(machine, alias.asname or alias.name, Imported(f"{prefix}.{alias.name}"), machine.place(statement))
