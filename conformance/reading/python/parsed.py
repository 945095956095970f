"""The syntax tree of a Python source, parsed once for all that look at it."""

import ast
from dataclasses import dataclass
from functools import cached_property

from conformance.reading.python.parsing import REFUSALS, parse
from conformance.reading.remembering import remembered


@dataclass(frozen=True)
class Parsed:
    """A tree that nobody changes; ``text`` is what this interpreter parses for the source (``parsing.py``)."""

    tree: ast.Module
    text: str

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """All nodes, in the order of ``ast.walk``."""
        return tuple(ast.walk(self.tree))


@remembered(128)
def parsed(text: str) -> Parsed:
    """Return the tree of ``text``; raises what ``ast.parse`` does, and says nothing of odd escapes."""
    return Parsed(*parse(text))


def parses(text: str) -> bool:
    """Return whether ``text`` is Python."""
    try:
        parsed(text)
    except REFUSALS:
        return False
    return True
