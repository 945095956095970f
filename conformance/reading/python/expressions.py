"""What an expression is worth."""

import ast
import builtins
from collections.abc import Callable
from typing import Final

from conformance.reading.engine.branches import either
from conformance.reading.engine.journal import Decision
from conformance.reading.engine.leaving import Raised
from conformance.reading.python.attributes import attribute
from conformance.reading.python.calls import call
from conformance.reading.python.comprehensions import comprehension
from conformance.reading.python.functions import scope_of_functions
from conformance.reading.python.machine import Machine
from conformance.reading.python.members import merge
from conformance.reading.python.objects import (
    Answer,
    Coroutine,
    DictObject,
    Function,
    Imported,
    ListObject,
    Object,
    Opaque,
    Slot,
)
from conformance.reading.python.operators import binary, compare, truth, unary
from conformance.reading.python.python_values import NotKnown, lift, lift_key, python_value
from conformance.reading.python.snapshots import VALUES
from conformance.reading.python.subscripts import subscript
from conformance.reading.python.text import as_text, formatted, joined
from conformance.reading.value import Known, Unknown, Value

BUILTINS: Final = frozenset(dir(builtins))


def evaluate(machine: Machine, node: ast.expr) -> Object:
    """Return what ``node`` is worth; what it does is recorded. Raises Left where it is left, Exhausted."""
    machine.step()
    match node:
        case ast.Constant(value):
            return _constant(machine, node, value)
        case ast.Name(name):
            return _name(machine, name)
        case ast.JoinedStr(parts):
            return _text(machine, node, parts)
        case ast.FormattedValue():
            return _formatted(machine, node)
        case ast.Dict():
            return _dict(machine, node)
        case ast.List(elements) | ast.Tuple(elements) | ast.Set(elements):
            return _list(machine, node, elements)
        case ast.Attribute(of, name):
            return attribute(machine, evaluate(machine, of), name, node)
        case ast.Subscript(of, index):
            return subscript(machine, evaluate(machine, of), index, node)
        case ast.Call():
            return call(machine, node)
        case ast.BinOp(left, kind, right):
            return binary(kind, evaluate(machine, left), evaluate(machine, right), machine.written(node))
        case ast.UnaryOp(ast.Not(), operand):
            found = truth(evaluate(machine, operand))
            return machine.unknown(node) if found is None else Known(not found)
        case ast.UnaryOp(kind, operand):
            return unary(kind, evaluate(machine, operand), machine.written(node))
        case ast.BoolOp(kind, values):
            return _bool(machine, node, isinstance(kind, ast.Or), values)
        case ast.Compare():
            return _compare(machine, node)
        case ast.IfExp(test, body, orelse):
            return choose(machine, test, lambda: evaluate(machine, body), lambda: evaluate(machine, orelse))
        case ast.NamedExpr(ast.Name(name), value):
            found_value = evaluate(machine, value)
            scope = machine.scope.owner(name)
            machine.journal.touch(scope)
            scope.names[name] = Slot(found_value, machine.place(node))
            return found_value
        case ast.Lambda():
            return _lambda(machine, node)
        case ast.Await(value):
            awaited = evaluate(machine, value)
            return awaited.start() if isinstance(awaited, Coroutine) else awaited
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            return comprehension(machine, node)
        case ast.Starred(value):
            return evaluate(machine, value)
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            evaluate(machine, child)
    return machine.unknown(node)


def choose(
    machine: Machine,
    condition: ast.expr,
    first: Callable[[], Object],
    second: Callable[[], Object],
) -> Object:
    """Go on by ``first`` where ``condition`` holds, else by ``second``; by both where that is not known."""
    negated = isinstance(condition, ast.UnaryOp) and isinstance(condition.op, ast.Not)
    inner = condition.operand if isinstance(condition, ast.UnaryOp) and negated else condition
    value = evaluate(machine, inner)
    found = truth(value)
    tested = value if isinstance(inner, ast.Name | ast.NamedExpr) and isinstance(value, VALUES) else None
    if found is None:
        return either(machine, first, second, machine.written(condition), Decision(tested, negated))
    taken, other = (first, second) if found is not negated else (second, first)
    machine.scan(other)
    return taken()


