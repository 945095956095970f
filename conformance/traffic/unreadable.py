"""An input, or one line of it, that cannot be read: one sentence; the rest is still judged."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unreadable:
    """``place`` is the file, or the line as findings name it; ``reason`` goes on from there and says what to do."""

    place: str
    reason: str

    def __str__(self) -> str:
        return f"{self.place} {self.reason}"
