"""Make mutants of a module: copies of it in which one thing is wrong, as a slip of whoever writes it might be.

A mutant is named by its place and by what becomes what, and not by a line, so that it is still the same one when
something else in its file changes.
"""

import ast
import copy
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

# What is wrong with each comparison.
_COMPARED: Final[dict[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
_COMPUTED: Final[dict[type[ast.operator], type[ast.operator]]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
_SEVERITIES: Final = {"ERROR": "WARNING", "WARNING": "NOTE", "NOTE": "WARNING"}
_LONGEST: Final = 90


@dataclass(frozen=True)
class Mutant:
    """``function`` is the outermost function or class that it lies in, or "" where it is the module's own code.

    ``hot`` where only the body of a function differs; ``tree`` makes the module as it would be.
    """

    module: str
    function: str
    was: str
    becomes: str
    number: int
    line: int
    hot: bool
    tree: Callable[[], ast.Module] = field(compare=False, repr=False)

    @property
    def key(self) -> tuple[str, str, str, str, int]:
        return self.module, self.function, self.was, self.becomes, self.number

    def rank(self, seed: int) -> str:
        """Return the place in the lot: the first ones are drawn."""
        return hashlib.sha256(f"{seed}|{self.key}".encode()).hexdigest()

    def __str__(self) -> str:
        return f"{self.module}:{self.line} {self.function or 'module'}: {self.was}  ->  {self.becomes}"


def mutants(root: Path, file: Path) -> list[Mutant]:
    """Return every mutant of ``file``, a module below ``root``."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    seen: Counter[tuple[str, str, str]] = Counter()
    found = []
    for place, (function, hot) in _places(tree):
        for was, changed in _changes(place):
            becomes = _short(changed)
            seen[function, was, becomes] += 1
            number = seen[function, was, becomes]
            with_it = partial(_replaced, tree, place, changed)
            name = file.relative_to(root).as_posix()
            found.append(Mutant(name, function, was, becomes, number, getattr(place, "lineno", 0), hot, with_it))
    return found


def _places(tree: ast.Module) -> Iterator[tuple[ast.AST, tuple[str, bool]]]:
    """Yield what may be changed, with the outermost function it lies in; what only types and documents say is not code."""

    def below(node: ast.AST, function: str, hot: bool) -> Iterator[tuple[ast.AST, tuple[str, bool]]]:
        if _says_nothing(node):
            return
        yield node, (function, hot)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            name = function if hot else f"{function}.{node.name}".lstrip(".")
            for one in [*node.decorator_list, *node.args.defaults, *(d for d in node.args.kw_defaults if d)]:
                yield from below(one, name, hot)
            for statement in node.body:
                yield from below(statement, name, True)
        elif isinstance(node, ast.ClassDef):
            name = function if hot else f"{function}.{node.name}".lstrip(".")
            for statement in node.body:
                yield from below(statement, name, hot)
        elif isinstance(node, ast.AnnAssign):
            if node.value is not None:
                yield from below(node.value, function, hot)
        elif isinstance(node, ast.JoinedStr):
            for one in node.values:
                yield from below(one.value if isinstance(one, ast.FormattedValue) else one, function, hot)
        else:
            for child in ast.iter_child_nodes(node):
                yield from below(child, function, hot)

    yield from below(tree, "", False)


def _says_nothing(node: ast.AST) -> bool:
    match node:
        case ast.Expr(value=ast.Constant()) | ast.Import() | ast.ImportFrom():
            return True
        case ast.If(test=ast.Name(id="TYPE_CHECKING")) | ast.Assign(targets=[ast.Name(id="__all__")]):
            return True
        case ast.Call(func=ast.Name(id="dataclass" | "TypeVar" | "cast" | "NewType")):
            return True
        case ast.Assert() | ast.arguments():
            return True
        case ast.Subscript(value=ast.Name(id="Literal" | "Final" | "Callable" | "Mapping" | "Sequence")):
            return True
    return False


def _changes(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Yield what stands there, shortened, and what stands there instead."""
    was = _short(node)
    match node:
        case ast.Compare(ops=[operator, *_]) if type(operator) in _COMPARED:
            yield was, _with(node, ops=[_COMPARED[type(operator)](), *node.ops[1:]])
        case ast.BoolOp(op=operator, values=values):
            yield was, _with(node, op=ast.Or() if isinstance(operator, ast.And) else ast.And())
            yield was, values[0] if len(values) == 2 else _with(node, values=values[:-1])
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield was, operand
        case ast.BinOp(op=operator) if type(operator) in _COMPUTED and not _is_text(node):
            yield was, _with(node, op=_COMPUTED[type(operator)]())
        case ast.If(test=test):
            yield f"if {_short(test)}", _with(node, test=ast.UnaryOp(ast.Not(), test))
        case ast.IfExp(body=body, orelse=otherwise):
            yield was, _with(node, body=otherwise, orelse=body)
        case ast.Continue():
            yield was, ast.Break()
        case ast.Break():
            yield was, ast.Continue()
        case ast.Return(value=value) if value is not None and not _is(value, None):
            yield was, _with(node, value=ast.Constant(None))
        case ast.Expr(value=ast.Yield() | ast.YieldFrom() | ast.Call()) | ast.AugAssign():
            yield was, ast.Pass()
        case ast.Attribute(value=ast.Name(id="Severity"), attr=attr) if attr in _SEVERITIES:
            yield was, _with(node, attr=_SEVERITIES[attr])
        case ast.Constant(value=bool() as value):
            yield was, ast.Constant(not value)
        case ast.Constant(value=int() as value):
            yield was, ast.Constant(value + 1)
        case ast.Constant(value=str() as value) if value.strip():
            yield was, ast.Constant(f"{value}~" if len(value) > 1 else "~")
        case (
            ast.Tuple(elts=elements, ctx=ast.Load()) | ast.List(elts=elements, ctx=ast.Load()) | ast.Set(elts=elements)
        ):
            if len(elements) > 1 and all(isinstance(one, ast.Constant) for one in elements):
                yield was, _with(node, elts=elements[1:])
        case ast.Dict(keys=keys, values=values) if len(keys) > 1:
            yield was, _with(node, keys=keys[1:], values=values[1:])


def _with(node: ast.AST, **fields: object) -> ast.AST:
    other = copy.copy(node)
    for name, value in fields.items():
        setattr(other, name, value)
    return other


def _replaced(tree: ast.Module, place: ast.AST, changed: ast.AST) -> ast.Module:
    """Return ``tree`` with ``changed`` where ``place`` is; what is not on the way to it is the same object."""

    def renewed(value: object) -> object:
        if value is place:
            return ast.fix_missing_locations(ast.copy_location(changed, place))
        if isinstance(value, list):
            new = [renewed(one) for one in value]
            return new if any(a is not b for a, b in zip(new, value, strict=True)) else value
        if isinstance(value, ast.AST):
            fields = {name: renewed(one) for name, one in ast.iter_fields(value)}
            differing = {name: one for name, one in fields.items() if one is not getattr(value, name)}
            return _with(value, **differing) if differing else value
        return value

    result = renewed(tree)
    assert isinstance(result, ast.Module)
    return result


def _is(node: ast.AST, value: object) -> bool:
    return isinstance(node, ast.Constant) and node.value is value


def _is_text(node: ast.BinOp) -> bool:
    return any(
        isinstance(one, ast.JoinedStr) or isinstance(getattr(one, "value", None), str)
        for one in (node.left, node.right)
    )


def _short(node: ast.AST) -> str:
    text = " ".join(ast.unparse(ast.fix_missing_locations(copy.deepcopy(node))).split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
