"""The options of ``conformance config``."""

import argparse
from typing import Final

from conformance.cli.options.reports import add_format

EXAMPLE: Final = "conformance config --format json"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_format(parser, ("text", "json"))
