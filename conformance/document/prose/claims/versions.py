"""Claims about api-versions: that one is the first to have a member, that it has it, or that it lacks it."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from conformance.contract.catalog import catalog
from conformance.document.prose.api_versions import Mention
from conformance.document.prose.sentences import Sentence, Span
from conformance.document.prose.vocabulary import names_at_any_depth
from conformance.document.prose.words import (
    IN_PARENTHESES,
    NOT,
    VERSION,
    any_of,
    expression,
    word_of,
    words_before,
)

Kind = Literal["first", "has", "lacks"]

# verb and preposition, up to four words apart: "was added to chat completions in 2024-02-01".
_APART: Final = r"\s++(?:\w++\s++){0,4}?"
_IN: Final = r"(?:in|with|by)\b"
_SINCE: Final = r"(?:since|from|as\s+of|starting|beginning)\b"
_STARTING: Final = any_of("since", r"starting\s+(?:with|in|from)", r"beginning\s+(?:with|in)", r"as\s+of")
_FIRST: Final = expression(
    any_of(
        rf"\bfirst\s+(?:\w+\s+)?{any_of('added', 'introduced', 'available', 'supported', 'appeared', 'appears', 'declared?')}\b",
        rf"\b{any_of('introduced', 'added', 'new', 'appeared')}{_APART}{any_of(_IN, _SINCE)}",
        rf"\b{any_of('available', 'supported?', 'works?', 'accepted')}{_APART}{_SINCE}",
        rf"\b{_STARTING}\s+(?:the\s+)?(?:api[- ]version\s+)?[`\[]*$",
    )
)
_HAS: Final = expression(
    any_of(
        rf"\b{any_of('available', 'supported', 'accepted', 'works?', 'exists?')}{_APART}{any_of(_IN, 'on')}\b",
        rf"\b{any_of('requires?', 'needs?')}\b",
    )
)
_NEGATED: Final = expression(rf"{NOT}\s*(?:\w+\s+){{0,2}}$")
# What a version is said to be the last to have, or the only one, is another claim.
_OTHERWISE: Final = word_of(
    "deprecated", "removed", "retired", "dropped", "until", "before", r"up\s+to", r"replac\w+", "only"
)
# object: what a claim that stands before its member, or goes on from one version to the next, is about.
_IS_FIRST: Final = expression(rf"[`\])*]*+(?:{IN_PARENTHESES})?\s++{any_of('is', 'was')}\s+the\s+first\b")
_LEADS: Final = expression(
    rf"[`\])*]*+(?:{IN_PARENTHESES})?[`\])*]*+\s*+(?:or\s++(?:later|newer|above)\s*+)?[,:]?\s*+"
    r"(?:(?:to|use|set|for|in\s+order|you|can|the|a|new|optional|is|are|parameters?|member|field|support)\s++)*+"
)
_GOES_ON: Final = expression(rf"[`\])*\s]*+(?:{IN_PARENTHESES})?[`\])*\s]*+(?:,|;|and\b|while\b|but\b)")
_STABLE: Final = word_of("GA", r"generally\s+available", r"general\s+availability", "stable")
_ADDED: Final = word_of("added", "introduced", "new")
_VERSION: Final = expression(rf"\b{VERSION}")
# How far a claim may stand from the version that it is about.
_NEAR: Final = 40


@dataclass(frozen=True, slots=True)
class VersionClaim:
    """That ``version`` is the first to have ``members``, has them, or lacks them.

    Without members it is about what the document is about where ``of_subject``. ``stable`` is whether the first *stable*
    version would do. It is made from ``start`` to ``end`` of its sentence.
    """

    kind: Kind
    version: str
    members: tuple[str, ...]
    start: int
    end: int
    stable: bool = False
    of_subject: bool = False


def version_claims(sentence: Sentence, mentions: list[Mention]) -> Iterator[VersionClaim]:
    """Yield what a sentence claims of each version that it ``mentions``, about the members named since the one before."""
    text, start = sentence.text, 0
    kind: Kind | None = None
    stable = bool(_STABLE.search(text))
    for index, mention in enumerate(mentions):
        between = text[start : mention.start]
        end = mentions[index + 1].start if index + 1 < len(mentions) else len(text)
        goes_on = kind is not None and index > 0 and bool(_GOES_ON.match(between))
        named = _members(_between(sentence.spans, start, mention.start))
        is_first = bool(_IS_FIRST.match(text, mention.end))
        kind = "first" if is_first else _kind(between) or (kind if goes_on and named else None)
        if kind is not None:
            named = named or _members_after(sentence, mention, end, is_first)
            of_subject = kind == "first" and not named and not _names_code(sentence.spans, start, mention, end)
            yield VersionClaim(kind, mention.name, named, mention.start, mention.end, stable, of_subject)
        start = mention.end


def version_claim_of_item(sentence: Sentence, title: str) -> Iterator[VersionClaim]:
    """Yield what an item such as "`store` added" claims below a heading that is one version.

    What a stable version lists as added is often what it has and the stable one before it had not.
    """
    versions = {name for name in _VERSION.findall(title) if name in catalog().with_chat}
    added = _ADDED.search(sentence.text)
    if len(versions) != 1 or added is None or sentence.prose.kind != "item":
        return
    (version,) = versions
    for span in sentence.spans:
        if span.end <= added.start() and span.text in names_at_any_depth():
            yield VersionClaim("first", version, (span.text,), span.start, span.end, True)


def _kind(before: str) -> Kind | None:
    """Return what the words before a version claim: that it is the first, that it has something, or that it lacks it."""
    found: Kind | None = None
    claims: tuple[tuple[Kind, re.Pattern[str]], ...] = (("has", _HAS), ("first", _FIRST))
    for kind, pattern in claims:
        for one in pattern.finditer(before):
            if len(before) - one.end() > _NEAR or _OTHERWISE.search(before, one.end()):
                continue
            if _NEGATED.search(words_before(before, one.start())):
                found = "lacks"
            elif not _OTHERWISE.search(before, max(one.start() - _NEAR, 0), one.end()):
                found = kind
    return found


def _between(spans: tuple[Span, ...], low: int, high: int) -> tuple[Span, ...]:
    """Return the code that begins from ``low`` on and before ``high``."""
    first = bisect_left(spans, low, key=lambda span: span.start)
    return spans[first : bisect_left(spans, high, key=lambda span: span.start)]


def _names_code(spans: tuple[Span, ...], low: int, mention: Mention, high: int) -> bool:
    """Whether other code than the version itself stands in between: the claim is about that, then."""
    return any(not span.start <= mention.start < span.end for span in _between(spans, low, high))


def _members(spans: tuple[Span, ...]) -> tuple[str, ...]:
    """Return the members that code names; of ``stream_options.include_usage`` the last."""
    names = (span.text.partition("=")[0].strip(" \"'").rpartition(".")[2] for span in spans)
    return tuple(dict.fromkeys(name for name in names if name in names_at_any_depth()))


def _members_after(sentence: Sentence, mention: Mention, end: int, is_first: bool) -> tuple[str, ...]:
    """Return the members behind a version that the claim is about: ``V is the first that has `x` ``, ``V or later for `x` ``."""
    behind = _between(sentence.spans, mention.end, end)
    if is_first:
        return _members(behind)
    leads = behind and _LEADS.fullmatch(sentence.text, mention.end, behind[0].start)
    return _members(behind[:1]) if leads else ()
