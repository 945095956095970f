"""Where a PowerShell sample writes its request, and what that is: a hashtable, ``ConvertTo-Json`` and a URL."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

import tree_sitter
import tree_sitter_powershell

from conformance.exchange import Position, SourceMap
from conformance.wire.pointer import Path, pointer_of

_LANGUAGE: Final = tree_sitter.Language(tree_sitter_powershell.language())


@dataclass(frozen=True)
class Prediction:
    """What a sample sends: ``url`` and ``body`` are None where they cannot be read; ``calls`` is how often."""

    sources: SourceMap
    url: str | None = None
    body: Any = None
    calls: int = 1


class _Unreadable(Exception):
    """An expression that is no literal."""


def read_powershell(file: str, text: str, environment: Mapping[str, str]) -> Prediction:
    """Return what ``text`` sends, with ``environment`` in place of the shell's."""
    raw = text.encode()
    root = tree_sitter.Parser(_LANGUAGE).parse(raw).root_node
    return _PowerShell(file, raw, root, environment).prediction()


@dataclass
class _PowerShell:
    file: str
    raw: bytes
    root: tree_sitter.Node
    environment: Mapping[str, str]
    variables: dict[str, str] = field(default_factory=dict)
    members: dict[str, Position] = field(default_factory=dict)

    def prediction(self) -> Prediction:
        body: Any = None
        url, url_place = None, None
        for assignment in _below(self.root, "assignment_expression"):
            name = self._text(assignment.named_children[0])
            value = assignment.named_children[-1]
            if self._converts_to_json(value):
                self.members[""] = self._place(assignment)
                hashtable = next(_below(value, "hash_literal_expression"), None)
                body = self._try(hashtable)
            elif "/chat/completions" in self._text(value):
                url, url_place = self._try(value), self._place(assignment)
            self._remember(name, value)
        sources = SourceMap(self.file, self.members, url_place, url_place)
        return Prediction(sources, url if isinstance(url, str) else None, body, self._calls())

    def _remember(self, name: str, value: tree_sitter.Node) -> None:
        """Keep what a variable holds: the environment's setting that its value names, or a literal text."""
        settings = [self._text(node).lower() for node in _below(value, "variable")]
        for setting, content in self.environment.items():
            if f"$env:{setting}".lower() in settings:
                self.variables[name.lower()] = content
                return
        literal = self._try(value)
        if isinstance(literal, str) and name.lower() not in self.variables:
            self.variables[name.lower()] = literal

    def _calls(self) -> int:
        """Return how often the loop around ``Invoke-RestMethod`` goes round; 1 without a loop from 0."""
        for loop in _below(self.root, "for_statement"):
            commands = [self._text(node).lower() for node in _below(loop, "command_name")]
            condition = next(_below(loop, "for_condition"), None)
            if condition is None or not {"invoke-restmethod", "invoke-webrequest"} & set(commands):
                continue
            operator = next((self._text(node).lower() for node in _below(condition, "comparison_operator")), "")
            bound = next((self._text(node) for node in _below(condition, "integer_literal")), "")
            if bound.isdecimal() and operator in ("-le", "-lt"):
                return int(bound) + (operator == "-le")
        return 1

    def _converts_to_json(self, node: tree_sitter.Node) -> bool:
        return any(self._text(name).lower() == "convertto-json" for name in _below(node, "command_name"))

    def _try(self, node: tree_sitter.Node | None) -> Any:
        try:
            return self._value(node, ()) if node is not None else None
        except _Unreadable:
            return None

    def _value(self, node: tree_sitter.Node, path: Path) -> Any:
        match node.type:
            case "hash_literal_expression":
                return self._hashtable(node, path)
            case "array_expression":
                statements = next(_below(node, "statement_list"), None)
                return self._elements(list(statements.named_children) if statements else [], path)
            case "array_literal_expression" if len(node.named_children) > 1:
                return self._elements(list(node.named_children), path)
            case "integer_literal":
                return int(self._text(node), 0)
            case "real_literal":
                return Decimal(self._text(node))
            case "verbatim_string_characters":
                return self._text(node)[1:-1].replace("''", "'")
            case "expandable_string_literal":
                return self._expanded(node)
            case "variable":
                return self._variable(node)
            case "cast_expression" if self._text(node.named_children[0]).lower() in ("[ordered]", "[pscustomobject]"):
                return self._value(node.named_children[-1], path)
        if len(node.named_children) == 1:
            return self._value(node.named_children[0], path)
        raise _Unreadable

    def _hashtable(self, node: tree_sitter.Node, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        body = next((child for child in node.named_children if child.type == "hash_literal_body"), None)
        for entry in body.named_children if body is not None else ():
            if entry.type != "hash_entry":
                continue
            key = self._text(entry.named_children[0]).strip("'\"")
            below = (*path, key)
            self.members[pointer_of(below)] = self._place(entry)
            found[key] = self._value(entry.named_children[-1], below)
        return found

    def _elements(self, nodes: list[tree_sitter.Node], path: Path) -> list[Any]:
        found = []
        for index, node in enumerate(node for node in nodes if node.type != "empty_statement"):
            self.members[pointer_of((*path, index))] = self._place(node)
            found.append(self._value(node, (*path, index)))
        return found

    def _expanded(self, node: tree_sitter.Node) -> str:
        start, end = node.start_byte + 1, node.end_byte - 1
        parts, position = [], start
        for child in node.named_children:
            if child.type != "variable":
                raise _Unreadable
            parts += [self.raw[position : child.start_byte].decode(), self._variable(child)]
            position = child.end_byte
        text = "".join([*parts, self.raw[position:end].decode()])
        if "`" in text:
            raise _Unreadable
        return text

    def _variable(self, node: tree_sitter.Node) -> Any:
        name = self._text(node).lower()
        constants = {"$true": True, "$false": False, "$null": None}
        if name in constants:
            return constants[name]
        if name not in self.variables:
            raise _Unreadable
        return self.variables[name]

    def _text(self, node: tree_sitter.Node) -> str:
        return self.raw[node.start_byte : node.end_byte].decode()

    def _place(self, node: tree_sitter.Node) -> Position:
        line_start = node.start_byte - node.start_point.column
        return Position(
            self.file,
            node.start_point.row + 1,
            len(self.raw[line_start : node.start_byte].decode(errors="replace")) + 1,
        )


def _below(node: tree_sitter.Node, kind: str) -> Iterator[tree_sitter.Node]:
    """Yield the nodes of ``kind`` in ``node``, itself included, in the order of the source."""
    todo = [node]
    while todo:
        one = todo.pop()
        if one.type == kind:
            yield one
        todo.extend(reversed(one.children))
