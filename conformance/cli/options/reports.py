"""The options that say how to report, and which findings count: the same for every command that has findings."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from conformance.cli.values import FAIL_ON, columns, host
from conformance.errors import did_you_mean
from conformance.reports.registry import NAMES

_COLOURS: Final = ("auto", "always", "never")
_AZURE_HOST_HELP: Final = "judge /openai/v1/ on this host as Azure OpenAI (*.example.com: all below it); repeatable"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A report that was asked for: ``path`` is None for standard output, ``option`` is the one that named it."""

    format: str
    path: Path | None = None
    option: str = "--format"


def add_format(parser: argparse.ArgumentParser, names: Sequence[str], inherits: bool = False) -> None:
    """Declare how to report, in formats called ``names``, and where.

    ``inherits``: the options of the command above count where the action has none.
    """
    format_, output = (argparse.SUPPRESS, argparse.SUPPRESS) if inherits else ("text", None)
    add = parser.add_argument
    add("--format", choices=names, default=format_, help="how to report (default: text)")
    add("-o", "--output", type=Path, default=output, metavar="FILE", help="write the report to FILE, completely or not at all")  # fmt: skip


def add_report_options(parser: argparse.ArgumentParser, names: Sequence[str] = NAMES, inherits: bool = False) -> None:
    """Declare how to report findings, in formats called ``names``; ``inherits`` is that of ``add_format``."""
    add_format(parser, names, inherits)
    add = parser.add_argument
    add(
        "--report", action="append", default=[], type=_ReportType(tuple(names)), metavar="FORMAT=FILE",
        help="write one more report, such as sarif=out.sarif; repeatable",
    )  # fmt: skip
    add("--all", action="store_true", help="show every finding: notes, and however many are alike")
    add("-q", "--quiet", action="store_true", help="show findings alone: no table, no counts, no last line")
    add("-v", "--verbose", action="store_true", help="show every finding, and say which reports were written")
    add("--color", choices=_COLOURS, default="auto", help="colours (default: on a terminal)")


def add_fail_on(parser: argparse.ArgumentParser) -> None:
    """Declare which findings count: from which severity on, and which are known."""
    text = "exit with 1 at this severity or above (default: error)"
    add = parser.add_argument
    add("--fail-on", choices=FAIL_ON, help=text)  # commands.shared.settings has the default
    add("--baseline", type=Path, metavar="FILE", help="hide findings that FILE knows (default: the configuration's)")
    add("--no-baseline", action="store_true", help="hide nothing")


def add_columns(parser: argparse.ArgumentParser) -> None:
    """Declare which columns of a table hold exchanges."""
    text = "the columns of Parquet files that hold exchanges"
    parser.add_argument("--columns", type=columns, metavar="request=NAME,…", help=text)


def add_azure_host(parser: argparse.ArgumentParser) -> None:
    """Declare which hosts are Azure OpenAI's besides those that are known."""
    parser.add_argument("--azure-host", action="append", default=[], type=host, metavar="HOST", help=_AZURE_HOST_HELP)


@dataclass(frozen=True)
class _ReportType:
    """Reads ``sarif=out.sarif``; raises ArgumentTypeError."""

    names: tuple[str, ...]

    def __call__(self, text: str) -> Wanted:
        name, equals, file = text.partition("=")
        if not equals or not file:
            raise argparse.ArgumentTypeError(f"{text} is not FORMAT=FILE, such as {self.names[-1]}=FILE")
        if file == "-":
            raise argparse.ArgumentTypeError(f"{text} names no file; --format {name} writes to standard output")
        if name not in self.names:
            hint = did_you_mean(name, self.names) or f"; it is one of {', '.join(self.names)}"
            raise argparse.ArgumentTypeError(f"{name} is not a format of reports{hint}")
        return Wanted(name, Path(file), "--report")
