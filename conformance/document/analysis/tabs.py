"""The tabs of a group side by side, as far as they send requests."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from conformance.document.analysis.analysis import Analysis
from conformance.document.analysis.code import Code
from conformance.document.markdown import Tab
from conformance.reading.predicting import Prediction

_LANGUAGE: Final = re.compile(
    r"\b(?:python|powershell|rest|curl|bash|javascript|typescript|sdk|http|requests?|openai|library|client)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Compared:
    """One tab with the code in it that sends something, and all the calls of it."""

    tab: Tab
    codes: tuple[Code, ...]

    @property
    def title(self) -> str:
        return self.tab.title

    @property
    def calls(self) -> tuple[Prediction, ...]:
        return tuple(call for code in self.codes for call in code.calls)

    def code_of(self, call: Prediction) -> Code:
        """Return the code that sends ``call``."""
        return next(code for code in self.codes if call in code.calls)


def compared_tabs(analysis: Analysis) -> Iterator[tuple[Compared, ...]]:
    """Yield for each group of languages the tabs that send requests, where there are two at the least."""
    for group in analysis.document.tab_groups:
        found = []
        for tab in group.tabs:
            codes = tuple(code for code in analysis.codes if code.calls and tab.range.holds(code.block.range))
            if codes:
                found.append(Compared(tab, codes))
        if len(found) > 1 and not _are_ways(found):
            yield tuple(found)


def _are_ways(tabs: list[Compared]) -> bool:
    """Whether tabs show ways to go and not languages: several in one language, of which no title speaks (key or Entra ID)."""
    silent = [tab for tab in tabs if not _LANGUAGE.search(tab.title)]
    languages = [frozenset(code.program.language for code in tab.codes) for tab in silent]
    return len(set(languages)) < len(languages)
