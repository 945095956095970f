"""What a script holds by name: variables, those of the environment, functions, and files that it made."""

from dataclasses import dataclass, field
from typing import Any

from conformance.reading.engine.journal import Fork
from conformance.reading.engine.names import Names
from conformance.reading.powershell.data import NULL, Array, Nothing, Operand, ScriptBlock, Table
from conformance.reading.powershell.snapshots import same, snapshot
from conformance.reading.value import Either, Unknown


@dataclass(frozen=True, slots=True)
class Variable:
    """``assigned`` is the byte of the source where the assignment stands that wrote it."""

    value: Operand
    assigned: int | None = None


_ABSENT = Variable(NULL)


@dataclass(slots=True, eq=False)
class Variables(Names):
    """The variables of a scope, by their names in lower case; or what else has names."""

    held: dict[Any, Variable] = field(default_factory=dict)

    def joined(self, one: dict[Any, Variable], other: dict[Any, Variable], fork: Fork) -> dict[Any, Variable]:
        joined = {}
        for name in {**one, **other}:
            here, there = one.get(name, _ABSENT), other.get(name, _ABSENT)
            before = self.held.get(name, _ABSENT).assigned
            assigned = there.assigned if name not in one or here.assigned == before else here.assigned
            joined[name] = Variable(fork.value(here.value, there.value, f"${name}"), assigned)
        return joined


@dataclass(slots=True, eq=False)
class State:
    """Scopes, the outermost first; variables of the environment that the source itself set; functions; files."""

    scopes: list[Variables] = field(default_factory=lambda: [Variables()])
    environment: Variables = field(default_factory=Variables)
    functions: Variables = field(default_factory=Variables)
    files: Variables = field(default_factory=Variables)

    def find(self, name: str) -> Variable | None:
        """Return the variable that ``name`` (in lower case) means here, or None."""
        return next((scope.held[name] for scope in reversed(self.scopes) if name in scope.held), None)


def join_operands(one: Operand, other: Operand, expression: str, fork: Fork) -> Operand:
    """Return what is known of a value that is one of two."""
    if one is other:
        return one
    if (made := fork.made.get((id(one), id(other)))) is not None:
        return made  # type: ignore[no-any-return]
    if isinstance(one, Table) and isinstance(other, Table) and one.kind == other.kind:
        return _merged(one, other, Table(one.kind), fork)
    if isinstance(one, Array) and isinstance(other, Array):
        return _merged(one, other, Array(grows=one.grows, puts_index=one.puts_index), fork)
    if same(one, other):
        return one
    if isinstance(one, ScriptBlock) or isinstance(other, ScriptBlock):
        return one if isinstance(one, ScriptBlock) else other
    return _default(one, other, fork) or Unknown(expression)


def _merged(one: Table | Array, other: Table | Array, into: Table | Array, fork: Fork) -> Operand:
    fork.made[id(one), id(other)] = into
    into.restore(into.joined(fork.first.content(one), fork.second.content(other), fork))
    return into


def _default(one: Operand, other: Operand, fork: Fork) -> Operand | None:
    """Return ``subject or default`` where the branch gave a default to what is empty."""
    subject = fork.decision.subject
    filled, empty = fork.filled(one, other)
    if subject is None or not same(filled, subject) or isinstance(empty, Table | Array | Nothing):
        return None
    return Either(snapshot(filled), snapshot(empty))
