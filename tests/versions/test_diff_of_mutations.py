"""Change any one fact of a contract: the diff names that change and only that, and is silent where nothing changes."""

import os
import random
from typing import Any

import pytest

from conformance.contract.contract import Contract
from conformance.contract.json_schema import compile_shape
from conformance.versions.diff import diff
from tests.contract.making import Maker
from tests.versions.mutating import Mutation, mutated, mutations
from tests.versions.taking import NAMES, is_shown, payload, takes

SAMPLE = None if os.environ.get("CONFORMANCE_FUZZ") == "long" else 5
VERSIONS = ["2023-10-01-preview", "2024-02-01", "2024-10-21", "2025-03-01-preview", "v1", "v1-2026-01-28"]
INSTANCES = 40


def sampled(api_version: str) -> list[Mutation]:
    every = sorted(mutations(api_version), key=str)
    return every if SAMPLE is None else random.Random(api_version).sample(every, SAMPLE)


@pytest.mark.parametrize("api_version", VERSIONS)
def test_a_mutation_that_changes_what_is_accepted_is_named_and_no_other_is(api_version: str) -> None:
    original = mutated(api_version)
    known = compiled(original)
    named, tried = 0, sampled(api_version)
    for mutation in tried:
        other = mutated(api_version, mutation)
        if not is_sound(other):
            continue
        there, back = diff(original, other), diff(other, original)
        if compiled(other) == known:
            assert there == back == (), mutation
        elif not there:
            assert_same_is_taken(original, other, mutation)
        else:
            named += 1
            shown = [is_shown(one, original, other) for one in there if one.example() is not None]
            shown += [is_shown(one, other, original) for one in back if one.example() is not None]
            assert (shown and all(shown)) or is_about_null_itself(there) or is_about_chunks(there), mutation
            places = [place.pointer for one in there for place in (one.before, one.after) if place]
            assert any(place.startswith(mutation.pointer) for place in places) or is_about_chunks(there), mutation
    assert named > len(tried) / 5


@pytest.mark.parametrize("api_version", VERSIONS)
def test_bounds_and_enums_are_named_by_one_change_a_place(api_version: str) -> None:
    """Each change is at the mutated schema; a schema that is used at several places is named at each of them once."""
    original = mutated(api_version)
    plain = [m for m in sampled(api_version) if m.says.split()[0] in ("minimum", "maximum", "minItems", "maxItems")]
    for mutation in plain:
        changes = diff(original, mutated(api_version, mutation))
        assert len({(one.path, one.message) for one in changes}) == len(changes)
        assert len({one.kind for one in changes}) <= 1, mutation
        for one in changes:
            assert one.before and one.before.pointer.startswith(mutation.pointer), mutation
            assert one.after and one.after.pointer.startswith(mutation.pointer), mutation


def compiled(contract: Contract) -> list[Any]:
    """Return the compiled schemas; what stands in a list whose order says nothing is sorted."""
    found = [payload(contract, part) for part in NAMES]
    return [sorted_lists(compile_shape(one.shape).schema) if one else None for one in found]


def sorted_lists(node: Any) -> Any:
    if isinstance(node, dict):
        return {name: sorted(v) if name in ("required", "type") and isinstance(v, list) else sorted_lists(v) for name, v in node.items()}  # fmt: skip
    return [sorted_lists(one) for one in node] if isinstance(node, list) else node


def is_sound(contract: Contract) -> bool:
    """Return whether an engine takes the schemas: of a type that contradicts another nothing is left."""
    return '"type": []' not in repr(compiled(contract)).replace("'", '"')


def assert_same_is_taken(one: Contract, other: Contract, mutation: Mutation) -> None:
    chance = random.Random(str(mutation))
    for part in NAMES:
        left, right = payload(one, part), payload(other, part)
        assert (left is None) == (right is None), mutation
        for giver, taker in ((left, right), (right, left)):
            for _ in range(INSTANCES if giver and taker else 0):
                assert giver and taker
                value = Maker(chance, chance.random(), plain=False).make(giver.shape)
                assert takes(taker, value) == takes(giver, value), mutation


def is_about_null_itself(changes: Any) -> bool:
    """Return whether the payload itself may be null or not: the example is null then."""
    return any(one.path.steps == () and one.kind.startswith("null") for one in changes)


def is_about_chunks(changes: Any) -> bool:
    """Return whether what tells answers from chunks was changed, so that the file describes no chunks any more."""
    return any(one.kind.startswith("payload") for one in changes)
