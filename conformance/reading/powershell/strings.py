"""PowerShell's string literals: what they hold, and where each character of it is written."""

import re
from typing import Final

from conformance.reading.powershell.convert import joined, text_value
from conformance.reading.powershell.data import Operand, Text, TextPart, collected
from conformance.reading.powershell.machine import Machine
from conformance.reading.powershell.syntax import Node
from conformance.reading.powershell.variables import read_variable

_ESCAPES: Final = {
    "0": "\0", "a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v",
}  # fmt: skip
# In a string the name of a variable ends before a dot, not before a question mark.
_PART: Final = re.compile(
    r"(?P<quote>\"\")"
    r"|`u\{(?P<code>[0-9A-Fa-f]{1,6})\}"
    r"|(?P<join>`\r?\n)"
    r"|`(?P<escape>.)"
    r"|(?P<sub>\$\()"
    r"|\$\{(?P<braced>[^}]+)\}"
    r"|\$(?P<name>(?:\w+:(?!:))?[\w?]+|[$?^])"
    r"|(?P<plain>[^\"`$]+|.)",
    re.DOTALL,
)
_DOUBLED: Final = re.compile("('')")
_HERE_START: Final = re.compile(r"@[\"'][ \t]*\r?\n")
_HERE_END: Final = re.compile(r"\r?\n[\"']@\Z")


def literal(machine: Machine, node: Node) -> Text:
    """Return what a string literal holds."""
    source = machine.syntax.text(node)
    if node.kind == "verbatim_string_characters":
        return _verbatim(source[1:-1], node.start + 1)
    if node.kind == "expandable_string_literal":
        if not source.startswith('"'):
            return expanded(machine, node, source, node.start, doubled=False)
        return expanded(machine, node, source[1:-1], node.start + 1, doubled=True)
    opening, closing = _HERE_START.match(source), _HERE_END.search(source)
    if opening is None or closing is None or opening.end() > closing.start():
        return Text()
    inner, start = source[opening.end() : closing.start()], node.start + len(source[: opening.end()].encode())
    if node.kind == "verbatim_here_string_characters":
        return joined(Text((TextPart(inner, start, exact=True),)))
    return expanded(machine, node, inner, start, doubled=False)


def expanded(machine: Machine, node: Node, source: str, start: int, *, doubled: bool) -> Text:
    """Return ``source`` with its variables and expressions; ``doubled`` where two quotes are one.

    ``node`` holds the trees of the expressions, ``start`` is the byte where ``source`` begins.
    """
    pieces: list[TextPart] = []
    inside = {child.start: child for child in node.children if child.kind == "sub_expression"}
    position = 0
    while match := _PART.match(source, position):
        at = (
            start + len(source[:position].encode())
            if match.lastgroup != "plain" or not source.isascii()
            else (start + position)
        )
        position = match.end()
        if match["sub"]:
            sub = inside.get(at)
            if sub is None:
                pieces.append(TextPart("$(", at, exact=True))
                continue
            pieces += text_value(sub_expression(machine, sub), at).pieces
            position = len(source.encode()[: sub.end - start].decode(errors="ignore"))
        elif match["name"] or match["braced"]:
            pieces += text_value(read_variable(machine, match["name"] or match["braced"], at), at).pieces
        else:
            pieces.append(_characters(match, at, doubled=doubled))
    return joined(Text(tuple(pieces)))


def sub_expression(machine: Machine, node: Node) -> Operand:
    """Return what ``$(…)`` is worth."""
    out = machine.stream()
    for statements in node.named:
        machine.run(machine, statements, out)
    return collected(out.cells)


def _characters(match: re.Match[str], at: int, *, doubled: bool) -> TextPart:
    if match["quote"]:
        return TextPart('"' if doubled else '""', at, exact=not doubled)
    if match["code"]:
        code = int(match["code"], 16)
        return TextPart(chr(code) if code <= 0x10FFFF and not 0xD800 <= code < 0xE000 else "", at)
    if match["join"]:
        return TextPart(match["join"][1:], at)
    if match["escape"]:
        return TextPart(_ESCAPES.get(match["escape"], match["escape"]), at)
    return TextPart(match["plain"], at, exact=True)


def _verbatim(inner: str, start: int) -> Text:
    pieces, position = [], 0
    for part in _DOUBLED.split(inner):
        at = start + len(inner[:position].encode())
        pieces.append(TextPart("'", at) if part == "''" else TextPart(part, at, exact=True))
        position += len(part)
    return joined(Text(tuple(pieces)))
