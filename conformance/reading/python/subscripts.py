"""``of[index]`` and ``of[start:end]``."""

import ast

from conformance.reading.engine.leaving import Raised
from conformance.reading.python.environ import setting
from conformance.reading.python.joining import as_data
from conformance.reading.python.machine import Machine
from conformance.reading.python.objects import Answer, DictObject, Imported, ListObject, Object, Opaque
from conformance.reading.python.python_values import NotKnown, lift, python_value
from conformance.reading.value import Known


def subscript(machine: Machine, of: Object, index: ast.expr, node: ast.Subscript) -> Object:
    """Return what stands at ``index`` of ``of``."""
    if isinstance(index, ast.Slice):
        return _slice(machine, of, index, node)
    position = machine.evaluate(machine, index)
    of = as_data(of)
    if isinstance(of, DictObject) and isinstance(position, Known):
        return _item(machine, of, position, node)
    match of, position:
        case Imported("os.environ"), Known(str() as name):
            return setting(machine, name, machine.place(node))
        case ((ListObject(_, None) | Known()), Known(int())):
            return _element(machine, of, position, node)
        case Answer("json", call, path, style), Known(str() | int() as key):
            if isinstance(key, str):
                machine.reads_member((*path, key), index)
            return Answer("json", call, (*path, key), style)
        case Answer("sdk", call, path, style), Known(int() as key):
            return Answer("sdk", call, (*path, key), style)
        case ((Opaque() | Imported()), _):
            # A type such as list[str] is an expression too.
            return Opaque(machine.written(node))
    return machine.unknown(node)


def _item(machine: Machine, of: DictObject, position: Known, node: ast.Subscript) -> Object:
    slot = of.entries.get(position.value)
    if slot is not None:
        return slot.value
    if of.more is not None:
        return machine.unknown(node)
    raise Raised("KeyError")


def _element(machine: Machine, of: Object, position: Known, node: ast.Subscript) -> Object:
    number = python_value(position)
    try:
        if isinstance(of, ListObject):
            found: Object = of.elements[number].value
            return found
        return lift(python_value(of)[number])
    except (IndexError, TypeError) as error:
        raise Raised(type(error).__name__) from None
    except NotKnown:
        return machine.unknown(node)


def _slice(machine: Machine, of: Object, index: ast.Slice, node: ast.Subscript) -> Object:
    bounds = [
        machine.evaluate(machine, bound) if bound is not None else Known(None)
        for bound in (index.lower, index.upper, index.step)
    ]
    try:
        chosen = slice(*map(python_value, bounds))
        if isinstance(of, ListObject) and of.more is None:
            return ListObject(of.elements[chosen], None, of.kind)
        return lift(python_value(of)[chosen])
    except NotKnown:
        return machine.unknown(node)
    except (TypeError, ValueError) as error:
        raise Raised(type(error).__name__) from None
