"""``conformance check --formats``: list the formats that are read, and what each of them loses."""

import argparse

from conformance.cli.exit_codes import OK
from conformance.traffic.formats.registry import every_format


def run(_: argparse.Namespace) -> int:
    """Print each format with its title and its fidelity."""
    for one in every_format():
        print(f"{one.name}\n  {one.title}\n  fidelity: {one.fidelity}")
    return OK
