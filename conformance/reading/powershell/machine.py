"""What is known while a source is followed, and what was found so far."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from conformance.exchange import Position
from conformance.reading.engine.journal import Fork
from conformance.reading.engine.run import Run
from conformance.reading.powershell.convert import text_value
from conformance.reading.powershell.data import Array, Operand, ScriptBlock, Slot, items
from conformance.reading.powershell.snapshots import snapshot
from conformance.reading.powershell.state import State, Variable, Variables, join_operands
from conformance.reading.powershell.stream import Stream
from conformance.reading.powershell.syntax import Node, Syntax
from conformance.reading.program import MemberRead, Printed
from conformance.reading.value import FromAnswer, Known, Members, Unknown, Value

MAX_CHOICES: Final = 128


@dataclass(eq=False)
class Machine(Run):
    """Follows one source. ``run`` follows a statement, ``evaluate`` an expression, ``value`` tells what a statement is worth."""

    syntax: Syntax
    run: "Callable[[Machine, Node, Stream], None]"
    evaluate: "Callable[[Machine, Node], Operand]"
    value: "Callable[[Machine, Node], Operand]"
    state: State = field(default_factory=State)
    statement: Node | None = None
    quiet: int = 0
    files: int = 0
    blocks: dict[int, ScriptBlock] = field(default_factory=dict)
    followed: set[int] = field(default_factory=set)
    trapped: bool = False  # an error ends the script, by a trap

    def join(self, one: Operand, other: Operand, expression: str, fork: Fork) -> Operand:
        return join_operands(one, other, expression, fork)

    def stream(self) -> Stream:
        """Return a new stream, for what a pipeline puts out."""
        return Stream(self.journal)

    @contextmanager
    def scope(self) -> Iterator[None]:
        """Follow what has variables of its own."""
        self.state.scopes.append(Variables())
        try:
            yield
        finally:
            self.state.scopes.pop()

    @contextmanager
    def scope_of_item(self, slot: Slot) -> Iterator[None]:
        """Let ``$_`` be ``slot`` for a while."""
        names = self.state.scopes[-1]
        outer = names.held.get("_")
        self.assign("_", slot.value, slot.start)
        try:
            yield
        finally:
            self.journal.touch(names)
            if outer is not None:
                names.held["_"] = outer
            else:
                names.held.pop("_", None)

    def place(self, node: Node | int) -> Position:
        return self.syntax.place(node if isinstance(node, int) else node.start)

    def does_not_understand(self, node: Node | None = None) -> None:
        """Note that the statement (or ``node``) does what is neither setting, chat call, printing nor harmless."""
        node = node or self.statement or self.syntax.root
        self.record.does_not_understand(self.place(node), self.syntax.line(node))

    def reads_member(self, path: tuple[str | int, ...]) -> None:
        """Note that the statement that is followed reads a member of an answer."""
        self.record.members.setdefault(MemberRead(path, self.place(self.statement or self.syntax.root)))

    def unknown(self, node: Node) -> Unknown:
        return Unknown(self.syntax.line(node))

    def prints(self, text: Value, node: Node | None = None) -> None:
        """Note that ``text`` goes to standard output, unless that is redirected."""
        if not self.quiet:
            place = self.place(node or self.statement or self.syntax.root)
            self.record.printed.append(Printed(text, place, self.certain))

    def snapshot(self, value: Operand) -> Value:
        return snapshot(value, self.syntax)

    def assign(self, name: str, value: Operand, at: int | None, *, scope: int = -1) -> None:
        """Give variable ``name``, in lower case, a value; ``at`` is where the assignment stands."""
        self.hold(self.state.scopes[scope], name, Variable(value, at))

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
        asking = self.record.call(call)
        entry = asking.body.entry("n") if asking is not None and isinstance(asking.body, Members) else None
        asked = entry.value.value if entry and isinstance(entry.value, Known) else None
        return asked if isinstance(asked, int) and not isinstance(asked, bool) and 1 <= asked <= MAX_CHOICES else 1

    def put(self, out: Stream, value: Operand, start: int | None = None) -> None:
        """Put ``value`` into a stream, an array element by element."""
        for slot in self.items(value):
            at = slot.start if isinstance(value, Array) and slot.start is not None else start
            out.put(Slot(slot.value, at, slot.assigned))
