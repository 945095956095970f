"""Recorded answers of the real service get the verdicts that their collector wrote down."""

import pytest

from conformance.exchange import Exchange, Response
from conformance.judge import judge
from conformance.rules.circumstances import Circumstances
from conformance.wire.body import Body
from tests.shared_folder import needs_shared, shared


@needs_shared
@pytest.mark.parametrize(
    ("name", "api_version", "found"),
    [
        ("01", "2024-02-01", ["fingerprint-null"]),
        ("02", "2024-02-01", []),
        ("05", "2024-02-01", ["fingerprint-null"]),
        ("06", "2024-02-01", ["request-refused"]),
        ("09", "2023-07-01-preview", []),
        ("13", "2024-12-01-preview", []),
        ("18", "2023-07-01-preview", []),
        ("20", "2023-07-01-preview", ["request-refused"]),
        ("22", "2024-02-01", ["request-refused"]),
        ("27", "2023-12-01-preview", ["response-schema"]),
    ],
)
def test_verdicts(name: str, api_version: str, found: list[str]) -> None:
    text = (shared() / "real-responses" / f"{name}.json").read_text(encoding="utf-8")
    exchange = Exchange(name, response=Response(body=Body.from_text(text)))
    told = judge(exchange, Circumstances(api_version=api_version))
    assert [finding.rule for finding in told if str(finding.severity) != "note"] == found
