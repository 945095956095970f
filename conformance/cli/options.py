"""What several commands take as options: values that they share, and the types that argparse is given."""

import argparse
import re
from typing import Final

from conformance.finding import Severity

# What ``--fail-on`` takes, and the least severity that makes the exit code 1.
FAIL_ON: Final = {"error": Severity.ERROR, "warning": Severity.WARNING, "note": Severity.NOTE, "never": None}


_HOST: Final = re.compile(r"(?:\*\.)?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[?[0-9a-f:.]+\]?")
_HOST_AND_PORT: Final = re.compile(r"[^:\[\]]+:\d+|\[.*\]:\d+")

AZURE_HOST_HELP: Final = "judge /openai/v1/ on this host as Azure OpenAI (*.example.com: all below it); repeatable"


def host(text: str) -> str:
    """Return a host name in lower case, without port; argparse tells an ArgumentTypeError in one sentence."""
    name = text.lower()
    if _HOST_AND_PORT.fullmatch(name):
        name = name.rpartition(":")[0]
    if not _HOST.fullmatch(name):
        raise argparse.ArgumentTypeError(f"{text} is not a host name such as gateway.example.com")
    return name.strip("[]")


def seconds(text: str) -> float:
    """Return a time limit in seconds; argparse tells an ArgumentTypeError in one sentence."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < 86_400:
        raise argparse.ArgumentTypeError(f"{text} is no number of seconds above 0")
    return value
