"""Loops: unrolled where their rounds are known, else looked at once."""

import ast
from collections.abc import Callable

from conformance.reading.leaving import Broke, Continued
from conformance.reading.limits import MOST_ROUNDS
from conformance.reading.python.branching import either
from conformance.reading.python.capability import vague
from conformance.reading.python.iteration import items_of
from conformance.reading.python.machine import Frame, Machine
from conformance.reading.python.objects import Object
from conformance.reading.python.operators import truth
from conformance.reading.python.targets import assign
from conformance.reading.value import Known


def for_loop(machine: Machine, node: ast.For | ast.AsyncFor, body: Callable[[], None]) -> bool:
    """Follow ``for``; ``body`` runs its block once. Return whether it was left by ``break``."""
    iterable = machine.evaluate(machine, node.iter)
    items, complete = items_of(machine, iterable)
    if not complete or not items or len(items) > MOST_ROUNDS:

        def once() -> None:
            assign(machine, node.target, vague(iterable, machine.written(node.target)), node)
            body()

        if complete and not items:
            machine.scan(lambda: _round(once))
        else:
            _vague(machine, once, machine.written(node.iter))
        return False
    certain, frame = machine.certain, Frame()
    machine.loops.append(frame)
    try:
        for item in items:
            machine.step()
            assign(machine, node.target, item, node)
            if _round(body):
                return True
    finally:
        machine.loops.pop()
        if frame.doubted:
            machine.certain = certain
    return False


def while_loop(machine: Machine, node: ast.While, body: Callable[[], None]) -> bool:
    """Follow ``while``; ``body`` runs its block once. Return whether it was left by ``break``."""
    certain, frame = machine.certain, Frame()
    machine.loops.append(frame)
    expression = machine.written(node.test)
    try:
        if _is_endless(node):
            _vague(machine, body, expression)
            return False
        for number in range(MOST_ROUNDS):
            machine.step()
            found = truth(machine.evaluate(machine, node.test))
            if found is False:
                if number == 0:
                    machine.scan(lambda: _round(body))
                return False
            # Once it is not known whether it goes on, one more round stands for all that may follow.
            if found is None or frame.doubted or number == MOST_ROUNDS - 1:
                _vague(machine, body, expression)
                return False
            if _round(body):
                return True
    finally:
        machine.loops.pop()
        if frame.doubted:
            machine.certain = certain
    return False


def _is_endless(node: ast.While) -> bool:
    """Whether nothing that is written in a loop ends it: ``while True`` around a conversation."""
    if not isinstance(node.test, ast.Constant) or not node.test.value:
        return False
    written = (one for statement in node.body for one in ast.walk(statement))
    return not any(isinstance(one, ast.Break | ast.Return | ast.Raise) for one in written)


def _round(body: Callable[[], None]) -> bool:
    """Run one round; return whether it left the loop."""
    try:
        body()
    except Broke:
        return True
    except Continued:
        return False
    return False


def _vague(machine: Machine, body: Callable[[], None], expression: str) -> None:
    """Look at a round of a loop that goes round nobody knows how often: what it changes is not known."""

    def some_round() -> Object:
        _round(body)
        return Known(None)

    def none() -> Object:
        return Known(None)

    frame = Frame()
    machine.loops.append(frame)
    certain, mark = machine.certain, machine.record.mark()
    try:
        # The first time finds what changes, so that the second sees nothing of it as known.
        either(machine, some_round, none, expression)
        machine.record.forget(mark)
        machine.certain = certain
        either(machine, some_round, none, expression)
    finally:
        machine.loops.pop()
        machine.certain = certain
