"""The gate for Python: the policy looks at every node of the tree, dead code included."""

import ast
import builtins
import io
import re
import string
import tokenize
import warnings
from collections.abc import Iterable, Iterator
from typing import Final

from conformance.reading.gate import policy
from conformance.reading.gate.python_names import MODULES, PythonNames, is_create
from conformance.reading.gate.verdict import Refused

# Outside: yield, match with its class patterns, type aliases, and what a later Python adds.
_NODES: Final = policy.words(
    """
    Module Expr Assign AnnAssign AugAssign For AsyncFor While If With AsyncWith Try Raise Assert Import ImportFrom Pass
    Break Continue Return FunctionDef AsyncFunctionDef ClassDef Delete Global Nonlocal Lambda ListComp SetComp DictComp
    GeneratorExp Await NamedExpr Starred Name Attribute Subscript Slice Call Constant JoinedStr FormattedValue BinOp
    UnaryOp BoolOp Compare IfExp List Tuple Set Dict alias arguments arg keyword withitem comprehension ExceptHandler
    """
)
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]|\r(?!\n)")
_VERBS: Final = {"get": 0, "post": 0, "put": 0, "patch": 0, "delete": 0, "head": 0, "options": 0, "request": 1}
_FIELD: Final = re.compile(r"\w*")
_CLIENTS: Final = re.compile(r"openai\.(?:Async)?(?:Azure)?OpenAI\Z")
_SESSIONS: Final = frozenset(
    {"Session", "session", "Client", "AsyncClient", "DefaultHttpxClient", "DefaultAsyncHttpxClient"}
)
_LISTED: Final = policy.PYTHON_CALLS | policy.PYTHON_VALUES | policy.PYTHON_REQUESTS
_ANY_KEYWORD: Final = frozenset({"dict", "update", "format", "substitute"})


def refused_python(text: str, base: str, settings: set[str]) -> Iterator[Refused]:
    """Yield what of ``text`` is outside the gate; fill ``settings``. Raises what ``ast.parse`` does."""
    if (found := _CONTROL.search(text)) is not None:
        yield Refused(text.count("\n", 0, found.start()) + 1, "holds a control character")
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = ast.parse(text)
    if tokenize.detect_encoding(io.BytesIO(text.encode()).readline)[0] not in ("utf-8", "utf-8-sig"):
        yield Refused(1, "declares an encoding that is not UTF-8")
        return
    names = PythonNames(tree, base)
    for name in sorted(names.twice):
        yield Refused(1, f"gives `{name}` two meanings")
    yield from _Gate(names, settings).visit(tree)


