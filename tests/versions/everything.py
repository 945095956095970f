"""What several tests ask of all versions at once, computed once for all of them and not before one asks."""

from functools import cache
from typing import Final

from conformance.contract.catalog import catalog
from conformance.versions.every_pair import PairChange, changes_of_pairs
from conformance.versions.matrix import Row, matrix
from conformance.versions.member_tree import MemberTree, member_tree
from conformance.versions.version_groups import VersionGroup, version_groups

GROUPS: Final[tuple[VersionGroup, ...]] = tuple(version_groups(catalog(), catalog().with_chat))


@cache
def tree() -> MemberTree:
    return member_tree(catalog())


@cache
def every_pair() -> dict[tuple[int, int], tuple[PairChange, ...]]:
    """Return what changed from each group of versions to each other one, by their places in ``GROUPS``."""
    return {(before, after): changes for before, after, changes in changes_of_pairs(GROUPS)}


@cache
def rows() -> dict[str, Row]:
    """Return the rows of the matrix, by their version."""
    return {row.version.api_version: row for row in matrix(catalog())}
