"""Which of many findings alike a person is shown, and how the others are told: with bounded memory."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from conformance.finding import Finding, Severity
from conformance.reports.visible import columns_of, fitting, visible

_INDEX: Final = re.compile(r"/\d+(?=/|$)")
# Kinds beyond this many are counted as one: a payload may invent member names without end.
_MOST: Final = 1000
_OTHERS: Final = "others"

Kind = tuple[Severity, str, str | None, str]


@dataclass(slots=True)
class _Seen:
    first: Finding | None
    shown: int = 0
    hidden: int = 0


class Kinds:
    """Findings of one rule, version and member are of one kind; array indices make no difference.

    ``shown`` is how many of a kind are shown, None for all; ``notes`` whether notes are shown at all.
    """

    def __init__(self, shown: int | None, notes: bool) -> None:
        self._limit = shown
        self._notes = notes
        self._seen: dict[Kind, _Seen] = {}

    def show(self, finding: Finding) -> bool:
        """Return whether ``finding`` is to be shown; count it otherwise."""
        kind = (
            finding.severity,
            finding.rule,
            finding.api_version,
            f"{finding.part} {_INDEX.sub('/*', finding.pointer)}",
        )
        if kind not in self._seen and len(self._seen) >= _MOST:
            kind = (finding.severity, finding.rule, None, _OTHERS)
        seen = self._seen.setdefault(kind, _Seen(finding))
        hidden = finding.severity is Severity.NOTE and not self._notes
        if hidden or (self._limit is not None and seen.shown >= self._limit):
            seen.hidden += 1
            return False
        seen.shown += 1
        return True

    def rest(self, width: int) -> Iterator[str]:
        """Yield a line for each kind of which findings were not shown, errors first, and how to see them."""
        hidden = [(kind, seen) for kind, seen in self._seen.items() if seen.hidden]
        if not hidden:
            return
        notes = all(kind[0] is Severity.NOTE for kind, _ in hidden)
        yield f"not shown{' are notes' if notes else ''} (--all shows every one):"
        for kind, seen in sorted(hidden, key=lambda found: (-found[0][0], -found[1].hidden)):
            more = "more " if seen.shown else ""
            text = f"  {seen.hidden} {more}{kind[0]}{'s' if seen.hidden != 1 else ''} {kind[1]}"
            if kind[3] != _OTHERS and seen.first is not None:
                place = f", first at {seen.first.exchange}" if not seen.shown and seen.first.exchange else ""
                text += f"{place}: {seen.first.message}"
            text = visible(text)
            yield text if columns_of(text) <= width else fitting(text, width - 1) + "…"
        yield ""
