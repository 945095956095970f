"""``tab-group-differs``: groups that offer the same choice offer all of it."""

from collections import Counter
from collections.abc import Iterator

from conformance.document.analysis.analysis import Analysis
from conformance.document.markdown import TabGroup
from conformance.document.rules.rule import Confirmed, Remark, document_rule
from conformance.finding import Severity


@document_rule("tab-group-differs", Severity.WARNING, "groups of tabs that share a tab have all tabs in common")
def tab_group_differs(analysis: Analysis) -> Iterator[Remark | Confirmed]:
    groups = analysis.document.tab_groups
    titles = {group.range: _titles(group) for group in groups}
    for group in groups:
        mine = titles[group.range]
        here = analysis.document.zones_at(group.range)
        related = [
            other
            for other in groups
            if _is_one_choice(set(mine), set(titles[other.range]))
            and [zone.pivots for zone in analysis.document.zones_at(other.range)] == [zone.pivots for zone in here]
        ]
        usual, count = Counter(titles[other.range] for other in related).most_common(1)[0]
        if count < 2 and len(related) < 2:
            continue
        lacking = [title for title in usual if title not in mine]
        more = [title for title in mine if title not in usual]
        if not lacking and not more:
            continue
        parts = [f"lacks {_listed(lacking)}"] if lacking else []
        parts += [f"has {_listed(more)} besides"] if more else []
        heading = group.tabs[0]
        message = f"this group of tabs {' and '.join(parts)}; the document's other groups have {_listed(usual)}"
        # Of two groups either may be the odd one, and a section may well be about one language alone.
        severity = None if count > 1 else Severity.NOTE
        yield Remark(analysis.at(heading.title_range.start), message, len(heading.title), severity=severity)


def _is_one_choice(mine: set[str], others: set[str]) -> bool:
    """Whether two groups offer the same choice: one holds the other, or they share a third of their tabs.

    Shells and languages may share PowerShell, and are two choices.
    """
    shared = mine & others
    return bool(shared) and (shared in (mine, others) or 3 * len(shared) >= len(mine | others))


def _titles(group: TabGroup) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tab.title for tab in group.tabs))


def _listed(titles: tuple[str, ...] | list[str]) -> str:
    return ", ".join(titles)
