"""Which of many ranges hold a range, found without looking at each."""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from conformance.document.markdown.range import Range

_T = TypeVar("_T")


class Holding(Generic[_T]):
    """Values with ranges, which mostly hold one another or lie apart."""

    def __init__(self, values: Iterable[_T], range_of: Callable[[_T], Range]) -> None:
        self.values = tuple(values)
        self.ranges = [range_of(value) for value in self.values]
        self.order = sorted(range(len(self.ranges)), key=lambda one: (self.ranges[one].start, -self.ranges[one].end))
        self.starts = [self.ranges[one].start for one in self.order]
        # For each the last one before it that goes on behind its beginning, as an index of `order`; -1 for none.
        self.around: list[int] = []
        open_ones: list[int] = []
        for at, one in enumerate(self.order):
            while open_ones and self.ranges[self.order[open_ones[-1]]].end <= self.ranges[one].start:
                open_ones.pop()
            self.around.append(open_ones[-1] if open_ones else -1)
            open_ones.append(at)

    def of(self, range: Range) -> tuple[_T, ...]:
        """Return the values whose ranges hold ``range``, in the order in which they were given."""
        if range.start == range.end:  # it may lie at the end of one that is closed
            return tuple(value for value, own in zip(self.values, self.ranges, strict=True) if own.holds(range))
        found = []
        at = bisect_right(self.starts, range.start) - 1
        while at >= 0:
            if self.ranges[self.order[at]].end >= range.end:
                found.append(self.order[at])
            at = self.around[at]
        return tuple(self.values[one] for one in sorted(found))
