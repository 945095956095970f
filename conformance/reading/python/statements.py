"""Statements: what they assign, and how a run goes on."""

import ast
from collections.abc import Sequence

from conformance.reading.engine.leaving import Broke, Continued, Ends, Raised, Returned
from conformance.reading.engine.limits import Exhausted
from conformance.reading.python.classes import class_statement, entered
from conformance.reading.python.expressions import choose, defaults_of
from conformance.reading.python.functions import definition
from conformance.reading.python.imports import import_from, import_module
from conformance.reading.python.loops import for_loop, while_loop
from conformance.reading.python.machine import Machine
from conformance.reading.python.members import extend, merge
from conformance.reading.python.objects import (
    Answer,
    DictObject,
    Imported,
    Instance,
    ListObject,
    Object,
    SdkClient,
    Session,
)
from conformance.reading.python.operators import binary
from conformance.reading.python.targets import assign
from conformance.reading.python.try_statements import try_statement
from conformance.reading.value import Known


def run_block(machine: Machine, statements: Sequence[ast.stmt]) -> None:
    """Follow ``statements``. Raises Left where one of them leaves."""
    for statement in statements:
        run(machine, statement)


def run(machine: Machine, statement: ast.stmt) -> None:
    """Follow one statement. Raises Left where it is left, Exhausted where there are too many."""
    machine.step()
    with machine.following(statement):
        try:
            _run(machine, statement)
        except RecursionError:
            machine.not_understood(statement)
            raise Exhausted from None


def _run(machine: Machine, statement: ast.stmt) -> None:
    match statement:
        case ast.Expr(value):
            machine.evaluate(machine, value)
        case ast.Assign(targets, value):
            _assign(machine, targets, machine.evaluate(machine, value), statement)
        case ast.AnnAssign(target, _, value):
            if value is not None:
                _assign(machine, [target], machine.evaluate(machine, value), statement)
        case ast.AugAssign():
            _augment(machine, statement)
        case ast.If(test, body, orelse):
            choose(machine, test, lambda: _block(machine, body), lambda: _block(machine, orelse))
        case ast.For() | ast.AsyncFor():
            if not for_loop(machine, statement, lambda: run_block(machine, statement.body)):
                run_block(machine, statement.orelse)
        case ast.While():
            if not while_loop(machine, statement, lambda: run_block(machine, statement.body)):
                run_block(machine, statement.orelse)
        case ast.Try() | ast.TryStar():
            try_statement(machine, statement, run_block)
        case ast.With(items, body) | ast.AsyncWith(items, body):
            _with(machine, items, body)
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            definition(machine, statement, defaults_of(machine, statement.args))
        case ast.ClassDef():
            class_statement(machine, statement, run_block)
        case ast.Return(value):
            raise Returned(machine.evaluate(machine, value) if value is not None else Known(None))
        case ast.Raise(exception):
            _raise(machine, exception)
        case ast.Break():
            raise Broke
        case ast.Continue():
            raise Continued
        case ast.Import(names):
            for alias in names:
                import_module(machine, alias, statement)
        case ast.ImportFrom():
            import_from(machine, statement)
        case ast.Global(names) | ast.Nonlocal(names):
            machine.scope.outer.update(names)
        case ast.Delete(targets):
            for one in targets:
                _delete(machine, one)
        case ast.Assert(test):
            machine.evaluate(machine, test)
        case ast.Pass():
            return
        case _:
            machine.not_understood(statement)


def _block(machine: Machine, statements: Sequence[ast.stmt]) -> Object:
    run_block(machine, statements)
    return Known(None)


def _assign(machine: Machine, targets: list[ast.expr], value: Object, statement: ast.Assign | ast.AnnAssign) -> None:
    written = statement.value
    if isinstance(value, DictObject) and isinstance(written, ast.Dict | ast.DictComp | ast.BinOp | ast.Call):
        value.opened = machine.place(statement)
    for target in targets:
        assign(machine, target, value, statement)


def _augment(machine: Machine, statement: ast.AugAssign) -> None:
    target = statement.target
    before = machine.evaluate(machine, target)
    value = machine.evaluate(machine, statement.value)
    match statement.op, before:
        case ast.Add(), ListObject(kind="list"):
            extend(machine, before, value, statement)
        case ast.BitOr(), DictObject():
            merge(machine, before, value, statement)
        case _:
            assign(machine, target, binary(statement.op, before, value, machine.written(statement)), statement)


def _with(machine: Machine, items: list[ast.withitem], body: Sequence[ast.stmt]) -> None:
    passes = machine.passes
    for item in items:
        expression = item.context_expr
        value = machine.evaluate(machine, expression)
        if isinstance(expression, ast.Call) and isinstance(expression.func, ast.Name | ast.Attribute):
            named = machine.evaluate(machine, expression.func)
            machine.passes = machine.passes or named == Imported("contextlib.suppress") or None
        if isinstance(value, Instance):
            value = entered(machine, value, expression)
        if item.optional_vars is not None:
            known = isinstance(value, SdkClient | Session | Answer | Instance)
            assign(
                machine, item.optional_vars, value if known else machine.unknown(item.context_expr), item.context_expr
            )
    try:
        run_block(machine, body)
    except Raised:
        if not machine.passes:
            raise
    finally:
        machine.passes = passes


def _raise(machine: Machine, exception: ast.expr | None) -> None:
    if exception is None:
        raise Raised("")
    machine.evaluate(machine, exception)
    named = exception.func if isinstance(exception, ast.Call) else exception
    name = machine.written(named).rpartition(".")[2]
    raise Ends if name == "SystemExit" else Raised(name)


def _delete(machine: Machine, target: ast.expr) -> None:
    match target:
        case ast.Name(name):
            scope = machine.scope.owner(name)
            machine.journal.touch(scope)
            scope.names.pop(name, None)
        case ast.Subscript(of, index):
            owner, key = machine.evaluate(machine, of), machine.evaluate(machine, index)
            if isinstance(owner, DictObject) and isinstance(key, Known):
                machine.journal.touch(owner)
                if owner.entries.pop(key.value, None) is None and owner.more is None:
                    raise Raised("KeyError")
            elif isinstance(owner, DictObject | ListObject):
                machine.escape(owner, machine.written(target))
            else:
                machine.not_understood(target)
        case _:
            machine.not_understood(target)
