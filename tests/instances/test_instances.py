"""The generator keeps its word: what it makes is accepted, declares everything, and reaches every branch."""

from collections.abc import Iterator

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from conformance.contract.contract import contract
from conformance.contract.payload_schema import PayloadSchema
from conformance.contract.walk import observe
from tests.contract.distinct import DISTINCT
from tests.fuzzing import budget
from tests.instances.strategy import instances


def payloads(api_version: str) -> Iterator[PayloadSchema]:
    operation = contract(api_version).operation
    yield from (payload for payload in (operation.request, operation.answer, operation.chunk) if payload)


@pytest.mark.parametrize("api_version", DISTINCT)
@budget(2, 1000)
@given(data=st.data())
def test_an_instance_is_accepted_and_all_its_members_are_declared(api_version: str, data: st.DataObject) -> None:
    for payload in payloads(api_version):
        value = data.draw(instances(payload.shape))
        assert payload.violations(value) == ()
        assert not [seen for seen in observe(value, payload.shape) if seen.kind == "undeclared"]


@pytest.mark.parametrize("api_version", ["2023-05-15", "2024-02-01", "2025-04-01-preview", "v1-2026-01-28"])
@budget(5, 1000)
@given(data=st.data())
def test_without_the_remarkable_no_rule_has_anything_to_say(api_version: str, data: st.DataObject) -> None:
    payload = contract(api_version).operation.request
    value = data.draw(instances(payload.shape, remarkable=False))
    assert {seen.kind for seen in observe(value, payload.shape)} <= {"defect"}


@pytest.mark.parametrize("role", ["system", "user", "assistant", "tool"])
def test_every_role_is_reached(role: str) -> None:
    from hypothesis import find

    shape = contract("2024-10-21").operation.request.shape
    found = find(
        instances(shape),
        lambda value: any(message["role"] == role for message in value["messages"]),
        settings=settings(budget(2000, 2000), phases=[Phase.generate]),  # found is enough; the smallest takes long
    )
    assert found["messages"]
