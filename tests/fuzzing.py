"""How much is tried: little where every change is tested, much under ``make fuzz``, which says how many inputs there were."""

import os
from collections import Counter
from collections.abc import Iterator
from typing import Final

import pytest

LONG: Final = os.environ.get("CONFORMANCE_FUZZ") == "long"
# Inputs of each part of the module that runs.
TRIED: Final[Counter[str]] = Counter()


@pytest.fixture(scope="module")
def inputs_are_told() -> Iterator[None]:
    """Print, at the end of a module, how many inputs each part of it tried."""
    TRIED.clear()
    yield
    for part, count in sorted(TRIED.items()):
        print(f"\nfuzz: {part}: {count:,} inputs", end="")
    print()
