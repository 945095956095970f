"""The processes that all tests of a worker share."""

from tests.samples.conftest import processes

__all__ = ["processes"]
