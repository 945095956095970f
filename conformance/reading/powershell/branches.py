"""``if`` and ``switch``, and what happens where a condition is not known: both branches are looked at."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from conformance.reading.leaving import Broke, Continued, Ends, Left, Raised, Returned
from conformance.reading.powershell.convert import text_value, truth
from conformance.reading.powershell.data import Operand, Slot, collected
from conformance.reading.powershell.machine import Machine
from conformance.reading.powershell.operators import binary
from conformance.reading.powershell.state import Decision, State, merge, merge_values
from conformance.reading.powershell.stream import Stream
from conformance.reading.powershell.syntax import Node
from conformance.reading.value import Unknown

Branch = Callable[[Stream], None]
_OPERATORS: Final = {"-regex": "match", "-wildcard": "like"}


@dataclass(slots=True)
class _Looked:
    """A branch after it was looked at: the variables behind it, what it put out, and how it left."""

    state: State
    stream: Stream
    left: Left | None


def follow_if(machine: Machine, node: Node, out: Stream) -> None:
    """Follow the branch whose condition holds."""
    parts: list[tuple[Node | None, Node]] = []
    _collect(node, parts)
    clauses = node.child("elseif_clauses")
    for clause in clauses.named if clauses else ():
        _collect(clause, parts)
    otherwise = node.child("else_clause")
    block = otherwise.child("statement_block") if otherwise else None
    if block is not None:
        parts.append((None, block))
    _clauses(machine, parts, out)


def _collect(node: Node, parts: list[tuple[Node | None, Node]]) -> None:
    condition, block = node.child("pipeline"), node.child("statement_block")
    if condition is not None and block is not None:
        parts.append((condition, block))


def _clauses(machine: Machine, parts: list[tuple[Node | None, Node]], out: Stream) -> None:
    if not parts:
        return
    condition, block = parts[0]
    if condition is None:
        machine.run(machine, block, out)
        return
    found = machine.value(machine, condition)
    holds = truth(found)
    if holds is None:
        choose(
            machine,
            Decision.on(found),
            lambda stream: machine.run(machine, block, stream),
            lambda stream: _clauses(machine, parts[1:], stream),
            out,
        )
    elif holds:
        machine.run(machine, block, out)
    else:
        _clauses(machine, parts[1:], out)


def choose(machine: Machine, decision: Decision, taken: Branch, other: Branch, out: Stream) -> None:
    """Follow one of two branches, whichever it is.

    A branch that ends the program is not taken. Otherwise both are looked at: what differs behind them is unknown, and
    what happens in them is not certain.
    """
    before = machine.state
    marks = len(machine.drafts), len(machine.printed)
    first = _look(machine, before, taken, out)
    if _ends(machine, first.left):
        _back(machine, marks, before)
        other(out)
        return
    second = _look(machine, before, other, out)
    if _ends(machine, second.left):
        _back(machine, marks, before)
        taken(out)
        return
    machine.state = merge(first.state, second.state, decision)
    _put_out(machine, first.stream, second.stream, decision, out)
    for looked in (first, second):
        _doubt(machine, looked.left)
    if first.left is not None and second.left is not None:
        raise first.left


def _look(machine: Machine, before: State, branch: Branch, out: Stream) -> _Looked:
    machine.pays(before.size // 4)
    machine.state = before.copy()
    stream = Stream() if type(out) is Stream else out
    left: Left | None = None
    scopes = len(before.scopes)
    with machine.frame("branch", doubt=True):
        try:
            branch(stream)
        except Left as leaving:
            left = leaving
    del machine.state.scopes[scopes:]
    return _Looked(machine.state, stream, left)


def _ends(machine: Machine, left: Left | None) -> bool:
    if isinstance(left, Ends | Raised):
        return True
    return isinstance(left, Returned) and not any(frame.kind == "function" for frame in machine.frames)


def _back(machine: Machine, marks: tuple[int, int], before: State) -> None:
    """Forget what the branches did, but not what they read and what of them was not understood."""
    del machine.drafts[marks[0] :]
    del machine.printed[marks[1] :]
    machine.state = before


def _put_out(machine: Machine, first: Stream, second: Stream, decision: Decision, out: Stream) -> None:
    if first is out:
        return
    one, other = first.cells, second.cells
    if not one and not other:
        return
    expression = machine.syntax.line(machine.statement) if machine.statement else "$_"
    if len(one) <= 1 and len(other) <= 1:
        merged = merge_values(collected(one), collected(other), decision, expression)
        start = next((slot.start for slot in [*one, *other]), None)
        out.put(Slot(merged, start))
    elif len(one) == len(other):
        for here, there in zip(one, other, strict=True):
            out.put(Slot(merge_values(here.value, there.value, decision, expression), here.start))
    else:
        out.put(Slot(Unknown(expression)))


def _doubt(machine: Machine, left: Left | None) -> None:
    """Doubt what follows where a branch may have left: the round of a loop, the loop, or the function."""
    kind = "function" if isinstance(left, Returned) else "loop"
    if left is None:
        return
    frames = [frame for frame in machine.frames if frame.kind == kind]
    for frame in frames[-1:] if isinstance(left, Returned | Continued) else frames[-2:]:
        frame.doubt = True
        frame.left = True


def follow_switch(machine: Machine, node: Node, out: Stream) -> None:
    """Follow the clauses that fit."""
    condition, body = node.child("switch_condition"), node.child("switch_body")
    clauses = body.child("switch_clauses") if body else None
    listed = [one for one in clauses.named if one.kind == "switch_clause"] if clauses else []
    pipeline = condition.child("pipeline") if condition else None
    if pipeline is None:
        machine.does_not_understand(node)
        return
    parameters = node.child("switch_parameters")
    flags = machine.syntax.text(parameters).lower().split() if parameters else []
    operator = next((_OPERATORS[flag] for flag in flags if flag in _OPERATORS), "eq")
    operator = f"c{operator}" if "-casesensitive" in flags else operator
    for slot in machine.items(machine.value(machine, pipeline)):
        with machine.scope_of_item(slot):
            try:
                _fitting(machine, listed, slot.value, operator, out)
            except Continued:
                continue
            except Broke:
                return


def _fitting(machine: Machine, clauses: list[Node], value: Operand, operator: str, out: Stream) -> None:
    fitted: bool | None = False
    for clause in clauses:
        pattern, block = clause.named[0], clause.child("statement_block")
        if block is None:
            continue
        if machine.syntax.text(pattern).lower() == "default":
            if fitted:
                continue
            fits: bool | None = None if fitted is None else True
        else:
            fits = _fits(machine, pattern, value, operator)
            fitted = True if fits or fitted else None if fits is None or fitted is None else False
        if fits is None:
            choose(machine, Decision(), lambda stream, block=block: machine.run(machine, block, stream), _nothing, out)  # type: ignore[misc]
        elif fits:
            machine.run(machine, block, out)


def _fits(machine: Machine, pattern: Node, value: Operand, operator: str) -> bool | None:
    from conformance.reading.powershell.data import Block
    from conformance.reading.powershell.functions import call_block

    found = machine.evaluate(machine, pattern)
    if isinstance(found, Block):
        stream = Stream()
        call_block(machine, found, [], {}, stream, own_scope=False)
        return truth(collected(stream.cells))
    if text_value(found).known is None or text_value(value).known is None:
        return None
    return truth(binary(operator, text_value(value), text_value(found)))


def _nothing(stream: Stream) -> None:
    """Follow nothing."""
