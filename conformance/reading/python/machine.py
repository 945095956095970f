"""The state of a run of a Python source: what every run has, its scopes, and what is being followed."""

import ast
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from conformance.exchange import Position
from conformance.reading.engine.branches import look
from conformance.reading.engine.journal import Fork
from conformance.reading.engine.run import Run
from conformance.reading.program import MemberRead, Printed
from conformance.reading.python.joining import join_objects
from conformance.reading.python.objects import DictObject, Function, ListObject, Object, Opaque, Scope
from conformance.reading.python.source import Source
from conformance.reading.value import Unknown, Value

DEEPEST_CALL: Final = 12
RunBlock = Callable[["Machine", Sequence[ast.stmt]], None]


@dataclass(eq=False)
class Machine(Run):
    """One run that is followed. ``evaluate`` and ``invoke`` are set by the reader, which knows all parts."""

    source: Source
    scope: Scope
    evaluate: "Callable[[Machine, ast.expr], Object]"
    invoke: "Callable[[Machine, Function, list[Object], dict[str, Object], str | None], Object]"
    statement: ast.AST = field(default_factory=ast.Pass)
    functions: list[Function] = field(default_factory=list)
    function: Function | None = None  # the one that is being followed
    environ: DictObject = field(default_factory=DictObject)
    sdk: DictObject = field(default_factory=DictObject)

    def join(self, one: Object, other: Object, expression: str, fork: Fork) -> Object:
        return join_objects(one, other, expression, fork)

    def place(self, node: ast.AST) -> Position:
        """Return where ``node`` begins."""
        return self.source.place(node)

    def written(self, node: ast.AST) -> str:
        """Return ``node`` as the source writes it."""
        return self.source.written(node)

    def unknown(self, node: ast.AST) -> Unknown:
        """Return the unknown that ``node`` stands for: data, and nothing that does anything."""
        return Unknown(self.source.written(node))

    def not_understood(self, node: ast.AST) -> Opaque:
        """List the statement that is being followed as not understood; return what ``node`` may be: anything."""
        statement = self.statement if hasattr(self.statement, "lineno") else node
        self.record.does_not_understand(self.place(statement), self.written(statement))
        return Opaque(self.written(node))

    def print(self, text: Value, node: ast.AST) -> None:
        """Record a text that is written to standard output."""
        self.record.printed.append(Printed(text, self.place(node), self.certain))

    def reads_member(self, path: tuple[str | int, ...], node: ast.AST) -> None:
        """Record that a member of an answer's JSON is read."""
        self.record.members.setdefault(MemberRead(path, self.place(node)))

    def escape(self, item: Object, expression: str) -> None:
        """Take note that unknown code may change ``item``."""
        if isinstance(item, DictObject | ListObject):
            self.journal.touch(item)
            item.more = item.more or expression

    @contextmanager
    def following(self, statement: ast.AST) -> Iterator[None]:
        """Make ``statement`` the one that is being followed."""
        before, self.statement = self.statement, statement
        try:
            yield
        finally:
            self.statement = before

    def scan(self, way: Callable[[], object]) -> None:
        """Look at what is not run, or not surely, for settings, members and what is not understood in it."""
        look(self, way)
