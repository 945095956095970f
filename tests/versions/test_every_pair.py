"""What is told of all pairs at once is what is told of one pair."""

from itertools import pairwise, permutations

import pytest

from conformance.versions.compare import ComparisonOfMany
from conformance.versions.contents import Contents
from conformance.versions.diff import diff
from conformance.versions.every_pair import AFTER, BEFORE
from tests.fuzzing import LONG
from tests.versions.everything import GROUPS, every_pair

SOME = [*pairwise(range(len(GROUPS))), (0, len(GROUPS) - 1), (len(GROUPS) - 1, 5), (14, 4)]


def test_every_ordered_pair_is_there_and_no_version_beside_itself() -> None:
    assert list(every_pair()) == list(permutations(range(len(GROUPS)), 2))


@pytest.mark.parametrize(("before", "after"), list(permutations(range(len(GROUPS)), 2)) if LONG else SOME)
def test_a_pair_is_told_as_it_is_alone(before: int, after: int) -> None:
    one, other = GROUPS[before].contract, GROUPS[after].contract
    alone = [(change.path, change.kind, change.breaks, change.message) for change in diff(one, other)]
    among = [
        (c.path, c.kind, c.breaks, c.message.replace(BEFORE, one.api_version).replace(AFTER, other.api_version))
        for c in every_pair()[before, after]
    ]
    assert among == alone


def test_shapes_are_known_by_what_they_accept() -> None:
    contents = Contents()
    numbers = [contents.of(group.contract.operation.request.shape.member("n")) for group in GROUPS]
    assert len(set(numbers)) < len(GROUPS)
    seeds = {contents.of(group.contract.operation.request.shape.member("seed")) for group in GROUPS[5:]}
    assert contents.of(None) not in seeds and not seeds & set(numbers)
    shape = GROUPS[-1].contract.operation.request.shape
    assert ComparisonOfMany().of(shape, shape) == ()
