"""The processes that all tests of a worker share."""

from collections.abc import Iterator

import pytest

from tests.samples.shared_processes import SharedProcesses


@pytest.fixture(scope="session")
def processes() -> Iterator[SharedProcesses]:
    shared = SharedProcesses()
    yield shared
    shared.close()
