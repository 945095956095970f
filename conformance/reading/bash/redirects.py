"""What is redirected: standard input from a file, a here-document or a string; standard output into a file."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from conformance.reading.bash.shell import Shell
from conformance.reading.bash.words import document, is_quoted, word
from conformance.reading.pieces import Text, known, known_text

if TYPE_CHECKING:
    from tree_sitter import Node

_WRITES: Final = (">", ">>", ">|", "&>", "&>>")
_NO_STATEMENT: Final = frozenset(
    {"heredoc_start", "heredoc_body", "heredoc_end", "file_redirect", "herestring_redirect"}
)
_ARGUMENTS: Final = frozenset(
    {"word", "string", "raw_string", "concatenation", "simple_expansion", "expansion", "number", "ansi_c_string"}
)


@dataclass
class Redirects:
    """``target`` is the file that takes the output, ``""`` one that is not known, None where there is none.

    ``arguments`` and ``following`` stand on the line of a here-document behind its mark: more words of the command, and
    what comes after it, in a pipe where ``piped``.
    """

    stdin: Text | None = None
    target: str | None = None
    appends: bool = False
    arguments: "list[Node]" = field(default_factory=list)
    following: "list[Node]" = field(default_factory=list)
    piped: bool = False

    @classmethod
    def of(cls, shell: Shell, nodes: "Sequence[Node]") -> "Redirects":
        found = cls()
        for node in nodes:
            if node.type == "heredoc_redirect":
                found._here_document(shell, node)
            elif node.type == "herestring_redirect":
                found._here_string(shell, node)
            else:
                found._file(shell, node)
        return found

    def _here_document(self, shell: Shell, node: "Node") -> None:
        body = next((child for child in node.children if child.type == "heredoc_body"), None)
        mark = next((child for child in node.children if child.type == "heredoc_start"), None)
        quoted = mark is not None and is_quoted(shell.tree.text(mark))
        closed = any(child.type == "heredoc_end" and child.end_byte > child.start_byte for child in node.children)
        if not closed:
            self.stdin = shell.unknown(shell.written(node))
        else:
            self.stdin = document(shell, body, quoted) if body is not None else ()
        if any(child.type == "<<-" for child in node.children) and (text := known_text(self.stdin)) is not None:
            lines = text.split("\n")
            if any(line.startswith("\t") for line in lines):
                self.stdin = known("\n".join(line.lstrip("\t") for line in lines))
        for child in node.children:
            if child.type == "file_redirect":
                self._file(shell, child)
            elif child.type == "herestring_redirect":
                self._here_string(shell, child)
            elif child.type == "|":
                self.piped = True
            elif child.type in _ARGUMENTS:
                self.arguments.append(child)
            elif child.is_named and child.type not in _NO_STATEMENT:
                self.piped = self.piped or child.type == "pipeline"
                self.following.append(child)

    def _here_string(self, shell: Shell, node: "Node") -> None:
        if node.named_children:
            self.stdin = (*word(shell, node.named_children[-1]), *known("\n"))

    def _file(self, shell: Shell, node: "Node") -> None:
        """Take note of ``> FILE`` and ``< FILE``; what goes to standard error is nobody's."""
        names = [child for child in node.named_children if child.type != "file_descriptor"]
        descriptor = next((shell.tree.text(child) for child in node.children if child.type == "file_descriptor"), "1")
        operator = next((child.type for child in node.children if not child.is_named), "")
        if not names:
            return
        name = known_text(word(shell, names[0]))
        if operator == "<":
            text = self._content(shell, name) if name is not None else None
            self.stdin = text if text is not None else shell.unknown(shell.written(node))
        elif operator in _WRITES and descriptor == "1":
            self.target, self.appends = name or "", ">>" in operator
            self.arguments += names[1:]

    @staticmethod
    def _content(shell: Shell, name: str) -> Text | None:
        return shell.files.held[name] if name in shell.files.held else shell.read_file(name)
