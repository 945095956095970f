"""What ``conformance versions --format html`` writes: one page, opened at what was asked for."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conformance.contract.catalog import Catalog
    from conformance.versions.member_path import MemberPath
    from conformance.versions.member_tree import MemberTree
    from conformance.versions.survey import Outcome
    from conformance.versions.used import MembersUsed


def write_matrix_page(output: Path | None, known: "Catalog", chosen: Sequence["MemberPath"], edited: Sequence[str]) -> None:  # fmt: skip
    """Write the page of every member in every version; with ``chosen`` it opens at these members."""
    from conformance.reports.html.versions_page import View, versions_page
    from conformance.versions.member_tree import member_tree

    _write(
        output,
        versions_page(
            known, member_tree(known), View("conformance versions --format html", chosen=chosen, edited=edited)
        ),
    )


def write_diff_page(output: Path | None, known: "Catalog", before: str, after: str, edited: Sequence[str]) -> None:
    """Write the page, opened at the comparison of two versions."""
    from conformance.reports.html.versions_page import View, versions_page
    from conformance.versions.member_tree import member_tree

    command = f"conformance versions diff {before} {after} --format html"
    _write(output, versions_page(known, member_tree(known), View(command, pair=(before, after), edited=edited)))


def check_page(
    known: "Catalog",
    tree: "MemberTree",
    used: "MembersUsed",
    outcome: "Outcome",
    target: str | None,
    edited: Sequence[str],
) -> Iterable[str]:
    """Return the page with the verdicts on recorded traffic, and the members that it has marked, piece by piece."""
    from conformance.reports.html.versions_page import View, versions_page
    from conformance.reports.html.versions_traffic import traffic_data

    view = View(
        "conformance versions check TRAFFIC --format html",
        edited=edited,
        traffic=lambda places: traffic_data(outcome, used, places, target),
    )
    return versions_page(known, tree, view)


def _write(output: Path | None, page: Iterable[str]) -> None:
    from conformance.cli.output import report_stream

    with report_stream(output) as out:
        for piece in page:
            out.write(piece)
