"""The text of a Python source, and where a node of its syntax tree stands in it."""

import ast
import re
from typing import Final

from conformance.exchange import Position

# The line ends that Python itself counts; str.splitlines knows more.
_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_LONGEST: Final = 120


class Source:
    """One source; ``file`` is what places call it."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self._lines = [line.encode("utf-8", "replace") for line in _LINE_END.split(text)]

    def place(self, node: ast.AST) -> Position:
        """Return where ``node`` begins."""
        line: int = getattr(node, "lineno", 1)
        offset: int = getattr(node, "col_offset", 0)
        return Position(self.file, line, len(self._slice(line, 0, offset)) + 1)

    def written(self, node: ast.AST) -> str:
        """Return ``node`` as the source writes it, on one line and cut where it is long."""
        first: int = getattr(node, "lineno", 1)
        start: int = getattr(node, "col_offset", 0)
        last: int = getattr(node, "end_lineno", None) or first
        end: int = getattr(node, "end_col_offset", None) or start
        if first == last:
            text = self._slice(first, start, end)
        else:
            # No more lines than can be shown: a statement may be a thousand lines long.
            last_shown = min(last, first + _LONGEST)
            between = (self._slice(line, 0, None) for line in range(first + 1, last_shown))
            text = " ".join([self._slice(first, start, None), *between, self._slice(last_shown, 0, end)])
        text = " ".join(text.split())
        return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"

    def _slice(self, line: int, start: int, end: int | None) -> str:
        if not 0 < line <= len(self._lines):
            return ""
        return self._lines[line - 1][start:end].decode("utf-8", "replace")
