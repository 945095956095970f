"""The options of ``conformance run``."""

import argparse
from pathlib import Path
from typing import Final

from conformance.cli.options.emulate import add_answer_options
from conformance.cli.options.programs import add_program_options
from conformance.cli.options.reports import add_fail_on, add_report_options
from conformance.samples.sample import NAMES, V1

EXAMPLE: Final = "conformance run --language rest --scenario story_with_seed --api-version 2024-02-01"
DEFAULT_VERSIONS: Final = ("2023-12-01-preview", "2024-02-01", V1)  # the first with seed, the document's, and v1


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add = parser.add_argument
    add(
        "--language", action="append", default=[], metavar="NAME", help=f"only this one: {', '.join(NAMES)}; repeatable"
    )
    add(
        "--scenario",
        action="append",
        default=[],
        metavar="NAME",
        help="only this one, such as story_with_seed; repeatable",
    )
    add(
        "--api-version",
        action="append",
        default=[],
        metavar="V",
        help=f"a dated one, or v1 for the samples under v1/; repeatable (default: {', '.join(DEFAULT_VERSIONS)})",
    )
    add_program_options(parser, "exit with 3 where it cannot run; repeatable")
    add("--samples", type=Path, metavar="FOLDER", help="run the samples below FOLDER, a copy of all or of some")
    add("--endpoint", metavar="URL", help="run against a real service; key from AZURE_OPENAI_API_KEY")
    add("--deployment", metavar="NAME", help="with --endpoint (default: AZURE_OPENAI_DEPLOYMENT)")
    add_answer_options(parser)
    add("--record", type=Path, metavar="FILE", help="write the exchanges there as NDJSON, without keys")
    add_report_options(parser)
    add_fail_on(parser)