class _Gate:
    def __init__(self, names: PythonNames, settings: set[str]) -> None:
        self.names, self.dotted, self.settings = names, names.dotted, settings
        self.sessions = any(names.called[name] > 0 for name in names.called if name.rpartition(".")[2] in _SESSIONS)

    def visit(self, node: ast.AST) -> Iterator[Refused]:
        match node:
            case ast.expr_context() | ast.operator() | ast.unaryop() | ast.boolop() | ast.cmpop():
                return
            case _ if type(node).__name__ not in _NODES:
                yield _no(node, f"holds `{type(node).__name__.lower()}`")
            case ast.Import(names=aliases):
                yield from (_no(node, f"imports `{one.name}`") for one in aliases if one.name not in MODULES)
            case ast.ImportFrom(module=module, names=aliases, level=level):
                names = [f"{'.' * (level or 0)}{module}.{one.name}" for one in aliases]
                yield from (_no(node, f"imports `{one}`") for one in names if not _is_known(one))
            case ast.ClassDef(body=body, bases=bases, keywords=keywords):
                for statement in body:
                    if keywords or not (
                        isinstance(statement, ast.Pass | ast.AnnAssign | ast.Assign) or _is_text(statement)
                    ):
                        yield _no(statement, f"gives class `{node.name}` more than fields")
                yield from self._decorated(node)
                yield from self._each([*bases, *body])
            case ast.FunctionDef(args=given) | ast.AsyncFunctionDef(args=given):
                yield from self._decorated(node)
                for one in [*(one.annotation for one in ast.walk(given) if isinstance(one, ast.arg)), node.returns]:
                    yield from self._annotation(one)
                yield from self._each([*given.defaults, *filter(None, given.kw_defaults), *node.body])
            case ast.AnnAssign(target=target, annotation=annotation, value=value):
                yield from self._annotation(annotation)
                yield from self._each([target, *filter(None, [value])])
            case ast.Call():
                yield from self._call(node)
            case ast.Subscript(value=table, slice=key) if self.dotted(table) == "os.environ":
                yield from self._setting(key, node, isinstance(node.ctx, ast.Load))
            case ast.Compare(left=left, ops=[ast.In() | ast.NotIn()], comparators=[table]) if (
                self.dotted(table) == "os.environ"
            ):
                yield from self.visit(left)
            case ast.Assign(targets=[target], value=value) if self._is_setting(target, value):
                yield from self.visit(value)
            case ast.Attribute(ctx=ast.Load()) | ast.Name(ctx=ast.Load()):
                yield from self._value(node)
            case ast.Attribute(value=owner, attr=name) if not self.dotted(node) and name in policy.STORES:
                yield from self.visit(owner)
            case ast.Attribute(attr=name):
                yield _no(node, f"changes `{name}` of an object")
            case ast.Name(id=name) if name.startswith("__"):
                yield _no(node, f"changes `{name}`")
            case _:
                yield from self._each(ast.iter_child_nodes(node))

    def _each(self, nodes: Iterable[ast.AST]) -> Iterator[Refused]:
        for node in nodes:
            yield from self.visit(node)

    def _decorated(self, node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[Refused]:
        for one in node.decorator_list:
            if self.dotted(one.func if isinstance(one, ast.Call) else one) != "dataclasses.dataclass":
                yield _no(one, f"decorates `{node.name}`")
            yield from self.visit(one)

    def _annotation(self, node: ast.expr | None) -> Iterator[Refused]:
        """A text in an annotation is code to whom reads it: only a literal type holds one."""
        match node:
            case None | ast.Constant(value=None):
                return
            case ast.Subscript(value=kind, slice=inside):
                yield from self._annotation(kind)
                if self.dotted(kind).rpartition(".")[2] != "Literal":
                    yield from self._annotation(inside)
            case ast.Tuple(elts=elements) | ast.List(elts=elements):
                for one in elements:
                    yield from self._annotation(one)
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                yield from self._annotation(left)
                yield from self._annotation(right)
            case ast.Name(id=name) if name in self.names.given:
                values, self.names.given[name] = self.names.given[name], []  # one that stands for itself says nothing
                for value in values:
                    yield from [_no(node, "computes an annotation")] if value is None else self._annotation(value)
                self.names.given[name] = values
            case ast.Name() | ast.Attribute():
                if not _CLIENTS.match(self.dotted(node)):
                    yield from self.visit(node)
            case _ if not (isinstance(node, ast.Constant) and node.value is ...):
                yield _no(node, "computes an annotation")

    def _value(self, node: ast.Attribute | ast.Name) -> Iterator[Refused]:
        """Look at what stands as a value: no module, no library function, no part of an object but its data."""
        dotted = self.dotted(node)
        if dotted or isinstance(node, ast.Name):
            name = dotted or ast.unparse(node)
            own = name in self.names.own or name in self.names.given
            listed = (
                name in policy.PYTHON_VALUES or _is_described(name) or (not dotted and policy.EXCEPTION.search(name))
            )
            if not listed and (dotted or name.startswith("__") or (hasattr(builtins, name) and not own)):
                yield _no(node, f"hands on `{name}`")
            return
        data = node.attr in policy.MEMBERS or (node.attr[0] != "_" and self.names.is_answer(node.value))
        if not data and not is_create(node):
            yield _no(node, f"reads `{node.attr}` of an object")
        yield from self.visit(node.value)

    def _call(self, node: ast.Call) -> Iterator[Refused]:
        match node.func, self.dotted(node.func):
            case ast.Name(id=name), "":
                own = name in self.names.own or self.names.only(name, is_create)
                if name == "getattr" and len(node.args) > 1 and isinstance(node.args[1], ast.Constant):
                    if (attribute := str(node.args[1].value)) not in policy.MEMBERS:
                        yield _no(node, f"reads `{attribute}` of an object")
                elif not own and (name in self.names.given or not _is_function(name)):
                    yield _no(node, f"calls `{name}`")
                elif not own:
                    yield from self._told(node, name)
            case ast.Attribute(value=owner, attr=name) as method, "":
                yield from self._method(node, name, method)
                yield from self.visit(owner)
            case _, "":
                yield _no(node, "calls what it computes")
            case _, dotted:
                yield from self._library(node, dotted)
        yield from self._each([*node.args, *(one.value for one in node.keywords)])

    def _library(self, node: ast.Call, dotted: str) -> Iterator[Refused]:
        verb = dotted.rpartition(".")[2]
        if dotted in policy.PYTHON_REQUESTS:
            yield from self._sends(node, _VERBS.get(verb, 0))
        elif _CLIENTS.match(dotted):
            if "Azure" not in dotted and all(one.arg != "base_url" for one in node.keywords):
                self.settings.add("OPENAI_BASE_URL")
            yield from self._client(node)
        elif dotted in ("os.getenv", "os.environ.get"):
            yield from self._setting(node.args[0] if node.args else node, node, True)
        elif dotted == "dotenv.load_dotenv" and (node.args or node.keywords):
            yield _no(node, "names a file of settings")
        elif dotted in policy.PYTHON_CALLS and is_create(node.func):
            return
        elif dotted in policy.PYTHON_CALLS or (policy.EXCEPTION.search(dotted) and _is_described(dotted)):
            yield from self._told(node, verb)
        else:
            yield _no(node, f"calls `{dotted}`")

    def _method(self, node: ast.Call, name: str, callee: ast.Attribute) -> Iterator[Refused]:
        first = node.args[0] if node.args else None
        if is_create(callee):
            return
        if name == "with_options":
            yield from self._client(node)
        elif name == "get" and (not self.sessions or (isinstance(first, ast.Constant) and ":" not in str(first.value))):
            yield from self._told(node, name)
        elif name in _VERBS:
            yield from self._sends(node, _VERBS[name])
        elif name == "format" and not _formats_plainly(callee.value):
            yield _no(node, "formats a text that may reach into objects")
        elif name not in policy.PYTHON_METHODS:
            yield _no(node, f"calls `.{name}`")
        else:
            yield from self._told(node, name)

    def _told(self, node: ast.Call, name: str) -> Iterator[Refused]:
        for one in node.keywords:
            if name not in _ANY_KEYWORD and one.arg not in policy.KEYWORDS:
                yield _no(node, f"tells `{name}` `{one.arg or '**'}`")
            if one.arg in ("key", "default") and name not in _ANY_KEYWORD and not self._is_harmless(one.value):
                yield _no(node, f"hands `{name}` a function")

    def _is_harmless(self, node: ast.expr) -> bool:
        match node:
            case ast.Name(id=name):
                return name in self.names.own or (name in ("str", "int", "float") and name not in self.names.given)
        return isinstance(node, ast.Lambda | ast.Constant)

    def _client(self, node: ast.Call) -> Iterator[Refused]:
        """A client talks to a rooted URL, and is told nothing that leads elsewhere."""
        if node.args:
            yield _no(node, "tells a client something without its name")
        for one in node.keywords:
            if one.arg not in policy.CLIENT:
                yield _no(node, f"tells a client `{one.arg or '**'}`")
            elif one.arg in policy.URLS:
                yield from self._goes(one.value)

    def _sends(self, node: ast.Call, index: int) -> Iterator[Refused]:
        """A request goes to a rooted URL, and is told nothing that leads elsewhere."""
        urls, told = node.args[index : index + 1], [one.arg or "" for one in node.keywords]
        urls += [one.value for one in node.keywords if one.arg == "url"]
        for one in node.keywords:
            if one.arg is None and isinstance(one.value, ast.Name) and self.names.is_own_table(one.value.id):
                told.remove("")
                told += self.names.keys_of(one.value.id)
                urls += self.names.entries.get("url", []) if "url" in self.names.keys_of(one.value.id) else []
        for name in told:
            if name not in policy.REQUEST:
                yield _no(node, f"tells a request `{name or '**'}`")
        if len(node.args) > index + 2 or any(isinstance(one, ast.Starred) for one in node.args) or not urls:
            yield _no(node, "tells a request something without its name")
        for url in urls:
            yield from self._goes(url)

    def _goes(self, url: ast.expr) -> Iterator[Refused]:
        if not self.names.is_rooted(url):
            yield _no(url, policy.ELSEWHERE)

    def _is_setting(self, target: ast.expr, value: ast.expr) -> bool:
        """Whether an assignment sets what the runner sets as well: an endpoint only to a rooted URL."""
        match target:
            case ast.Attribute() if self.dotted(target) in policy.STORES:
                kind = policy.kind_of(target.attr)
            case ast.Subscript(value=table, slice=ast.Constant(value=str(name))) if self.dotted(table) == "os.environ":
                kind = policy.kind_of(name)
                if not policy.WRITABLE.match(name):
                    return False
            case _:
                return False
        return kind != "endpoint" or self.names.is_rooted(value)

    def _setting(self, key: ast.expr, node: ast.AST, reads: bool) -> Iterator[Refused]:
        names = self.names.given.get(key.id, []) if isinstance(key, ast.Name) else [key]
        texts = [one.value for one in names if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if not texts or len(texts) < len(names) or (isinstance(key, ast.Name) and key.id in self.names.longer):
            yield _no(node, "computes the name of a setting")
        elif not reads:
            yield _no(node, f"changes the setting `{texts[0]}`")
        else:
            self.settings.update(texts)


def _no(node: ast.AST, why: str) -> Refused:
    return Refused(getattr(node, "lineno", 1), why)


def _is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _is_known(name: str) -> bool:
    return name in _LISTED or name in MODULES or _is_described(name) or bool(_CLIENTS.match(name))


def _is_described(name: str) -> bool:
    error = policy.HAS_EXCEPTIONS.match(name) and policy.EXCEPTION.search(name)
    return bool(error or policy.DESCRIBES_DATA.match(name))


def _is_function(name: str) -> bool:
    return name in policy.PYTHON_CALLS or (hasattr(builtins, name) and bool(policy.EXCEPTION.search(name)))


def _formats_plainly(text: ast.expr) -> bool:
    """Whether a format reads no attribute and no item of what is put in."""
    if not (isinstance(text, ast.Constant) and isinstance(text.value, str)):
        return False
    try:
        parts = list(string.Formatter().parse(text.value))
    except ValueError:
        return True  # it fails
    return all(_FIELD.fullmatch(field or "") and "{" not in (spec or "") for _, field, spec, _ in parts)
