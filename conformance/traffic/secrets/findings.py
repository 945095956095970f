"""A finding as it may be shown: what it quotes of somebody's traffic holds no secret."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache, partial
from typing import Final

from conformance.finding import Excerpt, Finding, LateExcerpt
from conformance.traffic.secrets.names import carries_secret, may_name_secret
from conformance.traffic.secrets.shapes import MARK, SHAPED, without_named, without_shapes
from conformance.wire.pointer import pointer_of, tokens_of

_SHORT: Final = 300  # characters of a text that is remembered
_QUOTED: Final = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)|(?<=`)[^`]*(?=`)')
# The value of a secret's member in a piece of a payload, which may begin or end anywhere.
_OF_MEMBER: Final = re.compile(
    r"(?P<quote>\\{0,16}\")(?P<name>[A-Za-z0-9_.-]{1,60})(?P=quote)\s{0,8}:\s{0,8}(?P<open>\\{0,16}\")(?P<value>(?:[^\"\\]|\\(?!\\*\"))*+)"
)


def presentable(finding: Finding) -> Finding:
    """Return ``finding`` without what is shaped like a key, and without the values of members that carry one."""
    message, suggestion = _text(finding.message), finding.suggestion
    if any(carries_secret(token) for token in tokens_of(finding.pointer)) and finding.part in (
        "request",
        "response",
        "chunk",
    ):
        message = _without_quotes(message, finding.pointer)
    excerpt = finding.excerpt
    return replace(
        finding,
        message=message,
        suggestion=_text(suggestion) if suggestion else suggestion,
        pointer=_pointer(finding.pointer),
        id=_text(finding.id) if finding.id else finding.id,
        excerpt=_late(excerpt) if excerpt is not None else None,
        related=tuple(replace(one, pointer=_pointer(one.pointer)) for one in finding.related),
    )


def _text(text: str) -> str:
    return _short_text(text) if len(text) <= _SHORT else _long_text(text)


def _long_text(text: str) -> str:
    return without_named(_without_members(text, lambda _: MARK))


# Findings say and point at the same again and again.
_short_text = lru_cache(maxsize=4096)(_long_text)


@lru_cache(maxsize=4096)
def _pointer(pointer: str) -> str:
    """Return the pointer without keys, each name by itself: joined, or with its `/` escaped, a key has another shape."""
    return pointer_of(map(_text, tokens_of(pointer)))


def _without_members(text: str, mark: Callable[[str], str]) -> str:
    """Return a piece of a payload without the values of members that carry a secret by their names."""

    if not may_name_secret(text):
        return text

    def member(match: re.Match[str]) -> str:
        if not match["value"] or not carries_secret(match["name"]):
            return match[0]
        return match[0].removesuffix(match["value"]) + mark(match["value"])

    return _OF_MEMBER.sub(member, text)


def _without_quotes(message: str, pointer: str) -> str:
    """Return a message about a secret's member without the values that it quotes; names stay."""
    names = set(tokens_of(pointer))
    return _QUOTED.sub(
        lambda quoted: f'"{MARK}"' if quoted[0][:1] == '"' and quoted[0][1:-1] not in names else quoted[0], message
    )


def _late(excerpt: Excerpt | LateExcerpt) -> LateExcerpt:
    if isinstance(excerpt, LateExcerpt) and excerpt.member:
        return LateExcerpt(partial(_excerpt, excerpt), True, partial(_marked, excerpt))
    return LateExcerpt(partial(_excerpt, excerpt))


def _marked(excerpt: LateExcerpt) -> str | None:
    """Return what the excerpt marks as ``_excerpt`` shows it; None where what stands around it has to be looked at.

    A member begins with a quotation mark behind a bracket or a comma, and no secret reaches over these two: no name or
    value of one holds a quotation mark, and it begins a value behind a colon or an equals sign alone. Where one
    character of a value is marked, the text around it decides.
    """
    marked = excerpt.marked
    if marked[:1] != '"' or len(marked) < SHAPED:
        return None
    return _short_stars(marked) if len(marked) <= _SHORT else _with_stars(marked)


def _with_stars(text: str) -> str:
    return (
        without_named(_without_members(text, _stars), _stars) if may_name_secret(text) else without_shapes(text, _stars)
    )


_short_stars = lru_cache(maxsize=4096)(_with_stars)


def _stars(text: str) -> str:
    return "*" * len(text)


def _excerpt(excerpt: Excerpt | LateExcerpt) -> Excerpt:
    """Return the excerpt with each secret as asterisks, so that the carets stay where they are."""
    return Excerpt(_with_stars(excerpt.text), excerpt.start, excerpt.end)
