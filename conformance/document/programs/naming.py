"""The names that a fragment, or a block, of source needs and gives, in whatever language it is written."""

from dataclasses import dataclass, field
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Names:
    """``needs`` are read before the fragment itself sets them; ``gives`` are set when it has run.

    ``changes`` are values of others that it adds to, or takes from.
    """

    needs: frozenset[str] = frozenset()
    gives: frozenset[str] = frozenset()
    changes: frozenset[str] = frozenset()


class Place(NamedTuple):
    """A line of a block, from 1, and the bytes before a name on it, from 0."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class BlockNames:
    """What a block ``sets``, and ``reads`` though nothing in it sets that, with the first place of each name.

    ``unsure`` where what it reads cannot be told; ``opens`` where it may set names that are not in it at all; ``whole``
    where it begins as a program does, and is no piece of one; ``complete`` where it also shows what it begins with, so
    that a name of nobody's is not a value that the reader has. ``modules`` are the names whose attributes it reads,
    ``unread`` those that it sets and never reads. ``loose``: it is a piece, without imports and without a call
    that asks, that awaits outside of functions or is one call: what it lacks stands in the program around it.
    """

    sets: frozenset[str] = frozenset()
    reads: dict[str, Place] = field(default_factory=dict)
    unsure: bool = False
    opens: bool = False
    whole: bool = False
    complete: bool = False
    modules: dict[str, frozenset[str]] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()
    loose: bool = False
