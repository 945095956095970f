"""The state of a shell that is followed: variables, files that were written, and what was seen."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from conformance.exchange import Position
from conformance.reading.engine.branches import either
from conformance.reading.engine.journal import Fork
from conformance.reading.engine.names import Names
from conformance.reading.engine.run import Run
from conformance.reading.nearby import Files
from conformance.reading.pieces import Piece, Text, known, value_of
from conformance.reading.program import Printed
from conformance.reading.tree import Tree
from conformance.reading.value import Setting, Unknown

if TYPE_CHECKING:
    from tree_sitter import Node

# Reading a text again costs a step for so many of its characters.
_CHARACTERS_OF_A_STEP: Final = 100
Words = tuple[Text, ...] | None


class Arrays(Names):
    """The words of each array, None for one whose words are not known."""

    def joined(self, one: dict[str, Words], other: dict[str, Words], _fork: Fork) -> dict[str, Words]:
        return {name: one.get(name) if one.get(name) == other.get(name) else None for name in {**one, **other}}


@dataclass(eq=False)
class Shell(Run):
    """``names`` and ``arrays`` are the variables that were assigned, ``files`` those that were written."""

    tree: Tree
    read_file: Files
    names: Names = field(default_factory=Names)
    arrays: Arrays = field(default_factory=Arrays)
    files: Names = field(default_factory=Names)
    functions: "dict[str, Node]" = field(default_factory=dict)

    def join(self, one: Text | None, other: Text | None, expression: str, _fork: Fork) -> Text:
        return one if one is not None and one == other else self.unknown(expression)

    def perhaps(self, node: "Node", way: Callable[[], Text]) -> Text:
        """Follow what may not run; its output is unknown where it has one."""
        return either(self, way, lambda: (), self.written(node))

    def written(self, node: "Node") -> str:
        """Return how the source writes ``node``, on one line."""
        return self.tree.line(node)

    def place(self, node: "Node") -> Position:
        return self.tree.place_of(node)

    def literal(self, start: int, end: int) -> Text:
        """Return what the source writes from ``start`` to ``end``, as it stands."""
        return known(self.tree.source[start:end], start, self.tree.place)

    def unknown(self, expression: str) -> Text:
        return (Piece(Unknown(expression)),)

    def variable(self, name: str, node: "Node") -> Text:
        """Return what variable ``name`` holds: what was assigned, else what the environment has."""
        if name in self.names.held:
            return self.counted(self.names.held[name])
        if not name.replace("_", "a").isalnum() or name[0].isdigit():
            return self.unknown(f"${name}")
        if name.isupper():
            self.record.reads(name, self.place(node))
        return (Piece(Setting(name), self.tree.start(node), self.tree.place),)

    def counted(self, text: Text) -> Text:
        """Return ``text``; raises Exhausted where the source grows without end by what it repeats."""
        self.step(sum(len(str(getattr(piece.value, "value", ""))) + 1 for piece in text) // _CHARACTERS_OF_A_STEP)
        return text

    def does_not_understand(self, node: "Node") -> None:
        """Note a command that is not followed."""
        self.record.does_not_understand(self.place(node), self.written(node))

    def print(self, text: Text, node: "Node") -> None:
        """Record what a command writes to standard output."""
        if text:
            self.record.printed.append(Printed(value_of(text), self.place(node), self.certain))
