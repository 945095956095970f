"""A source with its tree-sitter tree; offsets are code points, and every place costs the same wherever it is."""

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from conformance.exchange import Position

if TYPE_CHECKING:
    from tree_sitter import Node


class Tree:
    """``text`` as ``grammar`` (a tree-sitter language) parses it; ``file`` is what places call it.

    ``parsed`` is what the grammar gets in place of ``text``, character for character, where that holds what no source
    of the language does and a document does, such as ``<your-resource>``.
    """

    def __init__(self, file: str, text: str, grammar: Any, parsed: str | None = None) -> None:
        import tree_sitter

        self.file = file
        self.source = text
        raw = (text if parsed is None else parsed).encode(errors="replace")
        ascii_only = len(raw) == len(text)
        self._starts = (
            None if ascii_only else [0, *accumulate(len(one.encode(errors="replace")) for one in parsed or text)]
        )
        self._lines = [0, *(index + 1 for index, one in enumerate(text) if one == "\n")]
        self.root: Node = tree_sitter.Parser(tree_sitter.Language(grammar)).parse(raw).root_node

    def start(self, node: "Node") -> int:
        """Return the offset at which ``node`` begins."""
        return self._offset(node.start_byte)

    def end(self, node: "Node") -> int:
        """Return the offset behind ``node``."""
        return self._offset(node.end_byte)

    def text(self, node: "Node") -> str:
        """Return how the source writes ``node``."""
        return self.source[self.start(node) : self.end(node)]

    def short(self, node: "Node", most: int = 80) -> str:
        """Return how the source begins to write ``node``: to tell it from a few words, whatever its length."""
        start = self.start(node)
        return self.source[start : min(self.end(node), start + most)]

    def line(self, node: "Node", most: int = 200) -> str:
        """Return ``node`` as the source writes it, on one line and no longer than a reader wants it."""
        start = self.start(node)
        return " ".join(self.source[start : min(self.end(node), start + most)].split())

    def place(self, offset: int) -> Position:
        """Return the line and column of ``offset``."""
        line = bisect_right(self._lines, offset)
        return Position(self.file, line, offset - self._lines[line - 1] + 1)

    def place_of(self, node: "Node") -> Position:
        """Return the line and column at which ``node`` begins."""
        return self.place(self.start(node))

    def _offset(self, byte: int) -> int:
        return byte if self._starts is None else bisect_right(self._starts, byte) - 1
