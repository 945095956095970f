"""What a Python source uses of the openai SDK: names, keywords and members, each against the table of the pinned release.

Only what is certain is told: a name is a client, or an answer, where every assignment to it in the source makes one.
"""

import ast
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from conformance.exchange import Position
from conformance.reading.python.parsed import parsed
from conformance.reading.python.parsing import REFUSALS
from conformance.reading.python.sdk_table import ANSWER, CLIENTS, CREATE, MEMBERS, METHODS, NAMES
from conformance.reading.python.source import Source

# Made by another spelling: the module's own names for them (openai, ``__init__.py``).
_ALSO: Final = {"Client": "OpenAI", "AsyncClient": "AsyncOpenAI"}
_SAME: Final = frozenset({"with_options", "copy"})
_CHAT: Final = (("chat", "completions"), ("beta", "chat", "completions"))


@dataclass(frozen=True, slots=True)
class UnknownSdkName:
    """Something that the SDK does not have: a ``name`` of ``owner``, which has ``known`` in its place.

    An ``index`` is a member of an answer that is read as if that were a dictionary.
    """

    kind: Literal["name", "keyword", "member", "index"]
    name: str
    owner: str
    known: frozenset[str]
    place: Position
    call: Position | None = None


@dataclass(frozen=True, slots=True)
class AnswerRead:
    """A member of an answer that is read; ``path`` leads to it, ``*`` for any index; ``sdk`` whether the SDK has it."""

    path: tuple[str, ...]
    place: Position
    sdk: bool


@dataclass(frozen=True, slots=True)
class SdkUse:
    """What a source uses: ``unknown`` is what fails, ``read`` are members of answers, ``keywords`` those of clients."""

    unknown: tuple[UnknownSdkName, ...] = ()
    read: tuple[AnswerRead, ...] = ()


def sdk_use(file: str, text: str) -> SdkUse:
    """Return what ``text`` uses of the SDK; nothing of a source that does not parse or does not name it."""
    if "openai" not in text.lower():
        return SdkUse()
    try:
        nodes = parsed(text).nodes
    except REFUSALS:
        return SdkUse()
    found = _Finder(Source(file, text), nodes)
    try:
        return SdkUse(tuple(found.unknown()), tuple(found.read()))
    except RecursionError:
        return SdkUse()


