"""The processes that all tests of a worker share."""

import pytest

from tests.samples.shared_processes import SharedProcesses, shared_processes


@pytest.fixture(scope="session")
def processes() -> SharedProcesses:
    return shared_processes()
