"""What Python's loops go round."""

import ast
from collections.abc import Callable

from conformance.reading.engine.limits import MOST_ROUNDS
from conformance.reading.engine.loops import repeat_each, repeat_perhaps, repeat_while
from conformance.reading.python.iteration import items_of
from conformance.reading.python.machine import Machine
from conformance.reading.python.objects import Object
from conformance.reading.python.operators import truth
from conformance.reading.python.targets import assign


def for_loop(machine: Machine, node: ast.For | ast.AsyncFor, body: Callable[[], None]) -> bool:
    """Follow ``for``; ``body`` runs its block once. Return whether it was left by ``break``."""
    iterable = machine.evaluate(machine, node.iter)
    found, complete = items_of(machine, iterable)
    items = [(item, True) for item in found]
    if not complete or len(items) > MOST_ROUNDS:
        items = [(machine.unknown(node.target), False)]

    def one_round(item: Object) -> None:
        assign(machine, node.target, item, node)
        body()

    return repeat_each(machine, items, one_round, machine.written(node.iter))


def while_loop(machine: Machine, node: ast.While, body: Callable[[], None]) -> bool:
    """Follow ``while``; ``body`` runs its block once. Return whether it was left by ``break``."""
    expression = machine.written(node.test)
    if _is_endless(node):
        repeat_perhaps(machine, body, expression)
        return False
    return repeat_while(machine, lambda: truth(machine.evaluate(machine, node.test)), body, expression)


def _is_endless(node: ast.While) -> bool:
    """Whether nothing that is written in a loop ends it: ``while True`` around a conversation."""
    if not isinstance(node.test, ast.Constant) or not node.test.value:
        return False
    written = (one for statement in node.body for one in ast.walk(statement))
    return not any(isinstance(one, ast.Break | ast.Return | ast.Raise) for one in written)
