"""The options of ``conformance versions``; without an action the matrix is shown."""

import argparse
from typing import Final

from conformance.cli.options.actions import add_action, add_actions
from conformance.cli.options.reports import add_azure_host, add_columns, add_format, add_report_options

EXAMPLE: Final = "conformance versions --member request.seed --member response.choices[].logprobs"
_FORMATS: Final = ("text", "json", "markdown", "html")
# The first four tell the verdict of every version, the others the reasons as findings.
_FORMATS_OF_CHECK: Final = (*_FORMATS, "sarif", "junit", "github")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options, and the actions with theirs; ``--format`` and ``-o`` may also stand before an action."""
    parser.add_argument(
        "--member", action="append", default=[], metavar="PATH",
        help="a column for this member (request.seed, response.choices[].logprobs, chunk.usage); repeatable",
    )  # fmt: skip
    add_format(parser, _FORMATS)
    actions = add_actions(parser, "diff|check", required=False)
    _configure_diff(
        add_action(
            actions,
            "diff",
            "show what changed from A to B, and what it breaks",
            "conformance versions diff 2024-02-01 2024-10-21",
        )
    )
    _configure_check(
        add_action(
            actions,
            "check",
            "show which api-versions accept recorded traffic",
            "conformance versions check traffic.ndjson --to 2024-10-21",
        )
    )


def _configure_diff(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("before", metavar="A", help="the older api-version")
    add("after", metavar="B", help="the newer api-version")
    add("--examples", action="store_true", help="show a payload that breaks, for each change that does")
    add_format(parser, _FORMATS, inherits=True)


def _configure_check(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("paths", nargs="+", metavar="TRAFFIC", help="what `conformance check` reads; - is standard input")
    add("--to", metavar="V", help="say what would have to change for V; exit code 1 where something has")
    add("--api-version", action="append", default=[], metavar="V", help="only this one; repeatable")
    add_azure_host(parser)
    add_columns(parser)
    add("--details", action="store_true", help="show the first reasons of every version")
    add_report_options(parser, _FORMATS_OF_CHECK, inherits=True)
