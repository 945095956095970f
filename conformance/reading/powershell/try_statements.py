"""``try``, ``catch`` and ``finally``, and ``trap``; and what a refusal of a call inside does to the program."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from conformance.reading.engine.branches import look
from conformance.reading.engine.failures import Handler, follow_guarded
from conformance.reading.engine.leaving import Ends
from conformance.reading.powershell.machine import Machine
from conformance.reading.powershell.stream import Stream
from conformance.reading.powershell.syntax import Node
from conformance.reading.value import Unknown

_ERROR: Final = Unknown("$_")


def follow_try(machine: Machine, node: Node, out: Stream) -> None:
    """Follow the block as if nothing went wrong; a ``catch`` is looked at for what a refusal would do."""
    block, catches, last = node.child("statement_block"), node.child("catch_clauses"), node.child("finally_clause")
    clauses = [one for one in catches.named if one.kind == "catch_clause"] if catches else []
    ending = last.child("statement_block") if last else None
    follow_guarded(
        machine,
        lambda: machine.run(machine, block, out) if block is not None else None,
        [Handler(lambda _name: True, partial(_caught, machine, clause, out)) for clause in clauses],
        _passes(machine, clauses),
        at_last=lambda: machine.run(machine, ending, out) if ending is not None else None,
    )


def follow_trap(machine: Machine, node: Node, _out: Stream) -> None:
    """Look at a ``trap`` for all errors of the script, which ends it; any other is not understood."""
    outermost = len(machine.frames) == 1 and node.child("statement_block") is not None and len(node.named) == 1
    if outermost and isinstance(look(machine, lambda: _caught(machine, node, machine.stream())).left, Ends):
        machine.trapped = True
    else:
        machine.does_not_understand(node)


def _caught(machine: Machine, clause: Node, out: Stream) -> None:
    machine.assign("_", _ERROR, None)
    machine.run(machine, clause.children[-1], out)


def _passes(machine: Machine, clauses: Sequence[Node]) -> bool | None:
    """Return whether no ``catch`` holds a statement, or one throws the error on to such a one; None where there is none."""
    written = [clause.children[-1] for clause in clauses]
    flows = (flow for block in written for flow in block.below("flow_control_statement"))
    if any(machine.syntax.text(flow).lower().startswith("throw") for flow in flows):
        return bool(machine.passes)
    return not any(block.named for block in written) if written else None
