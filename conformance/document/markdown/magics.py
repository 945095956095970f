"""What a code cell of a Jupyter notebook holds beside its language: magics, shell commands and help.

IPython's documentation, "Built-in magic commands", "System shell access", "Dynamic object information" and "Automagic".
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from conformance.document.markdown.languages import KNOWN_LABELS, canonical_language

_CELL_MAGIC: Final = re.compile(r"%%([\w!]\w*+)(?:[ \t]++(\S.*)?)?")
# Cell magics that run the rest of the cell as Python.
_PYTHON: Final = frozenset(
    {"time", "timeit", "capture", "prun", "python", "python3", "pypy", "debug", "memit", "mprun"}
)
_SHELL: Final = frozenset({"bash", "sh", "!", "sx", "system"})
_OTHERS: Final = {
    "cmd": "console", "powershell": "powershell", "pwsh": "powershell", "javascript": "javascript", "js": "javascript",
    "typescript": "typescript", "html": "html", "HTML": "html", "latex": "latex", "svg": "svg", "SVG": "svg",
    "ruby": "ruby", "perl": "perl", "markdown": "markdown", "R": "r", "sql": "sql",
}  # fmt: skip
_WRITES: Final = frozenset({"writefile", "file"})
# Labels that stand for no language: below code such a block would be its output.
_NO_LANGUAGE: Final = frozenset({"", "text", "json", "output", "console", "log"})

_COMMAND: Final = re.compile(
    r"[ \t]*+(?:[!?]|%{1,2}[A-Za-z!]|(?:pip3?|conda|mamba)[ \t]++(?:install|uninstall|list|show|freeze)\b)"
)
_HELP: Final = re.compile(r"[ \t]*+[\w.*]++[ \t]*+\?{1,2}[ \t]*+")
_ASSIGNED: Final = re.compile(r"([ \t]*+\w++(?:[ \t]*+,[ \t]*+\w++)*+[ \t]*+=[ \t]*+)(?:![ \t]*+|%)(?=\S)")
_TIMED: Final = re.compile(
    r"([ \t]*+)%(?:time|timeit|prun|memit)[ \t]++(?:-\w\d*+[ \t]++(?:\d++[ \t]++)?)*+(?=[\w(\[{\"'])"
)
# What sets names that the cell does not show; `#!set` and `#!share` take them from another kernel (Polyglot Notebooks).
_SETS_NAMES: Final = re.compile(r"[ \t]*+(?:%(?:run|load|loadpy|store|pylab|load_ext)|#!(?:set|share|import))\b")
_TOKEN: Final = re.compile(
    r"#.*|\"\"\"|'''|\"(?:[^\"\\]|\\.)*+(?:\"|\\?$)|'(?:[^'\\]|\\.)*+(?:'|\\?$)|[()\[\]{}]",
)
_LONG_QUOTES: Final = ('"""', "'''")


class ShownLine(NamedTuple):
    """A line as it is read: characters from ``cut`` on stand ``shift`` columns further to the right in the cell."""

    text: str
    cut: int = 0
    shift: int = 0


def cell_label(language: str, lines: Sequence[str]) -> tuple[str, int | None]:
    """Return the label of the fence that a cell is, and the number of the line of its cell magic, None without one.

    ``language`` is the kernel's; another one is said by the first line that is not blank.
    """
    first = next((number for number, line in enumerate(lines) if line.strip()), None)
    found = None if first is None else _CELL_MAGIC.fullmatch(lines[first].rstrip())
    if found is None or canonical_language(language) != "python":
        return language, None
    name, rest = found[1], found[2] or ""
    if name == "script":
        name, _, rest = rest.partition(" ")
    if name in _PYTHON:
        return language, first
    if name in _SHELL:
        return "bash", first
    if name in _WRITES:
        ending = rest.rstrip("\"' ").rpartition(".")[2].lower()
        return language_label(ending, "written-file"), first
    return _OTHERS.get(name) or f"magic-{name.strip('!') or 'cell'}", first


def language_label(name: str, otherwise: str) -> str:
    """Return ``name`` where it is a known language's; ``otherwise`` stands for what is none."""
    known = canonical_language(name)
    return name if known in KNOWN_LABELS and known not in _NO_LANGUAGE else otherwise


def as_python(lines: Sequence[str]) -> Iterator[ShownLine]:
    """Yield each line of a cell as Python reads it: where only IPython runs a line, a comment or a stand-in.

    A value that a command or a magic gives becomes ``input()``: nobody knows it before it runs.
    """
    depth, inside, continued, command = 0, "", False, False
    for line in lines:
        begins = not depth and not inside and not continued
        shown = ShownLine(line)
        if command:
            shown = ShownLine(_comment(line))
        elif begins and (timed := _TIMED.match(line)) is not None:
            cut = len(timed[1])
            shown = ShownLine(line[:cut] + line[timed.end() :], cut, timed.end() - cut)
        elif begins and (assigned := _ASSIGNED.match(line)) is not None:
            shown = ShownLine(f"{assigned[1]}input()")
            command = True
        elif begins and _SETS_NAMES.match(line):
            shown = ShownLine(f"{_indentation(line)}from names_of_a_magic import *")
            command = True
        elif begins and (_COMMAND.match(line) or _HELP.fullmatch(line)):
            shown = ShownLine(_nothing(line))
            command = True
        yield shown
        if command:
            command = line.endswith("\\")
            continue
        depth, inside = _after(shown.text, depth, inside)
        continued = not inside and shown.text.endswith("\\")


def _after(line: str, depth: int, inside: str) -> tuple[int, str]:
    """Return how many brackets are open behind ``line``, and the quotes of the string that it ends in."""
    at = 0
    while True:
        if inside:
            at = _end_of_string(line, at, inside)
            if at < 0:
                return depth, inside
            inside = ""
        token = _TOKEN.search(line, at)
        if token is None:
            return depth, inside
        at = token.end()
        if token[0] in _LONG_QUOTES:
            inside = token[0]
        elif token[0] in "([{":
            depth += 1
        elif token[0] in ")]}":
            depth = max(depth - 1, 0)


def _end_of_string(line: str, at: int, quotes: str) -> int:
    """Return where the string that ``at`` is inside ends, behind its ``quotes``; -1 where the line does not end it."""
    while at < len(line):
        if line[at] == "\\":
            at += 2
        elif line.startswith(quotes, at):
            return at + len(quotes)
        else:
            at += 1
    return -1


def _indentation(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" \t"))]


def _comment(line: str) -> str:
    before = _indentation(line)
    return f"{before}#{line[len(before) + 1 :]}" if line.strip() else line


def _nothing(line: str) -> str:
    """Return a line that does nothing; an indented one may be all that stands in its block."""
    before = _indentation(line)
    return f"{before}pass #{line[len(before) + 1 :]}" if before else _comment(line)
