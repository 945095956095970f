"""Write PowerShell that the grammar does not know so that it does; offsets still lead into the source as it is.

The tree is only ever asked for its shape. What a node says is read from the source itself, so that an edit here may
stand in for an operator (``?`` for the grammar is ``-or``) without changing what is read.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Final

# What is not closed reaches to the end, so that the rest is looked at once and not from each mark on.
_LITERAL: Final = (
    rb"`.|@'[ \t]*\r?\n(?:.*?\n'@|.*)|@\"[ \t]*\r?\n(?:.*?\n\"@|.*)|'(?:[^']|'')*+(?:'|\Z)"
    rb"|\"(?:`.|\"\"|[^\"`])*+(?:\"|`?\Z)|<#(?:.*?#>|.*)|#[^\n]*"
)
# A string between lines, whose inside the grammar mistakes for its end; any other literal; a range that begins with a
# number, which the grammar takes for a command.
_ALWAYS: Final = re.compile(
    rb"@(?P<quote>['\"])[ \t]*\r?\n(?P<inside>(?:.*?\r?\n)??)(?P=quote)@"
    rb"|(?P<literal>" + _LITERAL + rb")"
    rb"|(?P<range>(?<![\w.$)\]+-])(?=[0-9]+\.\.[0-9$(]))",
    re.DOTALL,
)
_CARRIAGE: Final = re.compile(rb"\r(?=\n)")
_SELDOM: Final = re.compile(
    rb"(?P<literal>" + _LITERAL + rb")"
    rb"|(?P<pipe>\|\s*\?)"
    rb"|(?P<assign>\?\?=)"
    rb"|(?P<coalesce>\?\?)"
    rb"|(?P<chain>(?<=\})\?(?=\.))"
    rb"|(?P<ternary>(?<=\s)\?(?=\s))"
    rb"|(?P<otherwise>(?<=\s):(?=\s))"
    rb"|(?<=[ \t])(?P<method>\$[\w:]+(?:\.\w+|\[[^\[\]\n]*\])*\.\w+\([^()\n]*\)(?:(?:\.\w+|\[[^\[\]\n]*\])(?:\([^()\n]*\))?)+)"
    rb"|(?P<clause>(?<=\})(?=[ \t]+(?![-|])[^\s{}]+[ \t]*\{))"
    rb"|(?<![\w-])(?:-ur[il]:?|irm|iwr|Invoke-RestMethod|Invoke-WebRequest)[ \t]+"
    rb"(?P<bare>(?:https?://|\$[\w:]+/)[^\s(){};|\"'`]*)",
    re.DOTALL | re.IGNORECASE,
)
_PARENTHESES: Final = re.compile(rb"(?:" + _LITERAL + rb")|(?<![\w$-])param\s*\(|[()]", re.DOTALL | re.IGNORECASE)
_CLAUSES: Final = re.compile(rb"[ \t]+(?:else|elseif|catch|finally|while|until)\b", re.IGNORECASE)
_STANDS_FOR: Final = {"assign": b"*=", "coalesce": b"-as", "chain": b"", "ternary": b"-or", "otherwise": b"-or"}


@dataclass(frozen=True, slots=True)
class Edit:
    """Bytes ``start`` to ``end`` of the source are ``text`` for the grammar."""

    start: int
    end: int
    text: bytes


class Repaired:
    """The source as the grammar reads it; ``differs`` where that is not the source itself."""

    def __init__(self, source: bytes, edits: list[Edit]) -> None:
        self.differs = bool(edits)
        parts: list[bytes] = []
        self._starts, self._origins = [0], [0]
        position = length = 0
        for edit in sorted(edits, key=lambda one: (one.start, one.end)):
            parts += [source[position : edit.start], edit.text]
            length += edit.start - position
            self._note(length, edit.start)
            length += len(edit.text)
            self._note(length, edit.end)
            position = edit.end
        self.text = b"".join([*parts, source[position:]])

    def origin(self, offset: int, *, end: bool = False) -> int:
        """Return where ``offset`` of the text stands in the source; of an ``end``, what belongs to the text before."""
        index = bisect_right(self._starts, offset - end) - 1
        if end and index + 1 < len(self._starts) and self._starts[index + 1] == offset:
            return self._origins[index + 1]
        moved = self._origins[index] + offset - self._starts[index]
        return min(moved, self._origins[index + 1]) if index + 1 < len(self._origins) else moved

    def _note(self, here: int, there: int) -> None:
        self._starts.append(here)
        self._origins.append(there)


def usual(source: bytes) -> list[Edit]:
    """Return the edits that every source needs: line ends of Windows, strings between lines, ranges."""
    edits: list[Edit] = []
    for match in _ALWAYS.finditer(source):
        if match.lastgroup == "range":
            edits.append(Edit(match.start(), match.end(), b"+"))
        elif match["quote"] == b"'":
            edits.append(Edit(match.start("inside"), match.end("inside"), b"x\n"))
        elif match["quote"] and not match["inside"]:
            edits.append(Edit(match.start("inside"), match.end("inside"), b"\n"))
    masked = [(edit.start, edit.end) for edit in edits if edit.end > edit.start]
    inside = iter([*masked, (len(source) + 1, len(source) + 1)])
    start, end = next(inside)
    for match in _CARRIAGE.finditer(source):
        while match.start() >= end:
            start, end = next(inside)
        if match.start() < start:
            edits.append(Edit(match.start(), match.end(), b""))
    return edits


def seldom(source: bytes) -> list[Edit]:
    """Return the edits that a source needs which the grammar refuses: ``? :``, ``??``, one-line ``switch``, bare URLs,
    and as an argument what a method's answer has.
    """
    edits = []
    for match in _SELDOM.finditer(source):
        kind = match.lastgroup or ""
        if kind == "bare":
            edits += [Edit(match.start(kind), match.start(kind), b'"'), Edit(match.end(kind), match.end(kind), b'"')]
        elif kind == "method":
            edits += [Edit(match.start(), match.start(), b"("), Edit(match.end(), match.end(), b")")]
        elif kind == "clause" and not _CLAUSES.match(source, match.end()):
            edits.append(Edit(match.start(), match.end(), b";"))
        elif kind in _STANDS_FOR:
            edits.append(Edit(match.start(), match.end(), _STANDS_FOR[kind]))
    return edits + _parameters(source)


def _parameters(source: bytes) -> list[Edit]:
    """Return the edits that end a ``param(…)`` which a statement follows on its line."""
    edits: list[Edit] = []
    depth: int | None = None
    for match in _PARENTHESES.finditer(source):
        token = match.group().lower()
        if depth is None:
            depth = 1 if token.startswith(b"param") else None
        elif token == b")":
            depth -= 1
            if depth == 0:
                edits.append(Edit(match.end(), match.end(), b";"))
                depth = None
        elif token == b"(" or token.startswith(b"param"):
            depth += 1
    return edits
