"""The options of ``conformance read``."""

import argparse
from typing import Final

from conformance.cli.options.reports import add_azure_host, add_fail_on, add_report_options

EXAMPLE: Final = "conformance read python/rest/story_with_seed.py"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add = parser.add_argument
    add("paths", nargs="+", metavar="FILE", help="a .py, .ps1, .sh, .js, .ts or .http file")
    add("--check", action="store_true", help="judge the requests, and report findings in place of exchanges")
    add("--require-seed", action="store_true", help="with --check: a request without a seed is an error")
    add_azure_host(parser)
    add_report_options(parser)
    add_fail_on(parser)


def module(arguments: argparse.Namespace) -> str:
    """Return the command that the options ask for: reading needs no judge."""
    return "read_check" if arguments.check else "read"
