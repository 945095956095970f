"""Parts of a document with their ranges where other text was put between them."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from itertools import accumulate
from typing import Any

from conformance.document.markdown.passage import Passage
from conformance.document.markdown.range import Range

# What begins right behind a heading or a ``:::`` line; text that is put there is inside of it.
_BODY = "body"


class Moves:
    """Where offsets of a text are when at each of ``places``, in order, as many characters were put in as ``lengths`` say."""

    def __init__(self, places: Sequence[int], lengths: Sequence[int], by: int = 0) -> None:
        self._places = places
        self._sums = [by + so_far for so_far in accumulate(lengths, initial=0)]

    def start(self, offset: int) -> int:
        """Return where what begins at ``offset`` begins: behind what was put there."""
        return offset + self._sums[bisect_right(self._places, offset)]

    def before(self, offset: int) -> int:
        """Return where ``offset`` is, before what was put there."""
        return offset + self._sums[bisect_left(self._places, offset)]

    def range(self, range: Range) -> Range:
        """Return the range with what was put into it."""
        if range.start == range.end:
            return Range(self.start(range.start), self.start(range.end))
        return Range(self.start(range.start), self.before(range.end))

    def __call__(self, value: Any) -> Any:
        """Return ``value``, a part of a document, with all its ranges moved."""
        if isinstance(value, Range):
            return self.range(value)
        if isinstance(value, Passage):
            return Passage(value.text, tuple((here, self.start(there)) for here, there in value.pieces))
        if isinstance(value, tuple):
            return tuple(map(self, value))
        if not is_dataclass(value) or isinstance(value, type):
            return value
        changed = {name: self(getattr(value, name)) for name in _names(type(value))}
        if isinstance(body := changed.get(_BODY), Range):
            changed[_BODY] = Range(self.before(getattr(value, _BODY).start), body.end)
        return type(value)(**changed)


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind))
