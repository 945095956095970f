"""The syntax tree of a Python source, parsed once for all that look at it."""

import ast
import warnings
from dataclasses import dataclass
from functools import cached_property

from conformance.reading.remembering import remembered


@dataclass(frozen=True)
class Parsed:
    """A tree that nobody changes."""

    tree: ast.Module

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """All nodes, in the order of ``ast.walk``."""
        return tuple(ast.walk(self.tree))


@remembered(128)
def parsed(text: str) -> Parsed:
    """Return the tree of ``text``; raises what ``ast.parse`` does, and says nothing of odd escapes."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return Parsed(ast.parse(text))
