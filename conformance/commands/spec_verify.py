"""``conformance spec verify``: prove that each slice under ``spec/`` is what the official file yields.

It has no report formats: no rule is broken and no payload judged. What differs is a file, named in a sentence that says
which command writes it anew, and the exit code tells a CI the rest.
"""

import argparse
from pathlib import Path

from conformance.cli.exit_codes import FOUND, OK
from conformance.contract.publishing import differences
from conformance.errors import UsageError
from conformance.files import project


def run(arguments: argparse.Namespace) -> int:
    """Print what differs; exit code 1 where something does."""
    spec: Path = arguments.spec or project() / "spec"
    if not spec.is_dir():
        raise UsageError(f"--spec {spec} is not a folder; name the one that holds the slices.")
    wrong = list(differences(arguments.upstream, spec))
    for sentence in wrong:
        print(sentence)
    if not wrong:
        count = sum(1 for _ in spec.glob("*/inference.json"))
        print(f"{count} slices and the catalog are what the official files yield.")
    return FOUND if wrong else OK
