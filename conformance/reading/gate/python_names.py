"""What the names of a Python file stand for: modules, the file's own code, answers, tables, texts."""

import ast
import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

from conformance.reading.gate import policy
from conformance.reading.gate.names import BASE, UNKNOWN, Names, Origin

MODULES: Final = frozenset(
    ".".join(parts[:length])
    for name in policy.PYTHON_CALLS | policy.PYTHON_VALUES | policy.PYTHON_REQUESTS
    for parts in [name.split(".")]
    for length in range(1, len(parts))
) | {"openai", "typing", "typing_extensions", "urllib3", "urllib3.exceptions", "requests.exceptions", "collections.abc"}
# A URL without a scheme is sent nowhere: a format that was forgotten, a placeholder that nobody filled.
_NO_SCHEME: Final = ("{", "<")
_RELATIVE: Final = re.compile(r"[\w.-]+/")
_DEEPEST: Final = 8


class PythonNames(Names[ast.expr]):
    """The names of one file, noted node by node."""

    def __init__(self, tree: ast.Module, base: str) -> None:
        super().__init__(self.origins_of, _keys)
        self.base = base
        self.imported: dict[str, str] = {}
        self.own: set[str] = set()
        self.called: Counter[str] = Counter()
        self.twice: set[str] = set()
        loads: Counter[str] = Counter()
        for node in ast.walk(tree):
            self._note(node)
            match node:
                case ast.Name(id=name, ctx=ast.Load()):
                    loads[name] += 1
                case ast.Subscript(value=ast.Name(id=name)) | ast.keyword(arg=None, value=ast.Name(id=name)):
                    loads[name] -= 1
        self.leaked = {name for name, count in loads.items() if count}
        given, imported = self.given.keys(), self.imported.keys()
        self.twice |= (imported & given) | (self.own & given) | (self.own & imported)

    def _note(self, node: ast.AST) -> None:
        match node:
            case ast.Import(names=aliases):
                for alias in aliases:
                    top = alias.name.partition(".")[0]
                    self._import(alias.asname or top, alias.name if alias.asname else top)
            case ast.ImportFrom(module=module, names=aliases):
                for alias in aliases:
                    self._import(alias.asname or alias.name, f"{module}.{alias.name}")
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                self.own.add(name)
                returns = [one.value or ast.Constant(None) for one in ast.walk(node) if isinstance(one, ast.Return)]
                self.returned.setdefault(name, []).extend(returns)
            case ast.ClassDef(name=name):
                self.own.add(name)
            case ast.arg(arg=name) | ast.ExceptHandler(name=str(name)):
                self.give(name, None)
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    self._assign(target, value)
            case ast.AnnAssign(target=target, value=ast.expr() as value) | ast.NamedExpr(target=target, value=value):
                self._assign(target, value)
            case ast.AugAssign(target=ast.Name(id=name), op=ast.Add()):
                self.lengthen(name)
            case ast.AugAssign(target=target):
                self._assign(target, None)
            case ast.For() | ast.AsyncFor() | ast.comprehension():
                literal = isinstance(node.iter, ast.Tuple | ast.List) and node.iter.elts
                rows: list[ast.expr | None] = (
                    [*literal] if literal else [node.iter if self.is_answer(node.iter) else None]
                )
                for row in rows:
                    self._assign(node.target, row)
            case ast.withitem(context_expr=value, optional_vars=ast.expr() as target):
                self._assign(target, value)
            case ast.Dict(keys=keys, values=values):
                for key, value in zip(keys, values, strict=True):
                    if isinstance(key, ast.Constant):
                        self.write("", str(key.value), value)
            case ast.Call(func=ast.Attribute(attr=verb) | ast.Name(id=verb)):
                self.called[self.imported.get(verb, verb)] += 1
                self.computed |= verb in ("update", "setdefault")
            case ast.keyword(arg="http_client", value=ast.Call(func=ast.Attribute(attr=verb) | ast.Name(id=verb))):
                self.called[self.imported.get(verb, verb)] -= 1  # a client's own, and nobody else's

    def _import(self, name: str, dotted: str) -> None:
        if self.imported.setdefault(name, dotted) != dotted:
            self.twice.add(name)

    def _assign(self, target: ast.expr, value: ast.expr | None) -> None:
        match target:
            case ast.Name(id=name):
                self.give(name, value)
            case ast.Subscript(value=table, slice=ast.Constant(value=key)):
                self.write(table.id if isinstance(table, ast.Name) else "", str(key), value or ast.Constant(None))
            case ast.Subscript():
                self.computed = True
            case ast.Tuple(elts=elements) | ast.List(elts=elements):
                values: list[ast.expr] | list[None] = [None] * len(elements)
                if isinstance(value, ast.Tuple | ast.List) and len(value.elts) == len(elements):
                    values = value.elts
                for element, one in zip(elements, values, strict=True):
                    self._assign(element, one)
            case ast.Starred(value=inner):
                self._assign(inner, None)

    def dotted(self, node: ast.expr) -> str:
        """Return the full name of what is imported, also where the import is missing; else an empty text."""
        match node:
            case ast.Name(id=name) if name not in self.given and name not in self.own:
                return self.imported.get(name, name if name in MODULES else "")
            case ast.Attribute(value=value, attr=name):
                before = self.dotted(value)
                return f"{before}.{name}" if before else ""
        return ""

    def is_answer(self, node: ast.expr, depth: int = 0) -> bool:
        """Whether ``node`` is a chat call's answer, or a part of one: data all through."""
        match node:
            case ast.Attribute(value=inner) | ast.Subscript(value=inner) | ast.Await(value=inner):
                return self.is_answer(inner, depth)
            case ast.Call(func=callee):
                return is_create(callee)
            case ast.Name(id=name):
                return depth < _DEEPEST and self.only(name, lambda value: self.is_answer(value, depth + 1))
        return False

    def origins_of(self, node: ast.expr) -> Iterable[Origin]:
        """Yield what the text ``node`` may begin with."""
        match node:
            case ast.Constant(value=str(text)):
                yield BASE if text.startswith((self.base, *_NO_SCHEME)) else UNKNOWN
            case (
                ast.JoinedStr(values=[ast.FormattedValue(value=first, conversion=-1, format_spec=None), *_])
                | ast.JoinedStr(values=[ast.Constant() as first, *_])
                | ast.BinOp(left=first, op=ast.Add())
                | ast.NamedExpr(value=first)
            ):
                yield from self.origins_of(first)
            case ast.BinOp(left=ast.Constant(value=str(text)), op=ast.Mod(), right=right) if text.startswith("%s"):
                yield from self.origins_of(right.elts[0] if isinstance(right, ast.Tuple) and right.elts else right)
            case ast.BoolOp(values=values):
                for value in values:
                    yield from self.origins_of(value)
            case ast.IfExp(body=one, orelse=other):
                yield from self.origins_of(one)
                yield from self.origins_of(other)
            case ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value=key)) if not self.dotted(node.value):
                yield ("member", name, str(key))
            case ast.Subscript(value=value, slice=ast.Constant(value=str(key))) if self.dotted(value) == "os.environ":
                yield BASE if policy.kind_of(key) else UNKNOWN
            case ast.Name(id=name):
                yield ("name", name, "")
            case ast.Call():
                yield from self._origins_of_call(node, self.dotted(node.func))
            case _:
                yield UNKNOWN

    def _origins_of_call(self, node: ast.Call, dotted: str) -> Iterable[Origin]:
        match node.func, node.args:
            case _, [ast.Constant(value=str(name)), *_] if dotted in ("os.getenv", "os.environ.get"):
                yield BASE if policy.kind_of(name) else UNKNOWN
            case _ if dotted == "sys.exit":
                return  # nothing comes back
            case _, [first, *_] if dotted == "urllib.request.Request":
                yield from self.origins_of(first)
            case _, [first, second] if dotted == "urllib.parse.urljoin" and self._is_relative(second):
                yield from self.origins_of(first)
            case ast.Attribute(value=text, attr="strip" | "rstrip"), [] | [ast.Constant(value="/")]:
                yield from self.origins_of(text)
            case ast.Attribute(value=ast.Constant(value=str(text)), attr="format"), [first, *_] if _FIRST.match(text):
                yield from self.origins_of(first)
            case ast.Attribute(value=ast.Constant(value=str(text)), attr="format"), []:
                named = [one.value for one in node.keywords if one.arg and text.startswith(f"{{{one.arg}}}")]
                yield from self.origins_of(named[0]) if named else (UNKNOWN,)
            case ast.Attribute(value=ast.Constant(value="/"), attr="join"), [
                ast.List(elts=[first, *_]) | ast.Tuple(elts=[first, *_])
            ]:
                yield from self.origins_of(first)
            case ast.Name(id=name), _ if name in self.returned and name not in self.twice:
                yield ("returned", name, "")
            case _:
                yield UNKNOWN

    def _is_relative(self, node: ast.expr) -> bool:
        match node:
            case ast.Constant(value=str(text)) | ast.JoinedStr(values=[ast.Constant(value=str(text)), *_]):
                return bool(_RELATIVE.match(text))
            case ast.Name(id=name):
                return self.only(name, lambda value: not isinstance(value, ast.Name) and self._is_relative(value))
        return False


_FIRST: Final = re.compile(r"\{0?\}")


def is_create(node: ast.expr) -> bool:
    """Whether ``node`` is a client's own way to ask: it goes where the client was told to."""
    match node:
        case ast.Attribute(
            attr="create" | "parse",
            value=ast.Attribute(attr="completions" | "with_raw_response" | "embeddings" | "ChatCompletion"),
        ):
            return True
    return False


def _keys(node: ast.expr) -> list[str]:
    if not isinstance(node, ast.Dict):
        raise ValueError  # noqa: TRY004 - it is an answer, and nobody's error
    keys = [str(key.value) for key in node.keys if isinstance(key, ast.Constant)]
    if len(keys) < len(node.keys):
        raise ValueError
    return keys
