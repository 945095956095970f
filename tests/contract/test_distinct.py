"""The versions that stand for others have the same contract, and no two that stand for themselves do."""

import json

from conformance.contract.catalog import catalog
from conformance.contract.contract import contract
from conformance.contract.json_schema import compile_shape
from tests.contract.distinct import ALIKE, DISTINCT


def judged_by(api_version: str) -> str:
    """Return what all operations of the version accept, as text."""
    payloads = [
        payload
        for operation in contract(api_version).operations
        for payload in (operation.request, operation.answer, operation.chunk)
    ]
    return json.dumps([compile_shape(one.shape).schema if one else None for one in payloads], sort_keys=True)


def test_versions_are_alike_exactly_where_their_contracts_are() -> None:
    groups: dict[str, list[str]] = {}
    for version in catalog().with_chat:
        groups.setdefault(judged_by(version), []).append(version)
    assert [tuple(group) for group in groups.values() if len(group) > 1] == list(ALIKE)
    assert tuple(group[0] for group in groups.values()) == DISTINCT
