"""What a word of the shell stands for: quotes, escapes, variables, substitutions."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from conformance.reading.bash.shell import Shell
from conformance.reading.pieces import Piece, Text, known, known_text, value_of
from conformance.reading.value import Edited, Either, Known, Value

if TYPE_CHECKING:
    from tree_sitter import Node

_ESCAPE: Final = re.compile(r"\\(.)", re.DOTALL)
_QUOTED: Final = frozenset('$`"\\\n')
_IN_DOCUMENT: Final = frozenset("$`\\\n")
# A backslash of $'…' and what it stands for (bash(1), QUOTING); the rest are digits.
_ANSI: Final = re.compile(r"\\(?:([abeEfnrtv\\'\"?])|([0-7]{1,3})|x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4}))")
_LETTERS: Final = {
    "a": "\a",
    "b": "\b",
    "e": "\x1b",
    "E": "\x1b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "v": "\v",
}
_EXPANSIONS: Final = frozenset(
    {"simple_expansion", "expansion", "command_substitution", "arithmetic_expansion", "process_substitution"}
)
_NAME: Final = re.compile(r"[A-Za-z_]\w*+")
_ARRAY: Final = re.compile(r"\"?\$\{([A-Za-z_]\w*+)\[[@*]\]\}\"?")
_SPACE: Final = re.compile(r"[ \t\n]+")


def word(shell: Shell, node: "Node") -> Text:
    """Return the text of the word ``node``."""
    shell.step()
    start, end = shell.tree.start(node), shell.tree.end(node)
    match node.type:
        case "raw_string":
            return shell.literal(start + 1, end - 1)
        case "string" | "translated_string":
            return _parts(shell, node, shell.tree.source.index('"', start) + 1, end - 1, _QUOTED)
        case "ansi_c_string":
            return tuple(_ansi(shell, start + 2, end - 1))
        case "concatenation":
            return _joined(shell, node)
        case "word" | "number" | "test_operator" | "extglob_pattern" | "brace_expression" | "variable_name" | "regex":
            return _parts(shell, node, start, end, None)
        case _ if node.type in _EXPANSIONS:
            return _expansion(shell, node)
    return shell.unknown(shell.written(node))


def arguments(shell: Shell, nodes: "Sequence[Node]") -> list[Text]:
    """Return the words that ``nodes``, all that stands behind a command's name, make: what touches is one word."""
    found: list[Text] = []
    group: list[Node] = []
    for node in nodes:
        if node.type.endswith("_redirect") or node.type == "comment":
            continue
        if group and group[-1].end_byte != node.start_byte:
            found += _argument(shell, group)
            group = []
        group.append(node)
    return [*found, *(_argument(shell, group) if group else ())]


def _argument(shell: Shell, group: "list[Node]") -> list[Text]:
    if len(group) == 1 and (elements := _elements(shell, group[0])) is not None:
        return elements
    if len(group) == 1:
        return words(shell, group[0])
    parts = [part for node in group for part in (node.children if node.type == "concatenation" else [node])]
    return [_side_by_side(shell, parts)]


def _elements(shell: Shell, node: "Node") -> list[Text] | None:
    """Return the words that ``"${name[@]}"`` stands for; None for any other word, and where they are not known."""
    found = _ARRAY.fullmatch(shell.tree.text(node))
    elements = shell.arrays.held.get(found[1]) if found else None
    return None if elements is None else [shell.counted(one) for one in elements]


def words(shell: Shell, node: "Node") -> list[Text]:
    """Return the words that ``node`` becomes: a variable without quotes is split where it holds spaces."""
    text = word(shell, node)
    if node.type not in ("simple_expansion", "expansion", "command_substitution"):
        return [text]
    found = known_text(text)
    if found is None:
        return [text]
    if not _SPACE.search(found):
        return [text] if found else []
    return [known(one) for one in found.split()]


def document(shell: Shell, body: "Node", quoted: bool) -> Text:
    """Return what a here-document holds; nothing in it is expanded where its end is ``quoted``."""
    start, end = shell.tree.start(body), shell.tree.end(body)
    return shell.literal(start, end) if quoted else _parts(shell, body, start, end, _IN_DOCUMENT)


