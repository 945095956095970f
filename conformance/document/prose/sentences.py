"""The prose of a document, sentence by sentence, each knowing where it stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from conformance.document.markdown import Document, Passage, Prose
from conformance.exchange import Position

_END: Final = re.compile(r"(?<=[.!?:])\s+(?=[A-Z`\"'(\[*])")
# A comment to this tool in a line of prose is none of the prose.
_IGNORING: Final = re.compile(r"<!--\s*+conformance:(?:(?!-->|<!--).)*+-->", re.DOTALL)
_BACKTICKS: Final = re.compile(r"`+")


@dataclass(frozen=True, slots=True)
class Span:
    """Inline code of a sentence: its text, trimmed, and from where to where it stands in the sentence with its marks."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Sentence:
    """One sentence of ``prose``; ``start`` is its offset in the prose's passage."""

    document: Document
    prose: Prose
    start: int
    text: str

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """The inline code of the sentence, in order."""
        return tuple(_code_of(self.text))

    @property
    def passage(self) -> Passage:
        return self.prose.passage

    def offset(self, index: int) -> int:
        """Return the offset in the document of the character at ``index`` of the sentence."""
        return self.passage.offset(self.start + index)

    def position(self, index: int) -> Position:
        """Return the line and column of the character at ``index`` of the sentence."""
        return self.document.position(self.offset(index))


def sentences_of(document: Document) -> Iterator[Sentence]:
    """Yield the sentences of paragraphs, items, quotes, headings and table cells, in the order of the text."""
    for prose in document.prose:
        if prose.kind in ("html", "definition", "indented"):
            continue
        text, start = _IGNORING.sub(lambda found: " " * len(found[0]), prose.passage.text), 0
        for end in (*(found.end() for found in _END.finditer(text)), len(text)):
            if text[start:end].strip():
                yield Sentence(document, prose, start, text[start:end])
            start = end


def _code_of(text: str) -> Iterator[Span]:
    """Yield the code spans of ``text``: from backticks to the next run of as many (CommonMark 0.31, *Code spans*)."""
    runs = [found.span() for found in _BACKTICKS.finditer(text)]
    of_length: dict[int, list[int]] = {}
    for start, end in reversed(runs):
        of_length.setdefault(end - start, []).append(start)
    done = 0
    for start, end in runs:
        closing = of_length[end - start]
        while closing and closing[-1] <= start:
            closing.pop()
        if start < done or not closing:
            continue
        done = closing[-1] + end - start
        yield Span(text[end : closing[-1]].strip(), start, done)
