"""The functions, loops and branches around the statement that is being followed."""

from dataclasses import dataclass, field
from typing import Any, Literal

from conformance.reading.engine.journal import Changing, Fork

FrameOf = Literal["program", "function", "loop", "round", "branch"]


@dataclass(slots=True, eq=False)
class Frame(Changing):
    """``doubted`` where what follows in it may not run; ``returned`` are the values with which it may have been left."""

    of: FrameOf
    doubted: bool = False
    returned: list[Any] = field(default_factory=list)

    def content(self) -> tuple[bool, list[Any]]:
        return self.doubted, list(self.returned)

    def restore(self, content: tuple[bool, list[Any]]) -> None:
        self.doubted, self.returned = content

    def joined(self, one: tuple[bool, list[Any]], other: tuple[bool, list[Any]], _fork: Fork) -> tuple[bool, list[Any]]:
        return one[0] or other[0], [*one[1], *other[1][len(self.returned) :]]
