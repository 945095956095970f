"""Loops: unrolled where what they go over is known, looked at once more where it is not."""

import re
from collections.abc import Callable
from typing import Final

from conformance.reading.leaving import Broke, Continued
from conformance.reading.powershell.assignments import forget
from conformance.reading.powershell.branches import choose
from conformance.reading.powershell.convert import truth
from conformance.reading.powershell.data import Array, Slot, is_scalar
from conformance.reading.powershell.machine import Machine
from conformance.reading.powershell.state import Decision
from conformance.reading.powershell.stream import Stream
from conformance.reading.powershell.syntax import Node
from conformance.reading.powershell.variables import name_of, scope_of
from conformance.reading.value import FromAnswer, Unknown

# Rounds that are followed once a loop may have ended.
_DOUBTED: Final = 3
_ENDS: Final = re.compile(r"\b(?:break|return|exit|throw)\b", re.IGNORECASE)


def follow_for(machine: Machine, node: Node, out: Stream) -> None:
    """Follow ``for (initializer; condition; iterator)``."""
    header, block = _header(node), node.children[-1]
    start, condition, step = header
    if start is not None:
        machine.run(machine, start, Stream())

    def after() -> None:
        if step is not None:
            machine.run(machine, step, Stream())

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
        _perhaps(machine, block, out)
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
    doubted = 0
    with machine.frame("loop") as frame:
        while True:
            if not first:
                holds = True if condition is None else truth(machine.value(machine, condition))
                if holds is not None and until:
                    holds = not holds
                if holds is None:
                    _perhaps(machine, block, out)
                    return
                if not holds:
                    return
            first = False
            doubted += frame.doubt
            if doubted > _DOUBTED:
                # What the rounds do that are not followed is not known.
                machine.does_not_understand(block)
                return
            if not _round(machine, block, out):
                return
            if after is not None:
                after()


def _perhaps(machine: Machine, block: Node, out: Stream) -> None:
    """Look at a round that may not be run."""
    choose(machine, Decision(), lambda stream: _any_round(machine, block, stream), _nothing, out)


def _any_round(machine: Machine, block: Node, out: Stream) -> None:
    """Follow a round that stands for any of them: what earlier ones assigned is not known."""
    forget(machine, block)
    _round(machine, block, out)


def _round(machine: Machine, block: Node, out: Stream) -> bool:
    """Follow one round; return whether the loop goes on."""
    with machine.frame("loop"):
        try:
            machine.run(machine, block, out)
        except Continued:
            return True
        except Broke:
            return False
    return True


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
    with machine.frame("loop"):
        for index, slot in enumerate(cells):
            machine.assign(place[1], slot.value, variable.start, scope=place[0])
            if _is_one(slot) and not (open_ended and index + 1 == len(cells)):
                if not _round(machine, block, out):
                    return
            else:
                machine.assign(place[1], Unknown(machine.syntax.line(variable)), variable.start, scope=place[0])
                _perhaps(machine, block, out)


def _is_one(slot: Slot) -> bool:
    """Say whether a value is one object for certain, and no array that is not known."""
    if isinstance(slot.value, FromAnswer):
        return is_scalar(slot.value) or not slot.value.path or isinstance(slot.value.path[-1], int)
    return not isinstance(slot.value, Unknown)


def _nothing(stream: Stream) -> None:
    """Follow nothing."""
