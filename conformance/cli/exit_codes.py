"""What each exit code means; 2 outranks 1, and 1 outranks 3."""

from typing import Final

OK: Final = 0  # nothing at or above --fail-on
FOUND: Final = 1  # findings
UNUSABLE: Final = 2  # bad usage or unreadable input
NOTHING: Final = 3  # nothing was checked

# What shells report of a program that a signal ended: 128 and its number.
INTERRUPTED: Final = 130
BROKEN_PIPE: Final = 141

_RANK: Final = (OK, NOTHING, FOUND, UNUSABLE)


def worst(*codes: int) -> int:
    """Return the code that outranks the others."""
    return max(codes, key=_RANK.index, default=OK)
