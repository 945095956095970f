"""An emulator that the tests of a module share, and the proof that it never failed."""

from collections.abc import Iterator

import pytest

from conformance.emulator.serving import Emulator, Settings


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with Emulator.start(Settings()) as running:
        yield running


@pytest.fixture(scope="module")
def emulator_2026() -> Iterator[Emulator]:
    with Emulator.start(Settings(v1="v1-2026-01-28")) as running:
        yield running
