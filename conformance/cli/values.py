"""What options take as values: the names and the types that argparse is given, in one sentence where one is wrong."""

import argparse
from datetime import date
from typing import Final

from conformance.configuration.hosts import host_name
from conformance.finding import Severity

# What ``--fail-on`` takes, and the least severity that makes the exit code 1.
FAIL_ON: Final = {"error": Severity.ERROR, "warning": Severity.WARNING, "note": Severity.NOTE, "never": None}


def host(text: str) -> str:
    """Return a host name in lower case, without port; raises ArgumentTypeError."""
    name = host_name(text)
    if name is None:
        raise argparse.ArgumentTypeError(f"{text} is not a host name such as gateway.example.com")
    return name


def seconds(text: str) -> float:
    """Return a time limit in seconds; raises ArgumentTypeError."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < 86_400:
        raise argparse.ArgumentTypeError(f"{text} is not a number of seconds; write one above 0")
    return value


def jobs(text: str) -> int:
    """Return a number of processes; raises ArgumentTypeError."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a number of processes; it must be 1 or more")
    return int(text)


def days(text: str) -> int:
    """Return a number of days; raises ArgumentTypeError."""
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text} is not a number of days")
    return int(text)


def day(text: str) -> date:
    """Return a day; raises ArgumentTypeError."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a day such as 2024-05-31") from None


def share(text: str) -> float:
    """Return a share from 0 to 1; raises ArgumentTypeError."""
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"{text} is not a share from 0 to 1")
    return value


def columns(text: str) -> dict[str, str]:
    """Return ``request=body,status=code`` as a mapping; raises ArgumentTypeError."""
    found: dict[str, str] = {}
    for pair in text.split(","):
        name, equals, column = pair.partition("=")
        if not equals or not name.strip() or not column.strip():
            raise argparse.ArgumentTypeError(f"{pair} is not NAME=COLUMN")
        found[name.strip()] = column.strip()
    return found
