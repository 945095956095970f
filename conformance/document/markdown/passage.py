"""Text lifted out of a document, without the marks of what it stands in, and the way back to the source."""

from bisect import bisect_right
from dataclasses import dataclass

from conformance.document.markdown.range import Range


@dataclass(frozen=True, slots=True)
class Passage:
    """``text`` as Markdown means it: line ends are ``\\n``, and indentation, ``>`` and table escapes are gone.

    ``pieces`` pairs offsets into ``text`` with offsets into the document; between two of them both count alike.
    """

    text: str
    pieces: tuple[tuple[int, int], ...]

    def offset(self, index: int) -> int:
        """Return where the character at ``index`` of ``text`` stands in the document."""
        here, there = self.pieces[max(bisect_right(self.pieces, index, key=_first) - 1, 0)]
        return there + index - here

    def range(self, start: int, end: int) -> Range:
        """Return where ``text[start:end]`` stands in the document, marks in between included."""
        if end > start and self.text[end - 1] != "\n":
            return Range(self.offset(start), self.offset(end - 1) + 1)
        return Range(self.offset(start), self.offset(end))

    def at(self, line: int, column: int) -> int:
        """Return where a line and column of ``text``, both from 1, stand in the document."""
        start = 0
        for _ in range(line - 1):
            start = self.text.index("\n", start) + 1
        return self.offset(start + column - 1)

    def after(self, index: int) -> "Passage":
        """Return the rest of the passage from ``index`` on."""
        later = tuple((here - index, there) for here, there in self.pieces if here > index)
        return Passage(self.text[index:], ((0, self.offset(index)), *later))


def _first(piece: tuple[int, int]) -> int:
    return piece[0]
