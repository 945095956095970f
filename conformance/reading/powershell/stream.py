"""What a pipeline puts out, in order."""

from conformance.reading.powershell.data import Slot


class Stream:
    """The objects that a pipeline put out so far."""

    def __init__(self) -> None:
        self.cells: list[Slot] = []

    def put(self, slot: Slot) -> None:
        self.cells.append(slot)
