"""What the gate says of one block."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refused:
    """Something that is outside the gate: its line, and half a sentence that begins with a verb."""

    line: int
    why: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """``refused`` is the first thing that is outside, None where all is inside; ``settings`` are what the block reads."""

    refused: Refused | None
    settings: frozenset[str] = frozenset()

    @property
    def inside(self) -> bool:
        """Whether the block may run where nothing isolates it."""
        return self.refused is None
