"""``if`` and ``switch``."""

from functools import partial
from typing import Final

from conformance.reading.engine.branches import either
from conformance.reading.engine.loops import repeat_each
from conformance.reading.powershell.convert import decision_on, text_value, truth
from conformance.reading.powershell.data import Operand, Slot, collected
from conformance.reading.powershell.machine import Machine
from conformance.reading.powershell.operators import binary
from conformance.reading.powershell.stream import Stream
from conformance.reading.powershell.syntax import Node

_OPERATORS: Final = {"-regex": "match", "-wildcard": "like"}


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
        either(
            machine,
            lambda: machine.run(machine, block, out),
            lambda: _clauses(machine, parts[1:], out),
            machine.syntax.line(condition),
            decision_on(found),
        )
    elif holds:
        machine.run(machine, block, out)
    else:
        _clauses(machine, parts[1:], out)


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

    def one_round(slot: Slot) -> None:
        with machine.scope_of_item(slot):
            _fitting(machine, listed, slot.value, operator, out)

    items = machine.items(machine.value(machine, pipeline))
    repeat_each(machine, ((slot, True) for slot in items), one_round, machine.syntax.line(pipeline))


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
            follow = partial(machine.run, machine, block, out)
            either(machine, follow, lambda: None, machine.syntax.line(pattern))
        elif fits:
            machine.run(machine, block, out)


def _fits(machine: Machine, pattern: Node, value: Operand, operator: str) -> bool | None:
    from conformance.reading.powershell.data import ScriptBlock
    from conformance.reading.powershell.functions import call_block

    found = machine.evaluate(machine, pattern)
    if isinstance(found, ScriptBlock):
        stream = machine.stream()
        call_block(machine, found, [], {}, stream, own_scope=False)
        return truth(collected(stream.cells))
    if text_value(found).known is None or text_value(value).known is None:
        return None
    return truth(binary(operator, text_value(value), text_value(found)))
