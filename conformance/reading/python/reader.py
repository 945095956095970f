"""Read a Python source: follow a run of it, without running it."""

import ast
from dataclasses import replace
from typing import Final

from conformance.exchange import Position
from conformance.reading.engine.leaving import Left
from conformance.reading.engine.limits import Exhausted
from conformance.reading.program import Reading, SyntaxProblem
from conformance.reading.python.comments import comments_of
from conformance.reading.python.expressions import evaluate
from conformance.reading.python.functions import Given, invoke, scan_function
from conformance.reading.python.machine import Machine
from conformance.reading.python.objects import Function, Object, Scope, Slot
from conformance.reading.python.parsed import parsed
from conformance.reading.python.source import Source
from conformance.reading.python.statements import run, run_block
from conformance.reading.python.version_places import at_their_texts
from conformance.reading.value import Known, Unknown

# What is left for the rest of a source once a statement of it was too large to follow.
_STEPS_AFTERWARDS: Final = 20_000


def read_python(file: str, text: str) -> Reading:
    """Return what the Python source ``text`` sends and prints; ``file`` is what places call it. Never raises.

    A source that does not parse sends nothing, as Python runs nothing of it: its comments are read, and ``problem``
    says why. One that is larger than what is followed yields what is known; the rest is uncertain, and not understood.
    """
    text = text.removeprefix("\ufeff")
    comments = comments_of(file, text)
    try:
        tree = parsed(text).tree
    except SyntaxError as error:
        place = Position(file, error.lineno or 1, max(error.offset or 1, 1))
        return Reading(file, "python", comments=comments, problem=SyntaxProblem(place, (error.msg or "").rstrip(".")))
    except (ValueError, RecursionError, MemoryError):
        reason = "it holds characters that no source may hold, or nests too deeply"
        return Reading(file, "python", comments=comments, problem=SyntaxProblem(Position(file, 1, 1), reason))
    source = Source(file, text)
    machine = Machine(source, Scope(), evaluate, _invoke)
    machine.scope.names["__name__"] = Slot(Known("__main__"))
    machine.scope.names["__file__"] = Slot(Unknown("__file__"))
    _follow(machine, tree)
    reading = machine.record.reading(file, "python", comments)
    return replace(reading, calls=at_their_texts(reading.calls, tree, source))


def _invoke(
    machine: Machine, function: Function, positional: list[Object], keywords: dict[str, Object], more: str | None
) -> Object:
    return invoke(machine, function, Given(positional, keywords, more), run_block)


def _follow(machine: Machine, tree: ast.Module) -> None:
    """Follow the module, statement by statement, then what it defines and does not call."""
    exhausted = False
    for statement in tree.body:
        try:
            run(machine, statement)
        except Left:
            break
        except (Exhausted, RecursionError, MemoryError):
            machine.not_understood(statement)
            if exhausted:
                return
            exhausted, machine.steps_left = True, _STEPS_AFTERWARDS
            machine.doubt()
    _scan_functions(machine)


def _scan_functions(machine: Machine) -> None:
    """Look at the functions that were never called, those in them included."""
    seen = 0
    while seen < len(machine.functions):
        function = machine.functions[seen]
        seen += 1
        if function.called:
            continue
        try:
            with machine.following(function.node):
                scan_function(machine, function, run_block)
        except (Exhausted, RecursionError, MemoryError):
            machine.not_understood(function.node)
            return
