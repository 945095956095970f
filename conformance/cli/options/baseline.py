"""The options of ``conformance baseline``."""

import argparse
from pathlib import Path
from typing import Final

EXAMPLE: Final = "conformance baseline write known.json document check docs"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add = parser.add_argument
    add("action", choices=("write",), metavar="write", help="write the baseline anew")
    add("file", type=Path, metavar="FILE", help="the baseline to write")
    add("command", nargs=argparse.REMAINDER, metavar="COMMAND …", help="what to run: check, run, document check, …")
