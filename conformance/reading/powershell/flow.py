"""How a statement leaves what encloses it."""

from conformance.reading.powershell.data import Slot


class Leaves(Exception):
    """The statement does not end where it stands."""


class Exits(Leaves):
    """``exit``: the program ends."""


class Throws(Leaves):
    """``throw``: the program ends, unless a ``catch`` takes it."""


class Returns(Leaves):
    """``return``: the function ends, with what it put out."""


class Breaks(Leaves):
    """``break``: the loop ends."""

    def __init__(self, label: str | None = None) -> None:
        super().__init__(label)
        self.label = label


class Continues(Breaks):
    """``continue``: the round of the loop ends."""


class Stream:
    """What a pipeline puts out, in order."""

    def __init__(self) -> None:
        self.cells: list[Slot] = []

    def put(self, slot: Slot) -> None:
        self.cells.append(slot)
