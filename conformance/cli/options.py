"""What several commands take as options: values that they share, and the types that argparse is given."""

import argparse
from typing import Final

from conformance.configuration.hosts import host_name
from conformance.finding import Severity

# What ``--fail-on`` takes, and the least severity that makes the exit code 1.
FAIL_ON: Final = {"error": Severity.ERROR, "warning": Severity.WARNING, "note": Severity.NOTE, "never": None}


AZURE_HOST_HELP: Final = "judge /openai/v1/ on this host as Azure OpenAI (*.example.com: all below it); repeatable"


def host(text: str) -> str:
    """Return a host name in lower case, without port; argparse tells an ArgumentTypeError in one sentence."""
    name = host_name(text)
    if name is None:
        raise argparse.ArgumentTypeError(f"{text} is not a host name such as gateway.example.com")
    return name


def seconds(text: str) -> float:
    """Return a time limit in seconds; argparse tells an ArgumentTypeError in one sentence."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < 86_400:
        raise argparse.ArgumentTypeError(f"{text} is not a number of seconds; write one above 0")
    return value


def jobs(text: str) -> int:
    """Return a number of processes; argparse tells an ArgumentTypeError in one sentence."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a number of processes; it must be 1 or more")
    return int(text)
