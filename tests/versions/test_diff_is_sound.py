"""What the diff calls safe is safe, what it calls breaking breaks, and nothing breaks that it does not name."""

from collections.abc import Iterable
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.contract.contract import contract
from conformance.contract.payload_schema import PayloadSchema, Violation
from conformance.contract.walk import Observation
from conformance.versions.change import Change
from conformance.versions.diff import diff
from tests.contract.distinct import DISTINCT
from tests.fuzzing import budget
from tests.instances.strategy import instances
from tests.versions.taking import covers, is_shown, payload, undeclared

NEIGHBOURS = list(pairwise(DISTINCT))
BOTH_WAYS = [*NEIGHBOURS, *((after, before) for before, after in NEIGHBOURS), ("2024-02-01", "2024-10-21")]


@cache
def breaking(before: str, after: str, whom: str) -> tuple[Change, ...]:
    return tuple(change for change in diff(contract(before), contract(after)) if change.breaks == whom)


@pytest.mark.parametrize(("before", "after"), BOTH_WAYS)
def test_each_change_that_breaks_shows_a_payload_that_breaks(before: str, after: str) -> None:
    for change in breaking(before, after, "sender") + breaking(before, after, "reader"):
        assert is_shown(change, contract(before), contract(after)), change.message


@pytest.mark.parametrize(("before", "after"), NEIGHBOURS)
@budget(4, 2000)
@given(data=st.data())
def test_a_request_that_the_newer_does_not_take_is_one_that_the_diff_says_breaks(
    before: str, after: str, data: st.DataObject
) -> None:
    request = data.draw(instances(contract(before).operation.request.shape))
    schema = contract(after).operation.request
    assert_named(breaking(before, after, "sender"), schema.violations(request), undeclared(schema, request))


@pytest.mark.parametrize("part", ["response", "chunk"])
@pytest.mark.parametrize(("before", "after"), NEIGHBOURS)
@budget(4, 2000)
@given(data=st.data())
def test_an_answer_that_an_older_reader_does_not_expect_is_one_that_the_diff_says_breaks(
    before: str, after: str, part: str, data: st.DataObject
) -> None:
    old, new = payload(contract(before), part), payload(contract(after), part)
    if old is None or new is None:
        return
    answer = data.draw(instances(new.shape))
    assert_named(breaking(before, after, "reader"), unexpected(old, answer), [])


def assert_named(
    changes: tuple[Change, ...], violations: Iterable[Violation], undeclared_ones: Iterable[Observation]
) -> None:
    """Each is named by a change, or follows from one: where a tag's value is refused, so is all that goes with it."""
    violations = list(violations)
    named = [one for one in violations if any(explains(change, one) for change in changes)]
    refused_tags = {one.path[:-1] for one in named if one.keyword == "enum"}
    for violation in violations:
        assert violation in named or violation.path in refused_tags or violation.path[:-1] in refused_tags, violation
    for seen in undeclared_ones:
        assert any(covers(change, seen.path) for change in changes) or seen.path[:-1] in refused_tags, seen


def unexpected(schema: PayloadSchema, answer: object) -> list[Violation]:
    """Return what breaks the schema, but for values of an enum that says of itself that it may grow."""
    return [one for one in schema.violations(answer) if not (one.keyword == "enum" and one.origin.extensible)]


def explains(change: Change, violation: Violation) -> bool:
    """Return whether ``change`` is at the place of ``violation``: of a missing member at its object or at itself."""
    if violation.missing is not None and covers(change, (*violation.path, violation.missing)):
        return True
    return covers(change, violation.path)
