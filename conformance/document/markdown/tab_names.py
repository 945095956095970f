"""The titles and ids of a document's tabs, from its lines alone: other documents are seldom worth reading whole for them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_TAB: Final = re.compile(
    r"^ {0,3}#{1,6}[ \t]+\[([^\]\n]*+)\]\(#tab/([A-Za-z0-9-]+(?:\+[A-Za-z0-9-]+)*+)(?:/[A-Za-z0-9-]*+)?\)", re.MULTILINE
)
_FENCE: Final = re.compile(r"^ {0,3}(`{3,}|~{3,})([^\n]*+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True, order=True)
class TabName:
    """A tab's title and id, without its place."""

    title: str
    id: str


def tab_names(text: str) -> Iterator[TabName]:
    """Yield the tabs of a document in order; what stands in a fence is none."""
    opened = ""
    places = [*_TAB.finditer(text), *_FENCE.finditer(text)]
    for found in sorted(places, key=re.Match.start):
        if found.re is _FENCE:
            mark = found[1]
            if not opened:
                opened = mark
            elif mark.startswith(opened) and not found[2].strip():
                opened = ""
        elif not opened:
            yield TabName(found[1].strip(), found[2])
