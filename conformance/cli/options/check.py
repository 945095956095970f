"""The options of ``conformance check``."""

import argparse
from typing import Final

from conformance.cli.options.reports import add_azure_host, add_columns, add_fail_on, add_report_options
from conformance.cli.values import jobs
from conformance.reports.registry import EVERY_NAME

EXAMPLE: Final = "conformance check traffic.ndjson --api-version 2024-10-21"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add = parser.add_argument
    add("paths", nargs="*", metavar="PATH", help="a recording of any of --formats, .gz or .zst of one, a folder, or -")
    add("--formats", action="store_true", help="list the formats that are read, and what each of them loses")
    add("--api-version", action="append", default=[], metavar="V", help="judge by V, not by its own; repeatable")
    add_azure_host(parser)
    add("--require-seed", action="store_true", help="a request without a seed is an error")
    add_report_options(parser, EVERY_NAME)
    add_fail_on(parser)
    add_columns(parser)
    add("--engine", choices=("jsonschema-rs", "jsonschema"), default="jsonschema-rs", help="which library validates")
    add("--jobs", type=jobs, default=0, metavar="N", help="processes for a large input (default: every core)")


def module(arguments: argparse.Namespace) -> str:
    """Return the command that the options ask for: the list of formats needs no judge."""
    return "check_formats" if arguments.formats else "check"
