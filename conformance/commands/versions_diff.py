"""``conformance versions diff``: show what changed from one api-version to another, and what it breaks."""

import argparse
from collections.abc import Iterable, Sequence

from conformance.cli.exit_codes import OK, UNUSABLE
from conformance.commands.shared.contracts import edited_of, refuse_members, require_version
from conformance.commands.shared.output import lines_of, report_stream, require_writable
from conformance.contract.catalog import Catalog, catalog
from conformance.contract.contract import contract
from conformance.reports.html.versions_page import View, versions_page
from conformance.reports.versions_diff import diff_as_json, diff_as_markdown, diff_as_text
from conformance.versions.diff import diff
from conformance.versions.member_tree import member_tree


def run(arguments: argparse.Namespace) -> int:
    """Print the changes. Contracts that were edited are named, and make the exit code 2."""
    refuse_members(arguments)
    require_writable(arguments.output, "-o")
    known = catalog()
    names = [require_version(known, name) for name in (arguments.before, arguments.after)]
    edited = edited_of(known, names)
    page = arguments.format == "html"
    pieces = _page(known, names, edited) if page else lines_of(_lines(arguments, known, names, edited))
    with report_stream(arguments.output) as out:
        out.writelines(pieces)
    return UNUSABLE if edited else OK


def _lines(arguments: argparse.Namespace, known: Catalog, names: Sequence[str], edited: Sequence[str]) -> Iterable[str]:
    before, after = (contract(name, of=known) for name in names)
    changes = diff(before, after)
    match arguments.format:
        case "json":
            return [diff_as_json(changes, arguments.examples, edited)]
        case "markdown":
            return diff_as_markdown(changes, *names)
        case _:
            return diff_as_text(changes, before, after, arguments.examples)


def _page(known: Catalog, names: Sequence[str], edited: Sequence[str]) -> Iterable[str]:
    """Return the page, opened at the comparison of the two versions."""
    before, after = names
    command = f"conformance versions diff {before} {after} --format html"
    return versions_page(known, member_tree(known), View(command, pair=(before, after), edited=edited))
