"""``conformance versions``: show which members each api-version has."""

import argparse
import gc
import sys
from collections.abc import Iterable, Sequence

from conformance.cli.exit_codes import OK, UNUSABLE
from conformance.commands.shared.contracts import WIDEST, edited_of
from conformance.commands.shared.output import lines_of, report_stream, require_writable
from conformance.contract.catalog import Catalog, catalog
from conformance.reports.html.versions_page import View, versions_page
from conformance.reports.terminal import width_of
from conformance.reports.versions_matrix import matrix_as_json, matrix_as_markdown, matrix_as_text
from conformance.versions.matrix import Row, matrix
from conformance.versions.member_path import MemberPath, read_member_path
from conformance.versions.member_tree import member_tree


def run(arguments: argparse.Namespace) -> int:
    """Print the matrix. Contracts that were edited are named, and make the exit code 2."""
    require_writable(arguments.output, "-o")
    known = catalog()
    gc.disable()  # all that is built is kept until the end: looking through it saves nothing and costs a fifth
    paths = tuple(dict.fromkeys(read_member_path(text) for text in arguments.member))
    edited = edited_of(known, known.with_chat)
    if arguments.format == "html":
        if paths:
            matrix(known, paths)  # raises where no version has one
        pieces: Iterable[str] = _page(known, paths, edited)
    else:
        pieces = lines_of(_lines(arguments.format, matrix(known, paths), paths, edited))
    with report_stream(arguments.output) as out:
        out.writelines(pieces)
    return UNUSABLE if edited else OK


def _lines(format_: str, rows: Sequence[Row], paths: Sequence[MemberPath], edited: Sequence[str]) -> Iterable[str]:
    match format_:
        case "json":
            return [matrix_as_json(rows, **({"edited": edited} if edited else {}))]
        case "markdown":
            return matrix_as_markdown(rows, paths)
        case _:
            return matrix_as_text(rows, paths, min(width_of(sys.stdout), WIDEST))


def _page(known: Catalog, chosen: Sequence[MemberPath], edited: Sequence[str]) -> Iterable[str]:
    """Return the page of every member in every version; with ``chosen`` it opens at these members."""
    view = View("conformance versions --format html", chosen=chosen, edited=edited)
    return versions_page(known, member_tree(known), view)
