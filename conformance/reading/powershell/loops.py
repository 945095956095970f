"""Loops: unrolled where what they go over is known, looked at once more where it is not."""

import re
from collections.abc import Callable
from itertools import count
from typing import Final

from conformance.reading.engine.loops import repeat_each, repeat_perhaps, repeat_while
from conformance.reading.powershell.convert import truth
from conformance.reading.powershell.data import Array, Slot, is_scalar
from conformance.reading.powershell.machine import Machine
from conformance.reading.powershell.stream import Stream
from conformance.reading.powershell.syntax import Node
from conformance.reading.powershell.variables import name_of, scope_of
from conformance.reading.value import FromAnswer, Unknown

_ENDS: Final = re.compile(r"\b(?:break|return|exit|throw)\b", re.IGNORECASE)


def follow_for(machine: Machine, node: Node, out: Stream) -> None:
    """Follow ``for (initializer; condition; iterator)``."""
    header, block = _header(node), node.children[-1]
    start, condition, step = header
    if start is not None:
        machine.run(machine, start, machine.stream())

    after = None if step is None else lambda: machine.run(machine, step, machine.stream())
    _rounds(machine, condition, block, out, after=after)


def _header(node: Node) -> tuple[Node | None, Node | None, Node | None]:
    """Return initializer, condition and iterator of a ``for``; the semicolons tell which is which."""
    found: list[Node | None] = [None, None, None]
    index = 0
    for child in node.children[2:-1]:
        if child.is_named and child.kind != "ERROR":
            found[min(index, 2)] = child
        elif child.kind in (";", "\n"):
            index += 1
    return found[0], found[1], found[2]


def follow_while(machine: Machine, node: Node, out: Stream) -> None:
    """Follow ``while (condition)``."""
    condition, block = node.child("pipeline"), node.children[-1]
    if condition is not None and _is_endless(machine, condition, block):
        repeat_perhaps(machine, lambda: machine.run(machine, block, out), machine.syntax.line(condition))
        return
    _rounds(machine, condition, block, out)


def _is_endless(machine: Machine, condition: Node, block: Node) -> bool:
    """Whether nothing that is written in a loop ends it: ``while ($true)`` around a conversation."""
    written = machine.syntax.text(condition).strip().lower()
    return written in ("$true", "1") and not _ENDS.search(machine.syntax.text(block))


def follow_do(machine: Machine, node: Node, out: Stream) -> None:
    """Follow ``do {} while (condition)`` and ``do {} until (condition)``."""
    block, condition = node.child("statement_block"), node.child("pipeline")
    until = node.child("until") is not None
    if block is not None:
        _rounds(machine, condition, block, out, first=True, until=until)


def _rounds(
    machine: Machine,
    condition: Node | None,
    block: Node,
    out: Stream,
    *,
    first: bool = False,
    until: bool = False,
    after: Callable[[], None] | None = None,
) -> None:
    """Follow a loop with a condition; ``first`` where that is not asked before the first round."""
    rounds = count()

    def holds() -> bool | None:
        if condition is None or (first and next(rounds) == 0):
            return True
        found = truth(machine.value(machine, condition))
        return found if found is None else found is not until

    repeat_while(
        machine, holds, lambda: machine.run(machine, block, out), machine.syntax.line(condition or block), after=after
    )


def follow_foreach(machine: Machine, node: Node, out: Stream) -> None:
    """Follow ``foreach ($x in …)``."""
    variable, pipeline, block = node.child("variable"), node.child("pipeline"), node.children[-1]
    place = scope_of(name_of(machine, variable)) if variable else None
    if variable is None or pipeline is None or place is None:
        machine.does_not_understand(node)
        return
    if node.child("foreach_parameter"):
        machine.does_not_understand(node)
    value = machine.value(machine, pipeline)
    cells = machine.items(value)
    open_ended = isinstance(value, Array) and value.more is not None
    last = len(cells) - 1

    def one_round(slot: Slot) -> None:
        machine.assign(place[1], slot.value, variable.start, scope=place[0])
        machine.run(machine, block, out)

    unknown = Slot(Unknown(machine.syntax.line(variable)))
    listed = (
        (slot, True) if _is_one(slot) and not (open_ended and index == last) else (unknown, False)
        for index, slot in enumerate(cells)
    )
    repeat_each(machine, listed, one_round, machine.syntax.line(pipeline))


def _is_one(slot: Slot) -> bool:
    """Say whether a value is one object for certain, and no array that is not known."""
    if isinstance(slot.value, FromAnswer):
        return is_scalar(slot.value) or not slot.value.path or isinstance(slot.value.path[-1], int)
    return not isinstance(slot.value, Unknown)
