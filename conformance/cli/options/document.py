"""The options of ``conformance document``: what its actions share, and what each has for itself."""

import argparse
from pathlib import Path
from typing import Final

from conformance.cli.options.actions import add_action, add_actions
from conformance.cli.options.programs import add_program_options
from conformance.cli.options.reports import add_fail_on, add_report_options
from conformance.cli.values import day, days, jobs

EXAMPLE: Final = "conformance document check docs"
DEFAULT_VERSION: Final = "2024-02-01"  # the samples' own
DEFAULT_MAX_AGE: Final = 365  # days


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the actions and their options."""
    actions = add_actions(parser)
    check = "find what contradicts the contract, the samples or the document itself"
    _configure_check(add_action(actions, "check", check, "conformance document check docs --max-age 180"))
    fix = "write what findings say, where that surely mends them"
    _configure_fix(add_action(actions, "fix", fix, "conformance document fix docs --diff"))
    run = "run the code of documents against the emulator, and judge what it does"
    _configure_run(add_action(actions, "run", run, "conformance document run docs --require powershell"))
    update = "bring blocks and outputs back in step with the samples"
    _configure_update(add_action(actions, "update", update, "conformance document update docs --check"))


def _configure_check(parser: argparse.ArgumentParser) -> None:
    _add_documents(parser)
    add = parser.add_argument
    add("--pwsh", metavar="PATH", help="the PowerShell whose parser is asked (default: pwsh on PATH)")
    add("--max-age", type=days, metavar="DAYS", help=f"how old ms.date may be (default: {DEFAULT_MAX_AGE} days)")
    add("--today", type=day, metavar="DATE", help="the day that ages are counted to (default: the day of the run)")
    add(
        "--require",
        action="append",
        default=[],
        metavar="LANGUAGE",
        help="exit with 3 where a block of it that asks was not read; repeatable",
    )
    add("--no-cache", action="store_true", help="check every page anew, and keep nothing for the next run")
    add("--jobs", type=jobs, default=0, metavar="N", help="processes for many documents (default: every core)")
    add_report_options(parser)
    add_fail_on(parser)


def _configure_fix(parser: argparse.ArgumentParser) -> None:
    _add_documents(parser)
    text = "write nothing, print a diff; exit code 1 where something would change"
    parser.add_argument("--diff", action="store_true", help=text)


def _configure_run(parser: argparse.ArgumentParser) -> None:
    _add_documents(parser)
    _add_program_options(parser)
    add_report_options(parser)
    add_fail_on(parser)


def _configure_update(parser: argparse.ArgumentParser) -> None:
    _add_documents(parser)
    _add_program_options(parser)
    parser.add_argument("--check", action="store_true", help="write nothing; print the diff, and exit with 1 if any")
    add_report_options(parser)


def _add_documents(parser: argparse.ArgumentParser) -> None:
    """Declare the paths of documents, and where the files that they name are."""
    add = parser.add_argument
    add(
        "paths",
        nargs="*",
        metavar="PATH",
        help="a Markdown file or notebook, or a folder of them (default: the configuration's)",
    )
    add("--samples", type=Path, metavar="FOLDER", help="where the markers' samples are (default: the project's own)")


def _add_program_options(parser: argparse.ArgumentParser) -> None:
    """Declare how the programs of documents run."""
    text = f"for code that reads it (default: {DEFAULT_VERSION})"
    parser.add_argument("--api-version", metavar="V", help=text)
    add_program_options(parser, "exit with 3 where it, or a block of it, cannot run; repeatable")
