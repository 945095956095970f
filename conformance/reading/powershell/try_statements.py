"""``try``, ``catch`` and ``finally``, and ``trap``; and what a refusal of a call inside does to the program."""

from typing import Final

from conformance.reading.leaving import Ends, Left, Raised, Returned
from conformance.reading.powershell.machine import Machine
from conformance.reading.powershell.state import Variable
from conformance.reading.powershell.stream import Stream
from conformance.reading.powershell.syntax import Node
from conformance.reading.value import Unknown

_ERROR: Final = Unknown("$_")


def follow_try(machine: Machine, node: Node, out: Stream) -> None:
    """Follow the block as if nothing went wrong; a ``catch`` is looked at for what a refusal would do."""
    block, catches, last = node.child("statement_block"), node.child("catch_clauses"), node.child("finally_clause")
    first = len(machine.drafts)
    left: Left | None = None
    scopes = len(machine.state.scopes)
    try:
        if block is not None:
            machine.run(machine, block, out)
    except Left as leaving:
        left = leaving
    del machine.state.scopes[scopes:]
    after = len(machine.drafts)
    clauses = [one for one in catches.named if one.kind == "catch_clause"] if catches else []
    if clauses and isinstance(left, Raised):
        left = _caught(machine, clauses[0], out)
    elif clauses:
        silent = all(not clause.children[-1].named for clause in clauses)
        _settle(machine, [_look(machine, clause) for clause in clauses], first, after, silent)
    ending = last.child("statement_block") if last else None
    if ending is not None:
        machine.run(machine, ending, out)
    if left is not None:
        raise left


def follow_trap(machine: Machine, node: Node, _out: Stream) -> None:
    """Look at a ``trap`` for all errors of the script, which ends it; any other is not understood."""
    if machine.frames or node.child("statement_block") is None or len(node.named) != 1:
        machine.does_not_understand(node)
        return
    if isinstance(_look(machine, node), Ends):
        machine.trapped = True
    else:
        machine.does_not_understand(node)


def _caught(machine: Machine, clause: Node, out: Stream) -> Left | None:
    machine.state.scopes[-1]["_"] = Variable(_ERROR)
    try:
        machine.run(machine, clause.children[-1], out)
    except Left as leaving:
        return leaving
    return None


def _look(machine: Machine, clause: Node) -> Left | None:
    """Look at a ``catch`` that is not run: how it leaves. Calls in it are kept, as not certain; all else is forgotten."""
    before, printed = machine.state, len(machine.printed)
    machine.state = before.copy()
    try:
        with machine.frame("branch", doubt=True):
            return _caught(machine, clause, Stream())
    finally:
        machine.state = before
        del machine.printed[printed:]


def _settle(machine: Machine, ways: list[Left | None], first: int, after: int, silent: bool) -> None:
    """Say of the calls of a ``try`` what a refusal does; ``silent`` where no ``catch`` holds a statement."""
    inside = any(frame.kind == "function" for frame in machine.frames)
    for draft in machine.drafts[first:after]:
        if draft.settled:
            continue
        if any(isinstance(way, Raised) for way in ways):
            # An outer ``catch`` may take it.
            draft.failure = "ends"
        elif any(isinstance(way, Ends) or (isinstance(way, Returned) and not inside) for way in ways):
            draft.failure, draft.settled = "ends", True
        else:
            draft.failure, draft.settled = ("passes" if silent else "handled"), True
