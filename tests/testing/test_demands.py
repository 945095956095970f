"""What marks and settings demand together, and what they cannot mean."""

from pathlib import Path
from typing import Any

import pytest

from conformance.errors import ConformanceError, InputError
from conformance.finding import Severity
from conformance.testing.demands import Demands, demands_of


def of(folder: Path, *marks: dict[str, Any]) -> Demands:
    return demands_of(folder, [((), mark) for mark in marks])


def test_the_closest_mark_counts_and_leaves_what_it_does_not_name(tmp_path: Path) -> None:
    (tmp_path / "conformance.toml").write_text('azure-hosts = ["a.example.com"]\nfail-on = "note"\n')
    test, module = {"api_version": "2024-10-21"}, {"api_version": "2024-02-01", "require_seed": True}
    demands = of(tmp_path, test, module, {"azure_host": "B.example.com"})
    assert demands.api_versions == ("2024-10-21",)
    assert demands.require_seed
    assert demands.azure_hosts == ("a.example.com", "b.example.com")
    assert demands.fails_from is Severity.NOTE


def test_never_is_a_demand_too(tmp_path: Path) -> None:
    assert of(tmp_path, {"fail_on": "never"}).fails_from is None
    assert of(tmp_path).fails_from is Severity.ERROR


@pytest.mark.parametrize(
    ("mark", "sentence"),
    [
        ({"api_version": 2024}, "api_version must be a string, or a list of strings."),
        ({"api_version": []}, "api_version must be a string, or a list of strings."),
        ({"api_version": "2022-12-01"}, "has no chat completions"),
        ({"require_seed": 42}, "require_seed must be True or False."),
        ({"fail_on": "sometimes"}, "fail_on must be one of error, warning, note, never."),
        ({"azure_host": "https://a"}, "https://a is not a host name"),
        ({"seed": 42}, "has no argument seed; it takes api_version, require_seed, fail_on, azure_host."),
    ],
)
def test_what_cannot_be_meant_is_one_sentence(tmp_path: Path, mark: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ConformanceError) as problem:
        of(tmp_path, mark)
    assert str(problem.value).startswith("@pytest.mark.conformance")
    assert sentence in str(problem.value)
    assert "\n" not in str(problem.value)


def test_settings_that_cannot_be_used_are_told_with_their_line(tmp_path: Path) -> None:
    (tmp_path / "conformance.toml").write_text('fail-on = "sometimes"\n')
    with pytest.raises(InputError, match=r"conformance\.toml:1"):
        of(tmp_path)
