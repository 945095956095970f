"""Read one source of shell commands: follow it, and collect what its ``curl`` commands send."""

from typing import TYPE_CHECKING, Final

from conformance.exchange import Position
from conformance.reading.bash.shell import Shell
from conformance.reading.bash.source import prepared
from conformance.reading.bash.statements import follow
from conformance.reading.engine.limits import Exhausted
from conformance.reading.nearby import Files
from conformance.reading.program import Comment, NotUnderstood, Reading
from conformance.reading.tree import Tree

if TYPE_CHECKING:
    from tree_sitter import Node

# What is larger than this was not written to be read by people, and a grammar may take long to find that out.
_MOST: Final = 300_000


def read_bash(file: str, text: str, files: Files | None = None) -> Reading:
    """Return what the commands in ``text`` send and print; ``file`` is what places call it. Nothing is executed.

    ``files`` returns the text of a file that the commands read (``-d @body.json``); without it none is opened. Never
    raises: what is not followed is in ``not_understood``, and no call behind it is certain.
    """
    import tree_sitter_bash

    if len(text) > _MOST:
        return Reading(file, "bash", not_understood=(NotUnderstood(Position(file, 1, 1), "more than is followed"),))
    tree = Tree(file, text, tree_sitter_bash.language(), prepared(text))
    shell = Shell(tree=tree, read_file=files or _none)
    try:
        follow(shell, tree.root)
    except (Exhausted, RecursionError):
        shell.record.does_not_understand(Position(file, 1, 1), "more than is followed")
    return shell.record.reading(file, "bash", tuple(_comments(tree)))


def _none(_name: str) -> None:
    return None


def _comments(tree: Tree) -> "list[Comment]":
    found = []
    todo: list[Node] = [tree.root]
    while todo:
        node = todo.pop()
        if node.type == "comment":
            start = tree.start(node)
            line = tree.source.rfind("\n", 0, start) + 1
            beside = bool(tree.source[line:start].strip())
            found.append(Comment(tree.text(node).lstrip("#").strip(), tree.place(start), beside))
        todo += reversed(node.children)
    return found
