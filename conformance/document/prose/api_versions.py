"""Api-versions as prose, links and tables name them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from conformance.contract.catalog import catalog
from conformance.document.prose.sentences import Sentence
from conformance.document.prose.words import words_before

# A date that may be an api-version, rightly spelled or nearly; a model's version is a date too.
_DATE: Final = re.compile(r"(?<![\w.-])20\d\d-\d{1,2}-\d{1,2}(?:-?[a-z]+)?(?![\w-])", re.IGNORECASE)
_CONTEXT: Final = re.compile(r"\bapi[-_ ]?versions?\b", re.IGNORECASE)
# What stands before a date that is a day, or the version of a model.
_DAY: Final = re.compile(
    r"(?:\b(?:on|by|for|until|till|before|after|as\s+of|dated|from\s+the|of\s+the)\s++"
    r"|(?<![\w.-])(?=o\d|[\w.-]*?gpt-?\d)[\w.-]*+[`*\s,]*+(?:\(|model\b|versions?\b)?[`*\s(:]*+)$",
    re.IGNORECASE,
)
_PREVIEW: Final = re.compile(r"(?<![a-z])-?pre?v[a-z]*+$", re.IGNORECASE)
_IN_PATH: Final = re.compile(r"(?:/(?:preview|stable)/|[?&]api-version=)(20\d\d-\d\d-\d\d(?:-preview)?)(?=[/&#]|$)")

# The target of a link, and a bare URL.
_LINKED: Final = re.compile(r"\]\([^()\[\]]*+\)|https?://\S+")


@dataclass(frozen=True, slots=True)
class Mention:
    """An api-version that ``sentence`` names from ``start`` to ``end``."""

    sentence: Sentence
    name: str
    start: int
    end: int


def mentions_in(sentence: Sentence, heading: str = "") -> Iterator[Mention]:
    """Yield the api-versions that a sentence names in its words; ``heading`` is the title above it.

    A bare date is one only where the sentence or the heading speaks of api-versions, and neither names a model nor says
    on which day something happens: models are dated too.
    """
    if "20" not in sentence.text:
        return
    speaks = bool(_CONTEXT.search(sentence.text) or _CONTEXT.search(heading))
    hidden = [found.span() for found in _LINKED.finditer(sentence.text)]
    for found in _DATE.finditer(sentence.text):
        if any(start <= found.start() < end for start, end in hidden):
            continue
        meant = speaks and not _DAY.search(words_before(sentence.text, found.start()))
        if meant or _PREVIEW.search(found.group()) or _is_code(sentence.text, found):
            yield Mention(sentence, found.group(), found.start(), found.end())


def _is_code(text: str, found: re.Match[str]) -> bool:
    """Whether a date stands as code and is an api-version; no model has the date of one."""
    marked = text[found.start() - 1 : found.start()] == "`" == text[found.end() : found.end() + 1]
    return marked and catalog().find(found.group()) is not None


def version_in_link(href: str) -> str | None:
    """Return the api-version that a link leads to: ``…/preview/VERSION/…`` or ``?api-version=VERSION``; None without one."""
    found = _IN_PATH.search(href)
    return found[1] if found else None
