"""The variables that a block of PowerShell reads and nothing in it sets, by tree-sitter-powershell."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from conformance.document.programs.names_powershell import is_known
from conformance.document.programs.naming import BlockNames, Place
from conformance.reading.powershell.syntax import Node, Syntax

_ELIDED: Final = re.compile(r"^[ \t]*(?:#[^\n]*(?:\.\.\.|…)|\.\.\.|…)|^PS [^>\n]*>", re.MULTILINE)
# Dot-sourcing, and commands that set variables of any name.
_DYNAMIC: Final = re.compile(
    r"^[ \t]*\.[ \t]|\b(?:iex|Invoke-Expression|Set-Variable|New-Variable|sv|nv)\b|\[ref\]",
    re.IGNORECASE | re.MULTILINE,
)
# -OutVariable name, -StatusCodeVariable 'name', -ov name and their like name a variable that they set.
_NAMED: Final = re.compile(r"-(?:\w*variable|ov|ev|wv|iv|pv)[ \t:]+[\"']?\+?(\w+)", re.IGNORECASE)
_CALLS: Final = re.compile(r"\b(?:Invoke-RestMethod|Invoke-WebRequest|irm|iwr)\b", re.IGNORECASE)
_WORD: Final = re.compile(r"\$(?:\w+:)?\{?(\w+)")
_SETS: Final = ("assignment_expression", "foreach_statement", "script_parameter")


def powershell_block(text: str) -> BlockNames:
    """Return what a block reads and sets, in lower case. One that leaves something out may set any variable that it names."""
    words = frozenset(word.lower() for word in _WORD.findall(text))
    if _ELIDED.search(text) or _DYNAMIC.search(text):
        return BlockNames(unsure=True, opens=True)
    syntax = Syntax("block", text)
    if syntax.root.broken:
        return BlockNames(unsure=True, sets=words)
    sets = {name.lower() for name in _NAMED.findall(text)}
    targets = set[int]()
    for node in syntax.root.below(*_SETS):
        for variable in _targets(node):
            sets.add(_name(syntax, variable))
            targets.add(variable.start)
    reads: dict[str, Place] = {}
    for variable in syntax.root.below("variable"):
        name = _name(syntax, variable)
        if variable.start not in targets and name not in sets and not is_known(name):
            place = syntax.place(variable.start)
            before = syntax.raw.rfind(b"\n", 0, variable.start) + 1
            reads.setdefault(name, Place(place.line or 1, variable.start - before))
    whole = bool(sets and _CALLS.search(text))
    counts = Counter(word.lower() for word in _WORD.findall(text))
    unread = frozenset(name for name in sets if counts[name] == 1)
    return BlockNames(frozenset(sets), reads, whole=whole, complete=whole, unread=unread)


def _targets(node: Node) -> Iterator[Node]:
    """Yield the variables that ``node`` sets; one whose member or element is set is read."""
    if node.kind == "foreach_statement":
        first = next(node.below("variable"), None)
        yield from [first] if first is not None else []
    elif node.kind == "script_parameter":
        first = next((child for child in node.children if child.kind == "variable"), None)
        yield from [first] if first is not None else []
    elif node.kind == "assignment_expression" and node.children:
        yield from _whole(node.children[0])


def _whole(node: Node) -> Iterator[Node]:
    if node.kind == "variable":
        yield node
    elif node.kind not in ("member_access", "element_access", "invokation_expression"):
        for child in node.named:
            yield from _whole(child)


def _name(syntax: Syntax, variable: Node) -> str:
    plain = syntax.text(variable).lstrip("$@").strip("{}").lower()
    scope, colon, rest = plain.partition(":")
    return rest if colon and scope in ("script", "global", "local", "private", "using", "variable") else plain
