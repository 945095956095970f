"""``tab-id``: a tab's id fits its title, and the same title has the same id everywhere."""

import difflib
import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from conformance.document.checking.study import Study
from conformance.document.markdown import Tab
from conformance.document.rules.rule import Confirmed, Remark, document_rule
from conformance.finding import Severity

_WORD: Final = re.compile(r"[a-z0-9]+")
# Ids that Learn uses for titles which cannot stand in an id themselves.
_SPELLED: Final = {"c#": "csharp", "f#": "fsharp", "c++": "cpp", ".net": "dotnet"}
_NEAR: Final = 0.75


@document_rule("tab-id", Severity.ERROR, "a tab's id fits its title, and is the same wherever the title is")
def tab_id(study: Study) -> Iterator[Remark | Confirmed]:
    tabs = [tab for group in study.document.tab_groups for tab in group.tabs]
    everywhere = [tab for other in study.others for group in other.tab_groups for tab in group.tabs]
    usual = _usual_ids([*tabs, *everywhere])
    for tab in tabs:
        place = study.at(tab.id_range.start)
        meant = _misspelt(tab)
        if meant is not None:
            message = f"the tab id `{tab.id}` is not the title {tab.title}: links and the reader's choice of tab miss it; did you mean `{meant}`?"
            yield Remark(place, message, len(tab.id), meant)
        elif usual[tab.title.lower()] != tab.id:
            other = usual[tab.title.lower()]
            message = f"the tab {tab.title} has the id `{tab.id}` here and `{other}` elsewhere, so a choice of tab does not carry over; write `{other}`"
            yield Remark(place, message, len(tab.id), other)


def _usual_ids(tabs: list[Tab]) -> dict[str, str]:
    """Return the id that each title has most often, the first one where several are as frequent."""
    ids: dict[str, Counter[str]] = {}
    for tab in tabs:
        ids.setdefault(tab.title.lower(), Counter())[tab.id] += 1
    return {title: counted.most_common(1)[0][0] for title, counted in ids.items()}


def _is_short_for(word: str, name: str) -> bool:
    """Whether ``word`` is the beginning of ``name``, and more than a slip at its end is left out."""
    return name.startswith(word) and len(name) - len(word) > 2


def _misspelt(tab: Tab) -> str | None:
    """Return the id that was meant where ``tab.id`` is nearly, and not quite, a word of its title; else None."""
    title = tab.title.lower()
    for sign, word in _SPELLED.items():
        title = title.replace(sign, f" {word} ")
    words = _WORD.findall(title)
    parts = _WORD.findall(tab.id.lower())
    candidates = dict.fromkeys(("".join(words), "-".join(words), *(word for word in words if len(word) > 3)))
    plain = {name.replace("-", "") for name in candidates}
    joined = "".join(parts)
    if set(parts) & set(words) or any(joined.startswith(name) or _is_short_for(joined, name) for name in plain):
        return None
    near = difflib.get_close_matches(tab.id.lower(), candidates, n=1, cutoff=_NEAR)
    return near[0] if near else None
