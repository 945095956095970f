"""What the configuration sets where the command line does not."""

import argparse
from typing import Final

from conformance.configuration.configuration import Configuration

FAIL_ON: Final = "error"


def settled(arguments: argparse.Namespace) -> Configuration:
    """Return what counts in the current folder, and put it where an option was not given.

    Raises InputError where the configuration cannot be used.
    """
    from conformance.configuration.reading import configuration_for

    known = configuration_for()
    if hasattr(arguments, "fail_on"):
        arguments.fail_on = arguments.fail_on or known.fail_on or FAIL_ON
    if hasattr(arguments, "azure_host"):
        arguments.azure_host = [*arguments.azure_host, *known.azure_hosts]
    return known
