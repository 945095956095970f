"""The state of a run that is followed: scopes, what was recorded, and how far it may go on."""

import ast
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from conformance.exchange import Position
from conformance.reading.leaving import Left
from conformance.reading.limits import MOST_STEPS, Exhausted
from conformance.reading.program import Call, MemberRead, NotUnderstood, Printed, SettingRead
from conformance.reading.python.journal import Journal
from conformance.reading.python.objects import DictObject, Function, ListObject, Object, Opaque, Scope
from conformance.reading.python.source import Source
from conformance.reading.value import Unknown, Value

DEEPEST_CALL: Final = 12
Failure = Literal["ends", "handled", "passes"]


@dataclass
class Record:
    """What was seen so far. ``certain`` of a call or a text is relative to the branch that is being followed.

    A call has a number of its own here: its place in the list changes while branches are taken back.
    """

    calls: list[tuple[int, Call]] = field(default_factory=list)
    printed: list[Printed] = field(default_factory=list)
    settings: dict[tuple[str, Position], SettingRead] = field(default_factory=dict)
    not_understood: dict[Position, NotUnderstood] = field(default_factory=dict)
    members: dict[MemberRead, None] = field(default_factory=dict)

    def mark(self) -> tuple[int, int]:
        """Return how much was recorded."""
        return len(self.calls), len(self.printed)

    def forget(self, mark: tuple[int, int]) -> None:
        """Drop the calls and texts since ``mark``."""
        del self.calls[mark[0] :]
        del self.printed[mark[1] :]

    def doubt(self, mark: tuple[int, int]) -> None:
        """Make the calls and texts since ``mark`` uncertain."""
        self.calls[mark[0] :] = [(number, replace(call, certain=False)) for number, call in self.calls[mark[0] :]]
        self.printed[mark[1] :] = [replace(text, certain=False) for text in self.printed[mark[1] :]]


@dataclass
class Frame:
    """A function or loop that is being followed; ``doubted`` where it may have been left before its end."""

    returned: list[Object] = field(default_factory=list)
    doubted: bool = False


@dataclass
class Machine:
    """One run that is followed. ``evaluate`` and ``invoke`` are set by the reader, which knows all parts."""

    source: Source
    scope: Scope
    evaluate: "Callable[[Machine, ast.expr], Object]"
    invoke: "Callable[[Machine, Function, list[Object], dict[str, Object], str | None], Object]"
    statement: ast.AST = field(default_factory=ast.Pass)
    record: Record = field(default_factory=Record)
    journal: Journal = field(default_factory=Journal)
    functions: list[Function] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    loops: list[Frame] = field(default_factory=list)
    environ: DictObject = field(default_factory=DictObject)
    sdk: DictObject = field(default_factory=DictObject)
    sent: int = 0
    certain: bool = True
    failure: Failure = "ends"
    steps_left: int = MOST_STEPS
    depth: int = 0

    def step(self) -> None:
        """Count one step; raises Exhausted where there were too many."""
        self.steps_left -= 1
        if self.steps_left < 0:
            raise Exhausted

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
        place = self.place(statement)
        self.record.not_understood.setdefault(place, NotUnderstood(place, self.written(statement)))
        return Opaque(self.written(node))

    def send(self, call: Call) -> int:
        """Record ``call``; return the number by which parts of its answer name it."""
        self.sent += 1
        self.record.calls.append((self.sent, call))
        return self.sent

    def print(self, text: Value, node: ast.AST) -> None:
        """Record a text that is written to standard output."""
        self.record.printed.append(Printed(text, self.place(node), self.certain))

    def reads(self, name: str, place: Position) -> None:
        """Record that environment variable ``name`` is read."""
        self.record.settings.setdefault((name, place), SettingRead(name, place))

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
        """Look at what is not run, or not surely, only for what is not understood in it; nothing else is kept."""
        mark, certain, frames, loops = self.record.mark(), self.certain, list(self.frames), list(self.loops)
        self.frames.append(Frame())
        try:
            self.journal.attempt(lambda: _quietly(way))
        finally:
            self.record.forget(mark)
            self.certain, self.frames, self.loops = certain, frames, loops


def _quietly(way: Callable[[], object]) -> None:
    try:
        way()
    except Left:
        return
