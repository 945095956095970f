"""``conformance spec slice``: write the slice of each official file, and the catalog."""

import argparse
from pathlib import Path

from conformance.cli.exit_codes import OK
from conformance.contract.publishing import write_spec
from conformance.errors import InputError
from conformance.files import project


def run(arguments: argparse.Namespace) -> int:
    """Write them, and say how many files there are. Raises InputError where one cannot be written."""
    spec: Path = arguments.spec or project() / "spec"
    try:
        names = write_spec(arguments.upstream, spec)
    except OSError as error:
        raise InputError(f"{error.filename} cannot be written ({error.strerror}); choose another --spec.") from None
    print(f"{len(names)} files written below {spec}.")
    return OK