class _Finder:
    def __init__(self, source: Source, nodes: Sequence[ast.AST]) -> None:
        self.source = source
        self.nodes = nodes
        self.classes: dict[str, str] = {}
        self.modules: set[str] = set()
        for node in self.nodes:
            if isinstance(node, ast.ImportFrom) and node.module == "openai":
                self.classes |= {one.asname or one.name: _ALSO.get(one.name, one.name) for one in node.names}
            elif isinstance(node, ast.Import):
                self.modules |= {one.asname or one.name for one in node.names if one.name == "openai"}
        self.bound = self._bound()
        # A name that is also bound to something else may be that: two libraries have a `Client`.
        imports = Counter(
            one.asname or one.name
            for node in self.nodes
            if isinstance(node, ast.ImportFrom) and node.module == "openai"
            for one in node.names
        )
        self.classes = {
            name: kind for name, kind in self.classes.items() if self.bound.get(name) == [None] * imports[name]
        }
        self.clients = {name for name, values in self.bound.items() if values and all(map(self._is_client, values))}
        self.answers = {name for name, values in self.bound.items() if values and all(map(self._is_answer, values))}

    def _bound(self) -> dict[str, list[ast.expr | None]]:
        """Return for each name what is assigned to it, wherever; None where that is not one expression."""
        found: dict[str, list[ast.expr | None]] = {}
        simple = set[int]()
        for node in self.nodes:
            match node:
                case ast.Assign(targets=[ast.Name(id=name) as target], value=value):
                    found.setdefault(name, []).append(value)
                    simple.add(id(target))
                case ast.AnnAssign(target=ast.Name(id=name) as target, value=ast.expr() as value):
                    found.setdefault(name, []).append(value)
                    simple.add(id(target))
                case ast.withitem(context_expr=value, optional_vars=ast.Name(id=name) as target):
                    found.setdefault(name, []).append(value)
                    simple.add(id(target))
        for node in self.nodes:
            match node:
                case ast.Name(id=name, ctx=ast.Store() | ast.Del()) if id(node) not in simple:
                    found.setdefault(name, []).append(None)
                case ast.arg(arg=name) | ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                    found.setdefault(name, []).append(None)
                case ast.alias(asname=asname, name=name):
                    found.setdefault((asname or name).partition(".")[0], []).append(None)
        return found

    def _class_of(self, function: ast.expr) -> str | None:
        """Return the client's class that a call of ``function`` makes, None for anything else."""
        match function:
            case ast.Name(id=name) if name in self.classes:
                found = self.classes[name]
            case ast.Attribute(value=ast.Name(id=module), attr=name) if self._is_module(module):
                found = _ALSO.get(name, name)
            case _:
                return None
        return found if found in CLIENTS else None

    def _is_module(self, name: str) -> bool:
        return name in self.modules and self.bound.get(name) == [None]

    def _is_client(self, value: ast.expr | None) -> bool:
        match value:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method)) if method in _SAME:
                return all(self._is_client(one) for one in self.bound.get(name, []) if one is not value)
            case ast.Call(func=function):
                return self._class_of(function) is not None
        return False

    def _is_answer(self, value: ast.expr | None) -> bool:
        """Whether an expression asks for one answer, and not for a stream of chunks."""
        call = value.value if isinstance(value, ast.Await) else value
        if not isinstance(call, ast.Call) or any(one.arg is None for one in call.keywords):
            return False
        root, path = _chain(call.func)
        streams = any(one.arg == "stream" and not _is_false(one.value) for one in call.keywords)
        return root in self.clients and path[:-1] in _CHAT and path[-1] == "create" and not streams

    def unknown(self) -> Iterator[UnknownSdkName]:
        """Yield what the SDK does not have, in no order."""
        yield from self._names()
        yield from self._indexes()
        inner = {id(node.value) for node in self.nodes if isinstance(node, ast.Attribute)}
        for node in self.nodes:
            if isinstance(node, ast.Call) and (name := self._class_of(node.func)) is not None:
                yield from self._keywords(node, name, CLIENTS[name])
            elif isinstance(node, ast.Call):
                root, path = _chain(node.func)
                if root in self.clients and path[:-1] in _CHAT and path[-1] == "create":
                    yield from self._keywords(node, "chat.completions.create", CREATE)
            if isinstance(node, ast.Attribute) and id(node) not in inner and isinstance(node.ctx, ast.Load):
                yield from self._member(node)

    def _names(self) -> Iterator[UnknownSdkName]:
        for node in self.nodes:
            if isinstance(node, ast.ImportFrom) and node.module == "openai" and not node.level:
                for one in node.names:
                    if one.name not in NAMES and one.name != "*" and not one.name.startswith("_"):
                        yield UnknownSdkName("name", one.name, "openai", NAMES, self.source.place(one))
            elif (
                isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and isinstance(node.ctx, ast.Load)
            ):
                name = node.attr
                if self._is_module(node.value.id) and name not in NAMES and not name.startswith("_"):
                    yield UnknownSdkName("name", name, "openai", NAMES, self._place(node))

    def _indexes(self) -> Iterator[UnknownSdkName]:
        """Yield where an answer, or an object in it, is read as a dictionary: the SDK's are objects (``BaseModel``)."""
        for node in self.nodes:
            match node:
                case ast.Subscript(value=owner, slice=ast.Constant(value=str(name)), ctx=ast.Load()):
                    path = self._answer_path(owner)
                    if path is not None and ANSWER.get(".".join(path)) is not None:
                        place = self.source.place(node.slice)
                        yield UnknownSdkName("index", name, self.source.written(owner), frozenset(), place)

    def _answer_path(self, node: ast.expr) -> tuple[str, ...] | None:
        """Return the path that leads from an answer to ``node``, None where it begins at none."""
        steps: list[str] = []
        while isinstance(node, ast.Attribute | ast.Subscript):
            if (
                isinstance(node, ast.Subscript)
                and isinstance(node.slice, ast.Constant)
                and isinstance(node.slice.value, str)
            ):
                return None  # the first of them is told
            steps.append(node.attr if isinstance(node, ast.Attribute) else "*")
            node = node.value
        return tuple(reversed(steps)) if isinstance(node, ast.Name) and node.id in self.answers else None

    def _keywords(self, call: ast.Call, owner: str, known: frozenset[str]) -> Iterator[UnknownSdkName]:
        for one in call.keywords:
            if one.arg is not None and one.arg not in known and not one.arg.startswith("_"):
                yield UnknownSdkName("keyword", one.arg, owner, known, self.source.place(one), self.source.place(call))

    def _member(self, node: ast.Attribute) -> Iterator[UnknownSdkName]:
        """Yield the first member of a chain ``client.chat.…`` that is none."""
        links = _links(node)
        root = links[0].value
        if not isinstance(root, ast.Name) or root.id not in self.clients:
            return
        path = ""
        for link in links:
            known = MEMBERS.get(path)
            if known is None:
                return
            if link.attr not in known and not link.attr.startswith("_"):
                owner = f"{root.id}.{path}" if path else root.id
                yield UnknownSdkName("member", link.attr, owner, known, self._place(link))
                return
            path = f"{path}.{link.attr}".lstrip(".")

    def read(self) -> Iterator[AnswerRead]:
        """Yield the members that are read of answers."""
        inner = {id(node.value) for node in self.nodes if isinstance(node, ast.Attribute | ast.Subscript)}
        for node in self.nodes:
            if isinstance(node, ast.Attribute | ast.Subscript) and id(node) not in inner:
                yield from self._path(node)

    def _path(self, node: ast.Attribute | ast.Subscript) -> Iterator[AnswerRead]:
        steps: list[ast.Attribute | ast.Subscript] = []
        one: ast.expr = node
        while isinstance(one, ast.Attribute | ast.Subscript):
            steps.append(one)
            one = one.value
        if not isinstance(one, ast.Name) or one.id not in self.answers:
            return
        path: tuple[str, ...] = ()
        for step in reversed(steps):
            if isinstance(step, ast.Subscript):
                if not isinstance(step.slice, ast.Constant | ast.UnaryOp):
                    return
                path = (*path, "*")
                continue
            fields = ANSWER.get(".".join(path))
            if fields is None or step.attr in METHODS or step.attr.startswith("_"):
                return
            path = (*path, step.attr)
            yield AnswerRead(path, self._place(step), step.attr in fields)
            if step.attr not in fields:
                return

    def _place(self, node: ast.Attribute) -> Position:
        """Return where the name behind the point stands."""
        end = ast.Name(id=node.attr, ctx=ast.Load())
        end.lineno, end.col_offset = (
            node.end_lineno or node.lineno,
            (node.end_col_offset or 0) - len(node.attr.encode()),
        )
        return self.source.place(end)


def _links(node: ast.Attribute) -> list[ast.Attribute]:
    """Return the attributes of a chain, the innermost first."""
    links = [node]
    while isinstance(links[-1].value, ast.Attribute):
        links.append(links[-1].value)
    return links[::-1]


def _chain(node: ast.expr) -> tuple[str | None, tuple[str, ...]]:
    """Return the name that a chain of attributes begins with, None without one, and the attributes."""
    if not isinstance(node, ast.Attribute):
        return None, ("",)
    links = _links(node)
    root = links[0].value
    return root.id if isinstance(root, ast.Name) else None, tuple(link.attr for link in links)


def _is_false(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and not node.value
