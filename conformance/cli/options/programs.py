"""The options that say how programs run, samples or the code of documents."""

import argparse

from conformance.cli.values import seconds


def add_program_options(parser: argparse.ArgumentParser, require_help: str) -> None:
    """Declare which languages have to run, by which PowerShell, and how long each may take."""
    add = parser.add_argument
    add("--require", action="append", default=[], metavar="LANGUAGE", help=require_help)
    add("--pwsh", metavar="PATH", help="the PowerShell to use (default: pwsh on PATH)")
    add("--timeout", type=seconds, default=60.0, metavar="S", help="stop each after this many seconds (default: 60)")
