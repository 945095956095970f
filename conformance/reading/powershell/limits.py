"""How much of a source is followed: more than anybody writes, and little enough to end soon."""

from typing import Final

MAX_STEPS: Final = 60_000
MAX_DEPTH: Final = 110
# Elements of an array, members of what is sent or printed in all.
MAX_ITEMS: Final = 5_000
MAX_MEMBERS: Final = 20_000
MAX_CHOICES: Final = 128
MAX_PIECES: Final = 2_000
MAX_TEXT: Final = 500_000


class TooMuch(Exception):
    """More steps, deeper ones or larger values than are followed."""


class Count:
    """Counts what is looked at; raises TooMuch where that is more than ``most``."""

    def __init__(self, most: int = MAX_MEMBERS) -> None:
        self.left = most

    def one(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise TooMuch
