"""``try``: followed as the run in which nothing fails, with an eye on what a failure would do."""

import ast
from collections.abc import Callable, Sequence
from typing import Final

from conformance.reading.leaving import Raised
from conformance.reading.python.machine import Failure, Machine
from conformance.reading.python.targets import bind
from conformance.reading.python.words import words
from conformance.reading.value import Unknown

# These say nothing about a call that failed.
_UNRELATED: Final = words(
    "KeyError IndexError LookupError TypeError ValueError AttributeError ImportError ModuleNotFoundError JSONDecodeError",
    "KeyboardInterrupt NameError FileNotFoundError ZeroDivisionError UnicodeDecodeError UnicodeEncodeError",
)
_PARENTS: Final = {
    "KeyError": "LookupError", "IndexError": "LookupError", "ZeroDivisionError": "ArithmeticError",
    "JSONDecodeError": "ValueError", "UnicodeDecodeError": "ValueError", "ModuleNotFoundError": "ImportError",
}  # fmt: skip
Block = Callable[[Machine, Sequence[ast.stmt]], None]


def try_statement(machine: Machine, node: ast.Try | ast.TryStar, run_block: Block) -> None:
    """Follow ``try`` with its handlers, ``else`` and ``finally``."""
    failure, machine.failure = machine.failure, failure_of(machine, node.handlers) or machine.failure
    try:
        try:
            run_block(machine, node.body)
        except Raised as raised:
            machine.failure = failure
            handler = next((one for one in node.handlers if _catches(machine, one, raised.name)), None)
            if handler is None:
                raise
            _handle(machine, handler, run_block)
        else:
            machine.failure = failure
            for handler in node.handlers:
                machine.scan(lambda handler=handler: _handle(machine, handler, run_block))  # type: ignore[misc]
            run_block(machine, node.orelse)
    finally:
        machine.failure = failure
    run_block(machine, node.finalbody)


def failure_of(machine: Machine, handlers: Sequence[ast.ExceptHandler]) -> Failure | None:
    """Return what a refused call does under ``handlers``; None where none of them is about it."""
    for handler in handlers:
        names = _names(machine, handler)
        if names and all(name in _UNRELATED for name in names):
            continue
        if any(isinstance(one, ast.Raise) for one in handler.body):
            return "ends"
        passive = (ast.Pass, ast.Continue, ast.Break, ast.Assign, ast.AnnAssign, ast.AugAssign)
        return "passes" if all(isinstance(one, passive) or _is_text(one) for one in handler.body) else "handled"
    return None


def _handle(machine: Machine, handler: ast.ExceptHandler, run_block: Block) -> None:
    if handler.type is not None:
        machine.evaluate(machine, handler.type)
    if handler.name is not None:
        bind(machine, handler.name, Unknown(handler.name), machine.place(handler))
    run_block(machine, handler.body)


def _names(machine: Machine, handler: ast.ExceptHandler) -> list[str]:
    """Return the names of the classes that ``handler`` catches, without their modules; none where it catches all."""
    if handler.type is None:
        return []
    types = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return [machine.written(one).rpartition(".")[2] for one in types]


def _catches(machine: Machine, handler: ast.ExceptHandler, name: str) -> bool:
    names = _names(machine, handler)
    return not names or bool({name, _PARENTS.get(name, ""), "Exception", "BaseException"} & set(names))


def _is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
