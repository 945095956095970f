"""``conformance versions``: what each api-version says, what differs between two, and which accept recorded traffic."""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from conformance.cli.exit_codes import OK, UNUSABLE
from conformance.cli.output import require_writable
from conformance.commands import versions_check
from conformance.commands.versions_options import WIDEST, edited_of, require_version
from conformance.errors import UsageError

if TYPE_CHECKING:
    from conformance.contract.catalog import Catalog

EXAMPLE: Final = "conformance versions --member request.seed --member response.choices[].logprobs"
_FORMATS: Final = ("text", "json", "markdown", "html")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options; without a sub-command the matrix is shown."""
    parser.add_argument(
        "--member", action="append", default=[], metavar="PATH",
        help="a column for this member (request.seed, response.choices[].logprobs, chunk.usage); repeatable",
    )  # fmt: skip
    _report_options(parser, "text")
    actions = parser.add_subparsers(dest="action", metavar="diff|check", parser_class=type(parser))
    diff = _action(actions, "diff", "what changed from A to B, and what it breaks", "2024-02-01 2024-10-21")
    diff.add_argument("before", metavar="A", help="the older api-version")
    diff.add_argument("after", metavar="B", help="the newer api-version")
    diff.add_argument("--examples", action="store_true", help="show a payload that breaks, for each change that does")
    _report_options(diff, argparse.SUPPRESS)
    check = _action(actions, "check", "which api-versions accept recorded traffic", "traffic.ndjson --to 2024-10-21")
    versions_check.configure(check)


def run(arguments: argparse.Namespace) -> int:
    """Run the sub-command. Contracts that were edited are named, and make the exit code 2."""
    from conformance.contract.catalog import catalog

    known = catalog()
    if arguments.action and arguments.member:
        raise UsageError("--member makes the columns of the matrix; it goes without diff and check.")
    if arguments.action == "check":
        return versions_check.run(arguments, known)
    require_writable(arguments.output, "-o")
    if arguments.action == "diff":
        return _diff(arguments, known)
    return _matrix(arguments, known)


def _matrix(arguments: argparse.Namespace, known: "Catalog") -> int:
    import gc

    from conformance.reports import versions_matrix as report
    from conformance.reports.terminal import width_of
    from conformance.versions.matrix import matrix
    from conformance.versions.member_path import read_member_path

    gc.disable()  # all that is built is kept until the end: looking through it saves nothing and costs a fifth
    paths = tuple(dict.fromkeys(read_member_path(text) for text in arguments.member))
    edited = edited_of(known, known.with_chat)
    if arguments.format == "html":
        from conformance.commands.versions_page import write_matrix_page

        if paths:
            matrix(known, paths)  # raises where no version has one
        write_matrix_page(arguments.output, known, paths, edited)
        return UNUSABLE if edited else OK
    rows = matrix(known, paths)
    if arguments.format == "json":
        lines: Iterable[str] = [report.matrix_as_json(rows, **({"edited": edited} if edited else {}))]
    elif arguments.format == "markdown":
        lines = report.matrix_as_markdown(rows, paths)
    else:
        lines = report.matrix_as_text(rows, paths, min(width_of(sys.stdout), WIDEST))
    _write(lines, arguments.output)
    return UNUSABLE if edited else OK


def _diff(arguments: argparse.Namespace, known: "Catalog") -> int:
    from conformance.contract.contract import contract
    from conformance.reports import versions_diff as report
    from conformance.versions.diff import diff

    names = [require_version(known, name) for name in (arguments.before, arguments.after)]
    edited = edited_of(known, names)
    if arguments.format == "html":
        from conformance.commands.versions_page import write_diff_page

        write_diff_page(arguments.output, known, names[0], names[1], edited)
        return UNUSABLE if edited else OK
    before, after = (contract(name, of=known) for name in names)
    changes = diff(before, after)
    if arguments.format == "json":
        lines: Iterable[str] = [report.diff_as_json(changes, arguments.examples, edited)]
    elif arguments.format == "markdown":
        lines = report.diff_as_markdown(changes, *names)
    else:
        lines = report.diff_as_text(changes, before, after, arguments.examples)
    _write(lines, arguments.output)
    return UNUSABLE if edited else OK


def _write(lines: Iterable[str], output: Path | None) -> None:
    from conformance.cli.output import report_stream

    with report_stream(output) as out:
        for line in lines:
            out.write(f"{line}\n")


def _report_options(parser: argparse.ArgumentParser, default: Any) -> None:
    absent = None if default != argparse.SUPPRESS else argparse.SUPPRESS
    parser.add_argument("--format", choices=_FORMATS, default=default, help="how to report (default: text)")
    parser.add_argument("-o", "--output", type=Path, default=absent, metavar="FILE", help="write it to FILE, completely or not at all")  # fmt: skip


def _action(actions: Any, name: str, summary: str, example: str) -> argparse.ArgumentParser:
    added: argparse.ArgumentParser = actions.add_parser(
        name,
        help=summary,
        description=f"Tell {summary}.",
        epilog=f"example: conformance versions {name} {example}",
        allow_abbrev=False,
    )
    return added
