"""Read one PowerShell source: follow it, and collect what it sends, prints, reads and says."""

import re
from contextlib import suppress
from functools import partial
from typing import Final

from conformance.reading.engine.branches import look
from conformance.reading.engine.leaving import Left
from conformance.reading.engine.limits import Exhausted
from conformance.reading.powershell.expressions import evaluate
from conformance.reading.powershell.functions import call_block
from conformance.reading.powershell.machine import Machine
from conformance.reading.powershell.printing import Console
from conformance.reading.powershell.statements import run, value_of
from conformance.reading.powershell.syntax import Node, Syntax
from conformance.reading.powershell.variables import environment, name_of, split
from conformance.reading.program import Comment, Reading

_MARKS: Final = re.compile(r"\A(?:<#|#)|#>\Z")


def read_powershell(file: str, text: str) -> Reading:
    """Return what ``text`` sends and prints; ``file`` is what places call it. Nothing is executed, nothing is raised.

    ``problem`` is always None: whether a source parses only PowerShell's own parser can tell. What this grammar does
    not take is in ``not_understood``, and nothing behind it is certain.
    """
    syntax = Syntax(file, text.removeprefix("\ufeff"))
    machine = Machine(syntax, run, evaluate, value_of)
    _settings(machine)
    try:
        with suppress(Left):
            run(machine, syntax.root, Console(machine))
        _look_at_blocks(machine)
    except (Exhausted, RecursionError):
        machine.does_not_understand()
        calls, printed = machine.record.mark()
        machine.record.add(machine.record.take_back((calls - 1, printed)), certain=False)
    return machine.record.reading(file, "powershell", tuple(_comment(syntax, one) for one in syntax.comments))


def _look_at_blocks(machine: Machine) -> None:
    """Look at the script blocks that were handed to something and not followed: whatever runs them, it is noted."""
    while waiting := machine.blocks.keys() - machine.followed:
        block = machine.blocks[min(waiting)]
        machine.statement = block.body
        look(machine, partial(call_block, machine, block, [], {}, machine.stream()))


def _settings(machine: Machine) -> None:
    """Note every variable of the environment that the source reads, in whichever branch."""
    targets = {
        node.children[0].start
        for node in machine.syntax.root.below("assignment_expression")
        if node.children and machine.syntax.text(node.children[1]) == "="
    }
    for node in machine.syntax.root.below("variable"):
        scope, name = split(name_of(machine, node))
        if scope == "env" and node.start not in targets:
            environment(machine, name, node.start)


def _comment(syntax: Syntax, node: Node) -> Comment:
    before = syntax.raw[syntax.raw.rfind(b"\n", 0, node.start) + 1 : node.start]
    text = _MARKS.sub("", syntax.text(node).strip())
    return Comment(text.strip(), syntax.place(node.start), bool(before.strip()))
