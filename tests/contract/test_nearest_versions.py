"""An api-version that does not exist gets the one that was meant: of the same day before one that is spelled alike."""

import pytest

from conformance.contract.catalog import catalog, nearest_versions
from tests.judging.rules.judging import STORY, findings

KNOWN = catalog().dated_with_chat


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("2024-12-01", "2024-12-01-preview"),
        ("2025-03-01", "2025-03-01-preview"),
        ("2024-02-01-preview", "2024-02-01"),
        ("2024-2-1", "2024-02-01"),
        ("2024-12-1", "2024-12-01-preview"),
        ("2023-12-1-preview", "2023-12-01-preview"),
        ("2024-02-15", "2024-02-15-preview"),
        ("2024-12-01-prevew", "2024-12-01-preview"),
        ("2024-12-02-preview", "2024-12-01-preview"),
        ("2024_12_01_preview", "2024-12-01-preview"),
    ],
)
def test_the_version_of_the_same_day_is_meant(name: str, meant: str) -> None:
    assert nearest_versions(name, KNOWN) == [meant]


def test_of_a_day_with_two_versions_the_suffix_chooses() -> None:
    both = ["2024-01-01", "2024-01-01-preview"]
    assert nearest_versions("2024-1-1", both, 2) == both
    assert nearest_versions("2024-1-1-prev", both, 2) == both[::-1]


def test_what_is_like_none_gets_none() -> None:
    assert nearest_versions("latest", KNOWN) == []


def test_the_rule_about_a_url_suggests_it() -> None:
    url = "https://h/openai/deployments/d/chat/completions?api-version=2024-12-01"
    (found,) = [one for one in findings(STORY, url=url, api_version=None) if one.rule == "api-version-unknown"]
    assert found.suggestion == "2024-12-01-preview"
