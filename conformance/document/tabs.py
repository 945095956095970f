"""The tabs of a group side by side, as far as they send requests."""

from collections.abc import Iterator
from dataclasses import dataclass

from conformance.document.markdown import Tab
from conformance.document.study import Code, Study
from conformance.reading.predicting import Prediction


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


def compared_tabs(study: Study) -> Iterator[tuple[Compared, ...]]:
    """Yield for each group the tabs that send requests, where there are two at the least."""
    for group in study.document.tab_groups:
        found = []
        for tab in group.tabs:
            codes = tuple(code for code in study.codes if code.calls and tab.range.holds(code.block.range))
            if codes:
                found.append(Compared(tab, codes))
        if len(found) > 1:
            yield tuple(found)
