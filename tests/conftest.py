"""For all tests: the profiles of Hypothesis, and in CI nothing skips: what cannot run there fails."""

import gc
import os
import tempfile
from collections.abc import Generator
from typing import Final, TypeVar

import pytest

from tests.fuzzing import register_profiles

register_profiles()

# What commands keep for their next run is not kept among the user's own; gone with this process.
_CACHE: Final = tempfile.TemporaryDirectory(prefix="cache-", ignore_cleanup_errors=True)
os.environ["XDG_CACHE_HOME"] = _CACHE.name

AnyReport = TypeVar("AnyReport", pytest.TestReport, pytest.CollectReport)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Collect thousands of tests, which stay to the end: the garbage collector need not look through them again and again."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.collect()
        gc.freeze()


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
