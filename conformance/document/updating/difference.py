"""What would change in a document, as a unified diff that ``patch`` and ``git apply`` take."""

import difflib
import re
from collections.abc import Iterator
from typing import Final

from conformance.document.markdown import Document
from conformance.reports.visible import visible

_LINES: Final = re.compile(r"[^\n]*\n|[^\n]+")
_NO_END: Final = "\\ No newline at end of file\n"
# A line of a document may hold these; what else moves the cursor is written as an escape.
_KEPT: Final = re.compile(r"([\t\r\n])")


def difference(before: Document, after: Document) -> Iterator[str]:
    """Yield the lines of the diff, each with its line end; nothing where the two are the same."""
    old, new = _LINES.findall(before.text), _LINES.findall(after.text)
    for line in difflib.unified_diff(old, new, before.name, before.name):
        yield _shown(line) if line.endswith("\n") else f"{_shown(line)}\n{_NO_END}"


def _shown(line: str) -> str:
    return "".join(part if part in ("\t", "\r", "\n") else visible(part) for part in _KEPT.split(line))
