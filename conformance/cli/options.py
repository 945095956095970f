"""What several commands take as options: values that they share, and the types that argparse is given."""

import argparse
from typing import Final

from conformance.finding import Severity

# What ``--fail-on`` takes, and the least severity that makes the exit code 1.
FAIL_ON: Final = {"error": Severity.ERROR, "warning": Severity.WARNING, "note": Severity.NOTE, "never": None}


def seconds(text: str) -> float:
    """Return a time limit in seconds; argparse tells an ArgumentTypeError in one sentence."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < 86_400:
        raise argparse.ArgumentTypeError(f"{text} is no number of seconds above 0")
    return value
