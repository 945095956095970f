"""What is known while a source is followed, and what was found so far."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final, Literal

from conformance.exchange import Position
from conformance.reading.limits import MOST_STEPS, Exhausted
from conformance.reading.powershell.convert import text_value
from conformance.reading.powershell.data import Array, Block, Operand, Slot, items
from conformance.reading.powershell.snapshots import snapshot
from conformance.reading.powershell.state import State, Variable
from conformance.reading.powershell.stream import Stream
from conformance.reading.powershell.syntax import Node, Syntax
from conformance.reading.program import Call, MemberRead, NotUnderstood, Printed, SettingRead
from conformance.reading.value import FromAnswer, Known, Members, Unknown, Value

# Nested statements, expressions and calls of functions.
MAX_DEPTH: Final = 110
MAX_CHOICES: Final = 128
Failure = Literal["ends", "handled", "passes"]


@dataclass(slots=True, eq=False)
class Draft:
    """A call; ``settled`` once it is known what its failure does, else ``failure`` is what it does unless caught."""

    call: Call
    failure: Failure
    settled: bool = False


@dataclass(slots=True, eq=False)
class Frame:
    """A function, a loop or a branch; ``doubt`` where what follows in it may not run, ``left`` what it may have put out."""

    kind: Literal["function", "loop", "branch"]
    doubt: bool = False
    left: bool = False


@dataclass(eq=False)
class Machine:
    """Follows one source. ``run`` follows a statement, ``evaluate`` an expression, ``value`` tells what a statement is worth."""

    syntax: Syntax
    run: "Callable[[Machine, Node, Stream], None]"
    evaluate: "Callable[[Machine, Node], Operand]"
    value: "Callable[[Machine, Node], Operand]"
    state: State = field(default_factory=State)
    frames: list[Frame] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    printed: list[Printed] = field(default_factory=list)
    settings: dict[Position, SettingRead] = field(default_factory=dict)
    not_understood: dict[Position, NotUnderstood] = field(default_factory=dict)
    members: dict[MemberRead, None] = field(default_factory=dict)
    statement: Node | None = None
    quiet: int = 0
    steps: int = 0
    depth: int = 0
    files: int = 0
    blocks: dict[int, Block] = field(default_factory=dict)
    followed: set[int] = field(default_factory=set)
    lost: bool = False
    trapped: bool = False  # an error ends the script, by a trap

    @property
    def certain(self) -> bool:
        """Whether what happens now happens in every run."""
        return not self.lost and not any(frame.doubt for frame in self.frames)

    @contextmanager
    def step(self) -> Iterator[None]:
        """Count a step; raises Exhausted where there are too many, or too deep ones."""
        self.steps += 1
        if self.steps > MOST_STEPS or self.depth >= MAX_DEPTH:
            raise Exhausted
        self.depth += 1
        try:
            yield
        finally:
            self.depth -= 1

    def pays(self, steps: int) -> None:
        """Count what costs as much as so many steps. Raises Exhausted."""
        self.steps += steps
        if self.steps > MOST_STEPS:
            raise Exhausted

    @contextmanager
    def frame(self, kind: Literal["function", "loop", "branch"], *, doubt: bool = False) -> Iterator[Frame]:
        frame = Frame(kind, doubt)
        self.frames.append(frame)
        try:
            yield frame
        finally:
            self.frames.pop()

    @contextmanager
    def scope(self) -> Iterator[dict[str, Variable]]:
        names: dict[str, Variable] = {}
        depth = len(self.state.scopes)
        self.state.scopes.append(names)
        try:
            yield names
        finally:
            del self.state.scopes[depth:]

    @contextmanager
    def scope_of_item(self, slot: Slot) -> Iterator[None]:
        """Let ``$_`` be ``slot`` for a while."""
        scope = self.state.scopes[-1]
        outer = scope.get("_")
        scope["_"] = Variable(slot.value, slot.start)
        try:
            yield
        finally:
            scope = self.state.scopes[-1]
            if outer is None:
                scope.pop("_", None)
            else:
                scope["_"] = outer

    def place(self, node: Node | int) -> Position:
        return self.syntax.place(node if isinstance(node, int) else node.start)

    def does_not_understand(self, node: Node | None = None) -> None:
        """Note that the statement (or ``node``) does what is neither setting, chat call, printing nor harmless."""
        node = node or self.statement or self.syntax.root
        place = self.place(node)
        self.not_understood.setdefault(place, NotUnderstood(place, self.syntax.line(node)))

    def reads_member(self, path: tuple[str | int, ...]) -> None:
        """Note that the statement that is followed reads a member of an answer."""
        self.members.setdefault(MemberRead(path, self.place(self.statement or self.syntax.root)))

    def unknown(self, node: Node) -> Unknown:
        return Unknown(self.syntax.line(node))

    def prints(self, text: Value, node: Node | None = None) -> None:
        """Note that ``text`` goes to standard output, unless that is redirected."""
        if not self.quiet:
            place = self.place(node or self.statement or self.syntax.root)
            self.printed.append(Printed(text, place, self.certain))

    def snapshot(self, value: Operand) -> Value:
        return snapshot(value, self.syntax)

    def assign(self, name: str, value: Operand, at: int | None, *, scope: int = -1) -> None:
        self.state.scopes[scope][name] = Variable(value, at)

    def preference(self, name: str) -> str | None:
        """Return the text of a preference variable in lower case, None where it is not set or not known."""
        variable = self.state.find(name)
        known = text_value(variable.value).known if variable else None
        return known.lower() if known else None

    def items(self, value: Operand) -> list[Slot]:
        """Return the elements that ``value`` is enumerated to; the choices of an answer are those that it was asked for."""
        if isinstance(value, FromAnswer) and value.path == ("choices",):
            return [Slot(FromAnswer(value.call, ("choices", index))) for index in range(self.choices(value.call))]
        return items(value)

    def choices(self, call: int) -> int:
        """Return how many choices call number ``call`` asks for."""
        body = self.drafts[call].call.body if call < len(self.drafts) else None
        entry = body.entry("n") if isinstance(body, Members) else None
        asked = entry.value.value if entry and isinstance(entry.value, Known) else None
        return asked if isinstance(asked, int) and not isinstance(asked, bool) and 1 <= asked <= MAX_CHOICES else 1

    def put(self, out: Stream, value: Operand, start: int | None = None) -> None:
        """Put ``value`` into a stream, an array element by element."""
        for slot in self.items(value):
            at = slot.start if isinstance(value, Array) and slot.start is not None else start
            out.put(Slot(slot.value, at, slot.via))

    def calls(self) -> tuple[Call, ...]:
        from dataclasses import replace

        return tuple(replace(draft.call, failure=draft.failure) for draft in self.drafts)
