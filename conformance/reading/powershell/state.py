"""The variables at one moment: copied where two branches are looked at, and merged behind them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from conformance.reading.powershell.data import NULL, Array, Block, Nothing, Operand, Slot, Table, TempFile, Truth
from conformance.reading.powershell.snapshots import same, snapshot
from conformance.reading.value import Either, Unknown

_Key = TypeVar("_Key")


@dataclass(slots=True, eq=False)
class Variable:
    """``assigned`` is the byte of the source where the assignment stands that wrote it."""

    value: Operand
    assigned: int | None = None


@dataclass(slots=True, eq=False)
class State:
    """Scopes, the outermost first; variables of the environment that the source itself set; files that it made."""

    scopes: list[dict[str, Variable]] = field(default_factory=lambda: [{}])
    environment: dict[str, Operand] = field(default_factory=dict)
    functions: dict[str, Block] = field(default_factory=dict)
    files: dict[TempFile, Operand] = field(default_factory=dict)

    def find(self, name: str) -> Variable | None:
        """Return the variable that ``name`` (in lower case) means here, or None."""
        return next((scope[name] for scope in reversed(self.scopes) if name in scope), None)

    def copy(self) -> "State":
        """Return a state of its own: what changes in it changes nothing here."""
        seen: dict[int, Operand] = {}
        return State(
            [
                {name: Variable(_copy(one.value, seen), one.assigned) for name, one in scope.items()}
                for scope in self.scopes
            ],
            {name: _copy(value, seen) for name, value in self.environment.items()},
            dict(self.functions),
            {file: _copy(value, seen) for file, value in self.files.items()},
        )

    @property
    def size(self) -> int:
        """How many values the variables hold, nested ones aside."""
        held = (one.value for scope in self.scopes for one in scope.values())
        return sum(1 + (len(value.cells) if isinstance(value, Table | Array) else 0) for value in held)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a condition that is not known asks: whether ``subject`` is not empty (``negated``: is empty)."""

    subject: Operand | None = None
    negated: bool = False

    @classmethod
    def on(cls, condition: Operand) -> "Decision":
        if isinstance(condition, Truth):
            return cls(condition.of, condition.negated)
        return cls(condition)


def merge(taken: State, other: State, decision: Decision) -> State:
    """Return what holds behind a branch, ``taken`` where the condition held and ``other`` where not."""
    merger = _Merger(decision)
    scopes = [
        {
            name: merger.variable(name, here.get(name), there.get(name))
            for name in [*here, *(name for name in there if name not in here)]
        }
        for here, there in zip(taken.scopes, other.scopes, strict=False)
    ]
    return State(
        scopes,
        merger.mapping(taken.environment, other.environment),
        {**other.functions, **taken.functions},
        merger.mapping(taken.files, other.files),
    )


def merge_values(taken: Operand, other: Operand, decision: Decision, expression: str) -> Operand:
    """Return what is known of a value that is one of two."""
    return _Merger(decision).value(taken, other, expression)


class _Merger:
    def __init__(self, decision: Decision) -> None:
        self.decision = decision
        self.seen: dict[tuple[int, int], tuple[Operand, Operand, Operand]] = {}

    def variable(self, name: str, here: Variable | None, there: Variable | None) -> Variable:
        one, other = here or Variable(NULL), there or Variable(NULL)
        value = self.value(one.value, other.value, f"${name}")
        return Variable(value, one.assigned if one.assigned != other.assigned and here else other.assigned)

    def mapping(self, here: dict[_Key, Operand], there: dict[_Key, Operand]) -> dict[_Key, Operand]:
        return {key: self.value(here.get(key, NULL), there.get(key, NULL), str(key)) for key in [*here, *there]}

    def value(self, taken: Operand, other: Operand, expression: str) -> Operand:
        if (seen := self.seen.get((id(taken), id(other)))) is not None:
            return seen[0]
        if same(taken, other) and not isinstance(taken, Table | Array):
            return taken
        if isinstance(taken, Table) and isinstance(other, Table) and taken.kind == other.kind:
            return self.table(taken, other, expression)
        if isinstance(taken, Array) and isinstance(other, Array):
            return self.array(taken, other, expression)
        return self.default(taken, other) or Unknown(expression)

    def default(self, taken: Operand, other: Operand) -> Operand | None:
        """Return ``subject or default`` where the branch gave a default to what is empty."""
        subject = self.decision.subject
        full, empty = (other, taken) if self.decision.negated else (taken, other)
        if subject is None or not same(full, subject) or isinstance(empty, Table | Array | Block | Nothing):
            return None
        return Either(snapshot(full), snapshot(empty))

    def table(self, taken: Table, other: Table, expression: str) -> Table:
        merged = Table(taken.kind, more=taken.more or other.more)
        self.seen[(id(taken), id(other))] = (merged, taken, other)
        for key in [*other.cells, *(key for key in taken.cells if key not in other.cells)]:
            here, there = taken.cells.get(key), other.cells.get(key)
            if here and there:
                value = self.value(here[1].value, there[1].value, f"{expression}.{here[0]}")
                merged.cells[key] = (there[0], Slot(value, here[1].start, here[1].via, here[1].maybe or there[1].maybe))
            elif found := here or there:
                merged.cells[key] = (found[0], Slot(found[1].value, found[1].start, found[1].via, maybe=True))
        return merged

    def array(self, taken: Array, other: Array, expression: str) -> Array:
        merged = Array([], taken.more or other.more, taken.grows, taken.tells)
        self.seen[(id(taken), id(other))] = (merged, taken, other)
        for index, (here, there) in enumerate(zip(taken.cells, other.cells, strict=False)):
            merged.cells.append(Slot(self.value(here.value, there.value, f"{expression}[{index}]"), here.start))
        if len(taken.cells) != len(other.cells):
            merged.more = merged.more or expression
        return merged


def _copy(value: Operand, seen: dict[int, Operand]) -> Operand:
    if not isinstance(value, Table | Array):
        return value
    if id(value) in seen:
        return seen[id(value)]
    slot: Callable[[Slot], Slot] = lambda one: Slot(_copy(one.value, seen), one.start, one.via, one.maybe)  # noqa: E731
    if isinstance(value, Table):
        table = seen[id(value)] = Table(value.kind, {}, value.more)
        table.cells.update({key: (name, slot(one)) for key, (name, one) in value.cells.items()})
        return table
    array = seen[id(value)] = Array([], value.more, value.grows, value.tells)
    array.cells.extend(slot(one) for one in value.cells)
    return array
