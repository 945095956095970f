"""The names that a fragment of Python needs and gives, through ``ast``."""

import ast
import builtins
from collections.abc import Iterator, Sequence
from typing import Final

from conformance.document.programs.naming import Names
from conformance.reading.python.parsed import parsed
from conformance.reading.python.parsing import REFUSALS


def python_names(text: str) -> Names:
    """Return the names of ``text`` at its top level; none where it does not parse, or nests too deeply."""
    found = _Names()
    try:
        found.visit(parsed(text).tree)
    except REFUSALS:
        return Names()
    return Names(
        frozenset(found.needs | (found.later - found.gives)),
        frozenset(found.gives),
        frozenset(found.changes & found.needs),
    )


# Methods of lists and dictionaries that change them.
_CHANGING: Final = frozenset({"append", "extend", "insert", "update", "setdefault", "pop", "remove", "clear"})


class _Names:
    """Visits in the order of a run; ``later`` is what bodies of functions read, which run when all is set."""

    def __init__(self, gives: Sequence[str] = ()) -> None:
        self.needs: set[str] = set()
        self.gives: set[str] = set(gives)
        self.later: set[str] = set()
        self.changes: set[str] = set()

    def visit(self, node: ast.AST) -> None:
        match node:
            case ast.Name(id=name, ctx=ast.Store()):
                self.gives.add(name)
            case ast.Name(id=name):
                self._read(name)
            case ast.AugAssign(target=ast.Name(id=name)):
                self._read(name)
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method)) if method in _CHANGING:
                self.changes.add(name)
            case ast.Subscript(value=ast.Name(id=name), ctx=ast.Store() | ast.Del()):
                self.changes.add(name)
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                self.gives.update((alias.asname or alias.name).partition(".")[0] for alias in names)
            case ast.ExceptHandler(name=str(name)) | ast.ClassDef(name=name):
                self.gives.add(name)
            case ast.FunctionDef(name=name, args=arguments, body=body):
                self.gives.add(name)
                self._call_later(arguments, body)
            case ast.AsyncFunctionDef(name=name, args=arguments, body=body):
                self.gives.add(name)
                self._call_later(arguments, body)
            case ast.Lambda(args=arguments, body=expression):
                self._call_later(arguments, [expression])
        for part in _in_order(node):
            self.visit(part)

    def _read(self, name: str) -> None:
        if name not in self.gives and not hasattr(builtins, name):
            self.needs.add(name)

    def _call_later(self, arguments: ast.arguments, body: Sequence[ast.AST]) -> None:
        inside = _Names([one.arg for one in ast.walk(arguments) if isinstance(one, ast.arg)])
        for part in body:
            inside.visit(part)
        self.later |= inside.needs | inside.later


def _in_order(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the parts of ``node`` as they are evaluated: values before the names that take them."""
    match node:
        case ast.Assign(targets=targets, value=value):
            yield from (value, *targets)
        case ast.AugAssign(target=target, value=value) | ast.NamedExpr(target=target, value=value):
            yield from (value, target)
        case ast.For() | ast.AsyncFor():
            yield from (node.iter, node.target, *node.body, *node.orelse)
        case ast.comprehension():
            yield from (node.iter, node.target, *node.ifs)
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp():
            yield from (*node.generators, node.elt)
        case ast.DictComp():
            yield from (*node.generators, node.key, node.value)
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            yield from (*node.decorator_list, *node.args.defaults, *filter(None, node.args.kw_defaults))
        case ast.Lambda():
            yield from (*node.args.defaults, *filter(None, node.args.kw_defaults))
        case _:
            yield from ast.iter_child_nodes(node)
