"""What changed from each version to each other one: the differences of all pairs, without their places."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from conformance.versions.change import Breaks
from conformance.versions.compare import Comparison, ComparisonOfMany
from conformance.versions.diff import told_changes
from conformance.versions.member_path import MemberPath
from conformance.versions.version_groups import VersionGroup

# What stands in a sentence for the names of the two versions, so that it serves for many pairs.
BEFORE: Final = "\ue000"
AFTER: Final = "\ue001"


@dataclass(frozen=True, slots=True)
class PairChange:
    """One change, as ``diff`` tells it; in ``message`` ``BEFORE`` and ``AFTER`` stand for the two versions."""

    path: MemberPath
    kind: str
    breaks: Breaks
    message: str


def changes_of_pairs(groups: Sequence[VersionGroup]) -> Iterator[tuple[int, int, tuple[PairChange, ...]]]:
    """Yield for each ordered pair of ``groups``, by their places, what changed from the one to the other."""
    comparison: Comparison = ComparisonOfMany()
    for before, one in enumerate(groups):
        for after, other in enumerate(groups):
            if before != after:
                told = told_changes(one.contract, other.contract, comparison, (BEFORE, AFTER))
                yield before, after, tuple(PairChange(*change) for change in told)
