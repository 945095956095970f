"""Cut out the line of a document that a finding is about, for readers with eyes."""

import re
from typing import Final

from conformance.document.markdown import Document
from conformance.exchange import Position
from conformance.finding import Excerpt

_WORD: Final = re.compile(r'"[^"]*"|[\w$@.-]+|\S')


def marked_line(document: Document, place: Position, length: int) -> Excerpt | None:
    """Return the line at ``place`` with ``length`` characters marked, 0 for a word; None where the place is elsewhere."""
    line, start = document.source.line_at(place), (place.column or 1) - 1
    if line is None:
        return None
    word = _WORD.match(line, start)
    end = start + length if length else word.end() if word else start + 1
    return Excerpt(line, min(start, len(line)), min(max(end, start + 1), max(len(line), start + 1)))
