"""The tree of a PowerShell source, without the grammar's chains of one-child nodes; offsets are bytes of the source."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from conformance.exchange import Position
from conformance.reading.powershell.repair import Repaired, seldom, usual
from conformance.reading.remembering import remembered

# Nodes that say nothing where they have one child.
_CHAIN: Final = frozenset(
    {
        *(
            f"{kind}{form}_expression"
            for kind in (
                "logical", "bitwise", "comparison", "additive", "multiplicative", "format", "range", "array_literal"
            )
            for form in ("", "_argument")
        ),
        "unary_expression", "argument_expression", "pipeline_chain", "string_literal", "integer_literal",
        "key_expression", "command_name_expr", "path_command_name", "member_name", "left_assignment_expression",
        "while_condition", "expression_with_unary_operator", "for_condition", "for_initializer", "for_iterator", "switch_clause_condition",
    }
)  # fmt: skip
_LEFT_OUT: Final = frozenset({"comment", "empty_statement"})
# Deeper trees than this are cut: nobody writes them, and they would exhaust the stack.
_MAX_DEPTH: Final = 150
_LINE_END: Final = re.compile(rb"\n")


@dataclass(slots=True, eq=False)
class Node:
    """One node; ``children`` are all of them, tokens too, ``named`` those that are no tokens.

    ``broken`` where the grammar did not understand all of it.
    """

    kind: str
    start: int
    end: int
    is_named: bool
    broken: bool
    children: "list[Node]" = field(default_factory=list)

    @property
    def named(self) -> "list[Node]":
        return [child for child in self.children if child.is_named]

    def child(self, *kinds: str) -> "Node | None":
        """Return the first child of one of ``kinds``."""
        return next((child for child in self.children if child.kind in kinds), None)

    def below(self, *kinds: str) -> "Iterator[Node]":
        """Yield the nodes of ``kinds`` in this one, itself included, in the order of the source."""
        todo = [self]
        while todo:
            node = todo.pop()
            if node.kind in kinds:
                yield node
            todo.extend(reversed(node.children))


class Syntax:
    """A source with its tree and its comments."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.raw = text.encode(errors="replace")
        self._lines = [0, *(end.end() for end in _LINE_END.finditer(self.raw))]
        self.root, self.comments = _tree(text)

    def text(self, node: Node) -> str:
        """Return how the source writes ``node``."""
        return self.slice(node.start, node.end)

    def slice(self, start: int, end: int) -> str:
        return self.raw[start:end].decode(errors="replace")

    def line(self, node: Node) -> str:
        """Return ``node`` as the source writes it, on one line."""
        return " ".join(self.text(node).split())

    def place(self, offset: int) -> Position:
        """Return the place of byte ``offset``."""
        line = bisect_right(self._lines, offset)
        return Position(self.file, line, len(self.slice(self._lines[line - 1], offset)) + 1)


@remembered(128)
def _tree(text: str) -> tuple[Node, tuple[Node, ...]]:
    """Return the tree of a source, which nobody changes, and its comments."""
    import tree_sitter
    import tree_sitter_powershell

    raw = text.encode(errors="replace")
    parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_powershell.language()))
    repaired = Repaired(raw, usual(raw))
    root = parser.parse(repaired.text).root_node
    if root.has_error and (edits := seldom(raw)):
        other = Repaired(raw, usual(raw) + edits)
        tried = parser.parse(other.text).root_node
        if _errors(tried) < _errors(root):
            repaired, root = other, tried
    return _lifted(root, repaired)


def _lifted(root: Any, repaired: Repaired) -> tuple[Node, tuple[Node, ...]]:
    """Return ``root`` as Nodes; the comments are kept apart."""

    def node_of(one: Any) -> Node:
        start, end = one.start_byte, one.end_byte
        if repaired.differs:
            start, end = repaired.origin(start), repaired.origin(end, end=True)
        return Node(one.type, start, max(start, end), one.is_named, one.has_error or one.is_missing)

    comments: list[Node] = []
    top = node_of(root)
    todo = [(root, top, 0)]
    while todo:
        one, node, depth = todo.pop()
        if depth > _MAX_DEPTH:
            node.broken = True
            continue
        for child in one.children:
            if child.type in _LEFT_OUT:
                if child.type == "comment":
                    comments.append(node_of(child))
                continue
            while child.type in _CHAIN and child.child_count == 1:
                child = child.children[0]  # the chain's end stands for it
            found = node_of(child)
            node.children.append(found)
            if child.child_count:
                todo.append((child, found, depth + 1))
    comments.sort(key=lambda comment: comment.start)
    return top, tuple(comments)


def _errors(root: Any) -> int:
    todo, count = [root], 0
    while todo:
        one = todo.pop()
        if one.is_error or one.is_missing:
            count += 1 + one.end_byte - one.start_byte
        elif one.has_error:
            todo.extend(one.children)
    return count
