"""What is worked out from a text alone, and asked for again and again: by several rules, and of pages that say the same."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Concatenate, Final, ParamSpec, TypeVar, cast

# Of longer texts nothing is held: what is known of one is many times as large as the text.
_SHORT: Final = 6_000

Others = ParamSpec("Others")
Found = TypeVar("Found")
OfText = Callable[Concatenate[str, Others], Found]


def remembered(most: int) -> Callable[[OfText[Others, Found]], OfText[Others, Found]]:
    """Hold what a function returns for the ``most`` texts that it was asked about last; nobody may change that."""

    def holding(function: OfText[Others, Found]) -> OfText[Others, Found]:
        held = cast("OfText[Others, Found]", lru_cache(maxsize=most)(function))

        @wraps(function)
        def of(text: str, *others: Others.args, **named: Others.kwargs) -> Found:
            return (held if len(text) <= _SHORT else function)(text, *others, **named)

        return of

    return holding
