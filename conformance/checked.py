"""What was judged, counted."""

from collections import Counter
from dataclasses import dataclass, field, fields


@dataclass
class Checked:
    """Counts of what was judged; each exchange once, however many versions judged it.

    ``bodiless`` are exchanges without a body, of which the URL alone was judged;
    ``skipped`` are exchanges of other services and operations, ``skipped_by`` the same by kind; ``predicted`` samples
    that were only read.
    """

    exchanges: int = 0
    requests: int = 0
    responses: int = 0
    chunks: int = 0
    skipped: int = 0
    predicted: int = 0
    bodiless: int = 0
    skipped_by: Counter[str] = field(default_factory=Counter)

    def skip(self, kind: str) -> None:
        """Count one exchange that is not judged."""
        self.skipped += 1
        self.skipped_by[str(kind)] += 1

    def add(self, other: "Checked") -> None:
        """Add the counts of ``other``."""
        for name in (one.name for one in fields(self)):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def as_json(self) -> dict[str, int | dict[str, int]]:
        """Return the counts that every report has, and of the others those that are not 0."""
        always = ("exchanges", "requests", "responses", "chunks")
        counts = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: count for name, count in counts.items() if name in always or count}
