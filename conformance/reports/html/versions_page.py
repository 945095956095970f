"""The page about api-versions: every member beside every version, two versions beside each other, and one's own traffic."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from conformance.contract.catalog import Catalog
from conformance.versions.member_path import ANY_MEMBER, ELEMENT, MemberPath
from conformance.versions.member_tree import MemberTree

_STYLES: Final = ("base.css", "versions.css")
_SCRIPTS: Final = (
    "dom.js", "versions_model.js", "versions_traffic.js", "versions_detail.js", "versions_pair.js", "versions_table.js",
    "versions.js",
)  # fmt: skip


@dataclass(frozen=True)
class View:
    """How the page opens: only ``chosen`` members, or two versions as a ``pair``; ``command`` is what made it.

    ``edited`` are contracts that are not as published. ``traffic`` returns what is told of the reader's own, as JSON; it
    is given the members by their path.
    """

    command: str
    chosen: Sequence[MemberPath] = ()
    pair: tuple[str, str] | None = None
    edited: Sequence[str] = ()
    traffic: Callable[[dict[MemberPath, int]], dict[str, Any]] | None = None


def versions_page(known: Catalog, tree: MemberTree, view: View) -> Iterator[str]:
    """Yield the page, piece by piece."""
    # The comparison of every pair of versions, and templates: the tables of the same commands do without them.
    from conformance.reports.html.page import render
    from conformance.reports.html.versions_data import versions_data

    facts, places = versions_data(known, tree)
    count = sum(path.steps[-1] not in (ELEMENT, ANY_MEMBER) for path in places)
    opened: dict[str, Any] = {"chosen": [str(path) for path in view.chosen], "pair": view.pair}
    if view.traffic is not None:
        opened["traffic"] = view.traffic(places)
    yield from render(
        "versions.html.jinja",
        _STYLES,
        _SCRIPTS,
        title="Can I use … in Azure OpenAI chat completions?",
        heading="Can I use … ?",
        lead=(
            f"{count} members of Azure OpenAI chat completions in {len(known.with_chat)} api-versions, as the published "
            "contracts declare them."
        ),
        notes=[f"{name} was edited: what is told of it is the edited one." for name in view.edited],
        command=view.command,
        facts=facts,
        view=opened,
    )
