"""Comprehensions, unrolled where what they go through is known."""

import ast
from collections.abc import Callable

from conformance.reading.engine.limits import MOST_ELEMENTS
from conformance.reading.engine.loops import repeat_perhaps
from conformance.reading.python.iteration import items_of
from conformance.reading.python.machine import Machine
from conformance.reading.python.objects import DictObject, ListObject, Object, Scope, Slot
from conformance.reading.python.operators import truth
from conformance.reading.python.python_values import NotKnown, lift_key, python_value
from conformance.reading.python.targets import assign

Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


class _Vague(Exception):
    """How many rounds there are, or which, is not known."""


def comprehension(machine: Machine, node: Comprehension) -> Object:
    """Return the list, set or dict that ``node`` makes; a generator is a list here."""
    scope, machine.scope = machine.scope, Scope(parent=machine.scope)
    made = DictObject(opened=machine.place(node)) if isinstance(node, ast.DictComp) else ListObject()
    if isinstance(node, ast.SetComp):
        made = ListObject(kind="set")
    try:
        _rounds(machine, node.generators, lambda: _add(machine, node, made))
    except _Vague:
        return machine.unknown(node)
    finally:
        machine.scope = scope
    return made


def _rounds(machine: Machine, generators: list[ast.comprehension], add: Callable[[], None]) -> None:
    if not generators:
        add()
        return
    generator, *rest = generators
    iterable = machine.evaluate(machine, generator.iter)
    items, complete = items_of(machine, iterable)
    if not complete:
        assign(machine, generator.target, machine.unknown(generator.target), generator.target)
        repeat_perhaps(machine, lambda: _rounds(machine, rest, add), machine.written(generator.iter))
        raise _Vague
    for item in items:
        machine.step()
        assign(machine, generator.target, item, generator.target)
        if all(_holds(machine, condition) for condition in generator.ifs):
            _rounds(machine, rest, add)


def _holds(machine: Machine, condition: ast.expr) -> bool:
    found = truth(machine.evaluate(machine, condition))
    if found is None:
        raise _Vague
    return found


def _add(machine: Machine, node: Comprehension, made: DictObject | ListObject) -> None:
    machine.journal.touch(made)
    if isinstance(made, DictObject) and isinstance(node, ast.DictComp):
        try:
            key = lift_key(python_value(machine.evaluate(machine, node.key)))
        except NotKnown:
            raise _Vague from None
        made.entries[key] = Slot(machine.evaluate(machine, node.value), machine.place(node.key))
    elif isinstance(made, ListObject) and not isinstance(node, ast.DictComp):
        if len(made.elements) >= MOST_ELEMENTS:
            raise _Vague
        made.elements.append(Slot(machine.evaluate(machine, node.elt), machine.place(node.elt)))
