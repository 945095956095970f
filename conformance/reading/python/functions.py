"""Functions of the source: their definition, and what a call of one does."""

import ast
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from conformance.reading.engine.leaving import Raised, Returned
from conformance.reading.python.joining import join_objects
from conformance.reading.python.machine import DEEPEST_CALL, Machine, RunBlock
from conformance.reading.python.objects import DictObject, Function, Imported, Key, ListObject, Object, Scope, Slot
from conformance.reading.python.targets import bind
from conformance.reading.value import Known, Unknown

_HARMLESS_DECORATORS: Final = frozenset(
    {"functools.cache", "functools.lru_cache", "functools.wraps", "builtins.staticmethod", "builtins.classmethod",
     "builtins.property", "dataclasses.dataclass", "abc.abstractmethod", "functools.cached_property"}
)  # fmt: skip


def definition(machine: Machine, node: ast.FunctionDef | ast.AsyncFunctionDef, defaults: dict[str, Object]) -> None:
    """Bind the function that ``node`` defines."""
    check_decorators(machine, node.decorator_list)
    function = Function(node, scope_of_functions(machine), defaults)
    machine.functions.append(function)
    bind(machine, node.name, function, machine.place(node))


def scope_of_functions(machine: Machine) -> Scope:
    """Return the scope that a function defined here sees."""
    scope = machine.scope
    return scope.parent if scope.of_class and scope.parent is not None else scope


@dataclass(frozen=True)
class Given:
    """What a call hands over; ``more`` is the ``*`` or ``**`` expression that adds what is not known."""

    positional: list[Object]
    keywords: dict[str, Object]
    more: str | None = None


def check_decorators(machine: Machine, decorators: Sequence[ast.expr]) -> None:
    """List what decorates, unless it is known to return what it is given."""
    for decorator in decorators:
        found = machine.evaluate(machine, decorator.func if isinstance(decorator, ast.Call) else decorator)
        if isinstance(decorator, ast.Call):
            for argument in (*decorator.args, *(word.value for word in decorator.keywords)):
                machine.evaluate(machine, argument)
        if not isinstance(found, Imported) or found.name not in _HARMLESS_DECORATORS:
            machine.not_understood(decorator)


def invoke(machine: Machine, function: Function, given: Given, run_block: RunBlock) -> Object:
    """Return what ``function`` returns for these arguments; raises Raised where Python refuses them."""
    if machine.depth >= DEEPEST_CALL:
        return machine.not_understood(function.node)
    if is_generator(function.node):  # it is looked at by itself
        return Unknown(machine.written(function.node).partition(":")[0])
    function.called = True
    scope = Scope(parent=function.scope)
    _bind_arguments(function, scope, given)
    return _follow(machine, function, scope, run_block)


def scan_function(machine: Machine, function: Function, run_block: RunBlock) -> None:
    """Look at a function that is never called for what is not understood in it."""
    scope = Scope(parent=function.scope)
    arguments = function.node.args
    named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    for one in [*named, *filter(None, (arguments.vararg, arguments.kwarg))]:
        scope.names[one.arg] = Slot(Unknown(one.arg))
    machine.scan(lambda: _follow(machine, function, scope, run_block))


def _follow(machine: Machine, function: Function, scope: Scope, run_block: RunBlock) -> Object:
    outer, machine.scope = machine.scope, scope
    around, machine.function = machine.function, function
    machine.depth += 1
    result: Object = Known(None)
    try:
        with machine.frame("function") as frame:
            if isinstance(function.node, ast.Lambda):
                return machine.evaluate(machine, function.node.body)
            run_block(machine, function.node.body)
    except Returned as returned:
        result = returned.value
    finally:
        machine.depth -= 1
        machine.scope, machine.function = outer, around
    for early in frame.returned:
        result = join_objects(early, result, machine.written(function.node).partition(":")[0])
    return result


def _bind_arguments(function: Function, scope: Scope, given: Given) -> None:
    arguments = function.node.args
    names = [argument.arg for argument in (*arguments.posonlyargs, *arguments.args)]
    bound = dict(zip(names, given.positional, strict=False))
    rest = dict(given.keywords)
    for name in [*names, *(argument.arg for argument in arguments.kwonlyargs)]:
        if name in rest and name not in bound:
            bound[name] = rest.pop(name)
        elif name not in bound and given.more is not None:
            bound[name] = Unknown(f"{name} of {given.more}")
        elif name not in bound and name in function.defaults:
            bound[name] = function.defaults[name]
        elif name not in bound:
            raise Raised("TypeError")
    if (len(given.positional) > len(names) and arguments.vararg is None) or (rest and arguments.kwarg is None):
        raise Raised("TypeError")
    scope.names.update({name: Slot(value) for name, value in bound.items()})
    if arguments.vararg is not None:
        extra = [Slot(value) for value in given.positional[len(names) :]]
        scope.names[arguments.vararg.arg] = Slot(ListObject(extra, given.more, "tuple"))
    if arguments.kwarg is not None:
        named: dict[Key, Slot] = {name: Slot(value) for name, value in rest.items()}
        scope.names[arguments.kwarg.arg] = Slot(DictObject(named, given.more))


def is_generator(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> bool:
    """Whether ``node`` yields, itself and not a function in it."""
    todo: list[ast.AST] = list(ast.iter_child_nodes(node))
    while todo:
        one = todo.pop()
        if isinstance(one, ast.Yield | ast.YieldFrom):
            return True
        if not isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            todo.extend(ast.iter_child_nodes(one))
    return False
