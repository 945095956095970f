"""The state of a shell that is followed: variables, files that were written, and what was seen."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from conformance.exchange import Position
from conformance.reading.engine.limits import Exhausted
from conformance.reading.nearby import Files
from conformance.reading.pieces import Piece, Text, known, value_of
from conformance.reading.program import Call, NotUnderstood, Printed, SettingRead
from conformance.reading.tree import Tree
from conformance.reading.value import Setting, Unknown

if TYPE_CHECKING:
    from tree_sitter import Node

# A document's commands are few; who nests or repeats more than this means harm.
MOST_STEPS: Final = 50_000
DEEPEST: Final = 60
MOST_CHARACTERS: Final = 4_000_000
MOST_ROUNDS: Final = 16


@dataclass
class Shell:
    """``certain`` is False where it is not known whether a command runs.

    ``arrays`` are the variables that hold several words, None for one whose words are not known.
    """

    tree: Tree
    read_file: Files
    names: dict[str, Text] = field(default_factory=dict)
    arrays: dict[str, tuple[Text, ...] | None] = field(default_factory=dict)
    files: dict[str, Text] = field(default_factory=dict)
    functions: "dict[str, Node]" = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    printed: list[Printed] = field(default_factory=list)
    settings: dict[str, SettingRead] = field(default_factory=dict)
    not_understood: list[NotUnderstood] = field(default_factory=list)
    certain: bool = True
    depth: int = 0
    steps: int = 0
    characters: int = 0

    def step(self) -> None:
        """Count one step; raises Exhausted where there were too many."""
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise Exhausted

    @contextmanager
    def deeper(self) -> Iterator[None]:
        """Follow what is nested; raises Exhausted where that is too deep."""
        if self.depth >= DEEPEST:
            raise Exhausted
        self.depth += 1
        try:
            yield
        finally:
            self.depth -= 1

    @contextmanager
    def doubting(self) -> Iterator[None]:
        """Follow what may not run: its calls are not certain, and variables that it changes are not known afterwards."""
        certain, names, arrays = self.certain, dict(self.names), dict(self.arrays)
        self.certain = False
        try:
            yield
        finally:
            self.certain = certain
            for name, text in self.names.items():
                if names.get(name) is not text:
                    self.names[name] = self.unknown(f"${name}")
            for name, elements in self.arrays.items():
                if arrays.get(name) is not elements:
                    self.arrays[name] = None

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
        if name in self.names:
            return self.counted(self.names[name])
        if not name.replace("_", "a").isalnum() or name[0].isdigit():
            return self.unknown(f"${name}")
        place = self.place(node)
        if name.isupper():
            self.settings.setdefault(name, SettingRead(name, place))
        return (Piece(Setting(name), self.tree.start(node), self.tree.place),)

    def counted(self, text: Text) -> Text:
        """Return ``text``; raises Exhausted where the source grows without end by what it repeats."""
        self.characters += sum(len(str(getattr(piece.value, "value", ""))) + 1 for piece in text)
        if self.characters > MOST_CHARACTERS:
            raise Exhausted
        return text

    def does_not_understand(self, node: "Node") -> None:
        self.not_understood.append(NotUnderstood(self.place(node), self.written(node)))

    def print(self, text: Text, node: "Node") -> None:
        """Record what a command writes to standard output."""
        if text:
            self.printed.append(Printed(value_of(text), self.place(node), self.certain))
