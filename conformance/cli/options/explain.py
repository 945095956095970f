"""The options of ``conformance explain``."""

import argparse
from typing import Final

EXAMPLE: Final = "conformance explain seed-type"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("rule", nargs="?", metavar="RULE", help="its id, such as seed-type (default: list all)")
