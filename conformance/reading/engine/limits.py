"""How much of a source is followed, whatever its language: more than anybody writes, and little enough to end soon."""

from typing import Final

MOST_STEPS: Final = 100_000
# Statements, expressions and calls that are nested in one another.
DEEPEST: Final = 110
# Rounds of one loop.
MOST_ROUNDS: Final = 5_000
# Elements of one list or array; elements and members of what is sent or printed, in all.
MOST_ELEMENTS: Final = 20_000
# Known and unknown parts of one text, and its characters.
MOST_PARTS: Final = 2_000
MOST_CHARACTERS: Final = 500_000


class Exhausted(Exception):
    """The source takes more steps, goes deeper or makes larger values than are followed."""


class Count:
    """Counts what is looked at; raises Exhausted where that is more than ``most``."""

    def __init__(self, most: int = MOST_ELEMENTS) -> None:
        self.left = most

    def one(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise Exhausted
