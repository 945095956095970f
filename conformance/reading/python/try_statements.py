"""``try`` and its handlers: which errors they take, and whether they say something."""

import ast
from collections.abc import Sequence
from typing import Final

from conformance.reading.engine.failures import Handler, follow_guarded
from conformance.reading.python.machine import Machine, RunBlock
from conformance.reading.python.name_sets import name_set
from conformance.reading.python.targets import bind
from conformance.reading.value import Unknown

# These say nothing about a call that failed.
_UNRELATED: Final = name_set(
    "KeyError IndexError LookupError TypeError ValueError AttributeError ImportError ModuleNotFoundError JSONDecodeError",
    "KeyboardInterrupt NameError FileNotFoundError ZeroDivisionError UnicodeDecodeError UnicodeEncodeError",
)
_PARENTS: Final = {
    "KeyError": "LookupError", "IndexError": "LookupError", "ZeroDivisionError": "ArithmeticError",
    "JSONDecodeError": "ValueError", "UnicodeDecodeError": "ValueError", "ModuleNotFoundError": "ImportError",
}  # fmt: skip
_PASSIVE: Final = (ast.Pass, ast.Continue, ast.Break, ast.Assign, ast.AnnAssign, ast.AugAssign)


def try_statement(machine: Machine, node: ast.Try | ast.TryStar, run_block: RunBlock) -> None:
    """Follow ``try`` with its handlers, ``else`` and ``finally``."""
    follow_guarded(
        machine,
        lambda: run_block(machine, node.body),
        [_handler(machine, one, run_block) for one in node.handlers],
        passes(machine, node.handlers),
        otherwise=lambda: run_block(machine, node.orelse),
        at_last=lambda: run_block(machine, node.finalbody),
    )


def passes(machine: Machine, handlers: Sequence[ast.ExceptHandler]) -> bool | None:
    """Return whether a refused call passes silently under ``handlers``; None where none of them is about it."""
    for handler in handlers:
        names = _names(machine, handler)
        if names and all(name in _UNRELATED for name in names):
            continue
        if any(isinstance(one, ast.Raise) for one in handler.body):
            return None
        return all(isinstance(one, _PASSIVE) or _is_text(one) for one in handler.body)
    return None


def _handler(machine: Machine, handler: ast.ExceptHandler, run_block: RunBlock) -> Handler:
    names = set(_names(machine, handler))

    def takes(name: str) -> bool:
        return not names or bool({name, _PARENTS.get(name, ""), "Exception", "BaseException"} & names)

    def follow() -> None:
        if handler.type is not None:
            machine.evaluate(machine, handler.type)
        if handler.name is not None:
            bind(machine, handler.name, Unknown(handler.name), machine.place(handler))
        run_block(machine, handler.body)

    return Handler(takes, follow)


def _names(machine: Machine, handler: ast.ExceptHandler) -> list[str]:
    """Return the names of the classes that ``handler`` catches, without their modules; none where it catches all."""
    if handler.type is None:
        return []
    types = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return [machine.written(one).rpartition(".")[2] for one in types]


def _is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
