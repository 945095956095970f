"""How much is tried: little where every change is tested, much under ``make fuzz``, which says how many inputs there were.

Two profiles of Hypothesis, and nothing of theirs is set anywhere else: no test fails because a machine is busy.
"""

import os
from collections import Counter
from collections.abc import Iterator
from typing import Final

import pytest
from hypothesis import HealthCheck, settings

LONG: Final = os.environ.get("CONFORMANCE_FUZZ") == "long"
PROFILE: Final = "fuzz" if LONG else "ci"
# Inputs of each part of the module that runs.
TRIED: Final[Counter[str]] = Counter()

# What these checks see is how fast a machine is, or how an input's size is spread.
_OF_SPEED: Final = (
    HealthCheck.too_slow,
    HealthCheck.data_too_large,
    HealthCheck.large_base_example,
    HealthCheck.filter_too_much,
)


def register_profiles() -> None:
    """Register ``ci`` and ``fuzz``, and take the one that the environment names."""
    for name, examples in (("ci", 50), ("fuzz", 5000)):
        settings.register_profile(
            name,
            deadline=None,
            max_examples=examples,
            database=None,
            print_blob=True,
            suppress_health_check=_OF_SPEED,
        )
    settings.load_profile(PROFILE)


def budget(short: int, long: int) -> settings:
    """Return the profile with its own number of examples: ``short``, and ``long`` under ``make fuzz``."""
    return settings(max_examples=long if LONG else short)


@pytest.fixture(scope="module")
def inputs_are_told() -> Iterator[None]:
    """Print, at the end of a module, how many inputs each part of it tried."""
    TRIED.clear()
    yield
    for part, count in sorted(TRIED.items()):
        print(f"\nfuzz: {part}: {count:,} inputs", end="")
    print()