def _constant(machine: Machine, node: ast.Constant, value: object) -> Object:
    if isinstance(value, str | int | float | bool) or value is None:
        try:
            return lift(value)
        except NotKnown:
            return machine.unknown(node)
    if isinstance(value, bytes):
        try:
            return Known(value.decode())
        except UnicodeDecodeError:
            return machine.unknown(node)
    return machine.unknown(node)


def _name(machine: Machine, name: str) -> Object:
    slot = machine.scope.find(name)
    if slot is not None:
        return slot.value
    if name in BUILTINS:
        return Imported(f"builtins.{name}")
    return Opaque(name)


def _text(machine: Machine, node: ast.JoinedStr, parts: list[ast.expr]) -> Object:
    found: list[Value] = []
    for part in parts:
        value = evaluate(machine, part)
        found.append(value if isinstance(value, VALUES) else Unknown(machine.written(part)))
    try:
        return joined(found)
    except NotKnown:
        return machine.unknown(node)


def _formatted(machine: Machine, node: ast.FormattedValue) -> Object:
    value = evaluate(machine, node.value)
    expression = machine.written(node.value)
    spec = evaluate(machine, node.format_spec) if node.format_spec is not None else Known("")
    if not isinstance(spec, Known):
        return Unknown(expression)
    try:
        return formatted(value, node.conversion, str(spec.value), expression)
    except (TypeError, ValueError) as error:
        raise Raised(type(error).__name__) from None


def _dict(machine: Machine, node: ast.Dict) -> Object:
    made = DictObject(opened=machine.place(node))
    for key, value in zip(node.keys, node.values, strict=True):
        if key is None:
            merge(machine, made, evaluate(machine, value), value)
            continue
        name = evaluate(machine, key)
        item = evaluate(machine, value)
        try:
            made.entries[lift_key(python_value(name))] = Slot(item, machine.place(key))
        except (NotKnown, TypeError):
            made.more = made.more or machine.written(key)
    return made


def _list(machine: Machine, node: ast.List | ast.Tuple | ast.Set, elements: list[ast.expr]) -> Object:
    kinds: Final = {ast.List: "list", ast.Tuple: "tuple", ast.Set: "set"}
    made = ListObject(kind=kinds[type(node)])  # type: ignore[arg-type]
    for element in elements:
        value = evaluate(machine, element)
        if not isinstance(element, ast.Starred):
            if made.more is None:
                made.elements.append(Slot(value, machine.place(element)))
        elif isinstance(value, ListObject):
            made.elements.extend(value.elements)
            made.more = made.more or value.more
        else:
            made.more = made.more or machine.written(element)
    return made


def _bool(machine: Machine, node: ast.BoolOp, is_or: bool, values: list[ast.expr]) -> Object:
    first, rest = values[0], values[1:]
    value = evaluate(machine, first)
    if not rest:
        return value

    def others() -> Object:
        return _bool(machine, node, is_or, rest)

    found = truth(value)
    if isinstance(value, Answer) and is_or:
        value = as_text(value, machine.written(first))
    if found is None:
        decision = Decision(value if is_or and isinstance(value, VALUES) else None)
        return either(machine, lambda: value, others, machine.written(node), decision)
    if found is is_or:
        return value
    return others()


def _compare(machine: Machine, node: ast.Compare) -> Object:
    left = evaluate(machine, node.left)
    result: bool | None = True
    for kind, comparator in zip(node.ops, node.comparators, strict=True):
        right = evaluate(machine, comparator)
        found = compare(kind, left, right)
        if found is False:
            return Known(False)
        result = result and found
        left = right
    return machine.unknown(node) if result is None else Known(True)


def _lambda(machine: Machine, node: ast.Lambda) -> Object:
    made = Function(node, scope_of_functions(machine), defaults_of(machine, node.args))
    machine.functions.append(made)
    return made


def defaults_of(machine: Machine, arguments: ast.arguments) -> dict[str, Object]:
    """Return the defaults of a function's parameters."""
    positional = [*arguments.posonlyargs, *arguments.args]
    defaults = {
        argument.arg: evaluate(machine, default)
        for argument, default in zip(
            positional[len(positional) - len(arguments.defaults) :], arguments.defaults, strict=True
        )
    }
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        if default is not None:
            defaults[argument.arg] = evaluate(machine, default)
    return defaults
