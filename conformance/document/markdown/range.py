"""From where to where something stands in a document."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Range:
    """Offsets into the document's text in code points, from ``start`` up to and without ``end``."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def holds(self, other: "Range") -> bool:
        return self.start <= other.start and other.end <= self.end
