"""What a pipeline puts out, in order."""

from dataclasses import dataclass, field

from conformance.reading.engine.journal import Changing, Fork, Journal
from conformance.reading.powershell.data import Slot, collected
from conformance.reading.value import Unknown


@dataclass(slots=True, eq=False)
class Stream(Changing):
    """The objects that a pipeline put out so far."""

    journal: Journal
    cells: list[Slot] = field(default_factory=list)

    def put(self, slot: Slot) -> None:
        """Put out one more object."""
        self.journal.touch(self)
        self.cells.append(slot)

    def content(self) -> list[Slot]:
        return list(self.cells)

    def restore(self, content: list[Slot]) -> None:
        self.cells = content

    def joined(self, one: list[Slot], other: list[Slot], fork: Fork) -> list[Slot]:
        before = len(self.cells)
        first, second = one[before:], other[before:]
        if len(first) == len(second):
            pairs = zip(first, second, strict=True)
            added = [Slot(fork.value(here.value, there.value), here.start) for here, there in pairs]
        elif len(first) <= 1 and len(second) <= 1:
            start = [*first, *second][0].start
            added = [Slot(fork.value(collected(first), collected(second)), start)]
        else:
            added = [Slot(Unknown(fork.expression))]
        return [*one[:before], *added]
