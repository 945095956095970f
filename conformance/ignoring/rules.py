"""Which rules there are, by their ids alone."""

from functools import cache
from importlib import resources
from typing import Final

_PAGES: Final = ("conformance.judging.rules.pages", "conformance.document.rules.pages")


@cache
def known_rules() -> frozenset[str]:
    """Return the ids of all rules: the names of their pages, so that no rule is imported for it."""
    return frozenset(
        page.name.removesuffix(".md")
        for room in _PAGES
        for page in resources.files(room).iterdir()
        if page.name.endswith(".md")
    )
