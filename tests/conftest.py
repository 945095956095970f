"""For all tests: the profiles of Hypothesis, and in CI nothing skips: what cannot run there fails."""

import os
from collections.abc import Generator
from typing import TypeVar

import pytest

from tests.fuzzing import register_profiles

register_profiles()

AnyReport = TypeVar("AnyReport", pytest.TestReport, pytest.CollectReport)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    return _not_skipped((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    return _not_skipped((yield))


def _not_skipped(report: AnyReport) -> AnyReport:
    """Return the report, in CI as a failure where it tells of a skip; a failure that is expected is none."""
    if report.skipped and os.environ.get("CI") == "true" and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"In CI nothing skips. {reason}"
    return report
