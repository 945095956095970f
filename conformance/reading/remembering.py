"""What is worked out from a text alone, and asked for again and again: by several rules, and of pages that say the same."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, Final, TypeVar, cast

# Of longer texts nothing is held: what is known of one is many times as large as the text.
_SHORT: Final = 6_000

Function = TypeVar("Function", bound=Callable[..., Any])


def remembered(most: int) -> Callable[[Function], Function]:
    """Hold what a function of a text, and perhaps more, returns for the ``most`` that it was asked about last.

    Nobody may change what it returns.
    """

    def holding(function: Function) -> Function:
        held = lru_cache(maxsize=most)(function)

        @wraps(function)
        def of(text: str, *others: Any) -> Any:
            return (held if len(text) <= _SHORT else function)(text, *others)

        return cast("Function", of)

    return holding
