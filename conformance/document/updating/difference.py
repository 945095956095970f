"""What would change in a document, as a unified diff that ``patch`` and ``git apply`` take."""

import difflib
import re
from collections.abc import Iterator
from typing import Final

from conformance.document.markdown import Document
from conformance.reports.terminal import painted
from conformance.reports.visible import visible

_LINES: Final = re.compile(r"[^\n]*\n|[^\n]+")
_COLOURS: Final = {"-": "\x1b[31m", "+": "\x1b[32m", "@": "\x1b[36m"}
_NO_END: Final = "\\ No newline at end of file\n"
# A line of a document may hold these; what else moves the cursor is written as an escape.
_KEPT: Final = re.compile(r"([\t\r\n])")


def difference(before: Document, after: Document, colour: bool = False) -> Iterator[str]:
    """Yield the lines of the diff, each with its line end, in ``colour`` for a person; nothing where the two are the same."""
    old, new = _LINES.findall(before.text), _LINES.findall(after.text)
    for line in difflib.unified_diff(old, new, before.name, before.name):
        shown = _painted(_shown(line), colour)
        yield shown if line.endswith("\n") else f"{shown}\n{_NO_END}"


def _painted(line: str, colour: bool) -> str:
    text = line.rstrip("\r\n")
    return painted(text, _COLOURS.get(line[:1], ""), colour and line[:1] in _COLOURS) + line[len(text) :]


def _shown(line: str) -> str:
    return "".join(part if part in ("\t", "\r", "\n") else visible(part) for part in _KEPT.split(line))