def _parts(shell: Shell, node: "Node", start: int, end: int, escapes: frozenset[str] | None) -> Text:
    """Return the literal text between ``start`` and ``end`` with what is expanded in it.

    ``escapes`` are the characters that a backslash escapes; None where it escapes each.
    """
    found: list[Piece] = []
    at = start
    for child in node.children:
        if child.type in _EXPANSIONS:
            found += _literal(shell, at, shell.tree.start(child), escapes)
            found += word(shell, child)
            at = shell.tree.end(child)
    found += _literal(shell, at, end, escapes)
    return tuple(found)


def _literal(shell: Shell, start: int, end: int, escapes: frozenset[str] | None) -> Iterator[Piece]:
    at = start
    for found in _ESCAPE.finditer(shell.tree.source, start, end):
        if escapes is not None and found[1] not in escapes:
            continue
        yield from shell.literal(at, found.start())
        at = found.end() if found[1] == "\n" else found.start() + 1
    yield from shell.literal(at, end)


def _ansi(shell: Shell, start: int, end: int) -> Iterator[Piece]:
    at = start
    for found in _ANSI.finditer(shell.tree.source, start, end):
        yield from shell.literal(at, found.start())
        letter, octal, code, point = found.groups()
        number = int(octal, 8) & 0xFF if octal else int(code or point or "0", 16)
        yield from known(_LETTERS.get(letter, letter) if letter else chr(number), found.start(), shell.tree.place)
        at = found.end()
    yield from shell.literal(at, end)


def _joined(shell: Shell, node: "Node") -> Text:
    return _side_by_side(shell, node.children)


def _side_by_side(shell: Shell, nodes: "Sequence[Node]") -> Text:
    """Return the parts of one word behind each other; what the grammar skips between them is written too."""
    found: list[Piece] = []
    at = shell.tree.start(nodes[0]) if nodes else 0
    name_follows = False
    for child in nodes:
        found += _literal(shell, at, shell.tree.start(child), None)
        at = shell.tree.end(child)
        if child.type == "$":
            name_follows = True
            continue
        text = word(shell, child)
        found += _behind_dollar(shell, child, text) if name_follows else text
        name_follows = False
    return (*found, *known("$")) if name_follows else tuple(found)


def _behind_dollar(shell: Shell, node: "Node", text: Text) -> Text:
    """Return a word whose beginning names a variable: the grammar takes the ``$`` of ``/$NAME/`` for a part of its own."""
    name = _NAME.match(shell.tree.source, shell.tree.start(node), shell.tree.end(node))
    first = text[0].value if text else None
    if name is None or not isinstance(first, Known):
        return (*known("$"), *text)
    behind = known(str(first.value)[len(name[0]) :], text[0].start + len(name[0]), text[0].place)
    return (*shell.variable(name[0], node), *behind, *text[1:])


def _expansion(shell: Shell, node: "Node") -> Text:
    with shell.deeper():
        if node.type == "simple_expansion":
            return shell.variable(shell.tree.text(node)[1:], node)
        if node.type == "expansion":
            return _braces(shell, node)
        if node.type == "command_substitution":
            from conformance.reading.bash.statements import output_of

            return output_of(shell, node)
        return shell.unknown(shell.written(node))


def _braces(shell: Shell, node: "Node") -> Text:
    """Return what ``${NAME}``, ``${NAME:-default}`` and ``${NAME%/}`` stand for."""
    name = next((child for child in node.children if child.type == "variable_name"), None)
    if name is None:
        return shell.unknown(shell.written(node))
    text = shell.variable(shell.tree.text(name), node)
    rest = node.children[node.children.index(name) + 1 : -1]
    if not rest:
        return text
    operator, given = shell.tree.text(rest[0]), rest[1:]
    if operator in (":-", "-", ":=", "=") and len(given) <= 1:
        default = word(shell, given[0]) if given else ()
        found = known_text(text)
        if found is not None:
            return text if found or not operator.startswith(":") else default
        return _in_place_of(text, Either(value_of(text), value_of(default)))
    if operator in (":?", "?"):
        return text
    if operator in ("%", "%%") and len(given) == 1 and shell.tree.text(given[0]) == "/":
        found = known_text(text)
        if found is not None:
            return known(found.removesuffix("/"))
        return _in_place_of(text, Edited(value_of(text), "strip-right", "/"))
    return shell.unknown(shell.written(node))


def _in_place_of(text: Text, value: Value) -> Text:
    """Return ``value``, written where ``text`` is."""
    return (Piece(value, text[0].start, text[0].place),) if text else (Piece(value),)


def is_quoted(text: str) -> bool:
    """Whether the word that ends a here-document is quoted, so that nothing in it is expanded."""
    return any(mark in text for mark in "'\"\\")
