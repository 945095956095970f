"""Regular expressions and wildcards of .NET where Python's mean the same; what could run for long is not tried."""

import re
from typing import Final

_MAX_WORK: Final = 3_000_000
# What .NET writes otherwise, or Python has not: those patterns are left alone.
_FOREIGN: Final = re.compile(r"\\p\{|\(\?<[=!]?|\\G|\[[^\[\]]*-\[|\(\?[imnsx-]+[):]")
_QUANTIFIER: Final = re.compile(r"[*+]|\{\d+,")
_NAMED: Final = re.compile(r"\$[^\d$]")
_NUMBERED: Final = re.compile(r"\$(\d)")
_REPEATED_GROUP: Final = re.compile(r"\)(?:[*+]|\{)")


def matches(pattern: str, text: str, kind: str, *, exact: bool) -> bool | None:
    """Return whether ``text`` fits: a regular expression (``match``) or a wildcard; None where that is not told here."""
    if kind == "like":
        if "[" in pattern or "`" in pattern:
            return None
        pattern = "^" + re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".") + "$"
    compiled = _compiled(pattern, text, exact=exact)
    return None if compiled is None else compiled.search(text) is not None


def replaced(text: str, pattern: str, replacement: str, *, exact: bool) -> str | None:
    """Return ``text -replace pattern, replacement``, None where that is not told here."""
    compiled = _compiled(pattern, text, exact=exact)
    if compiled is None or (_NAMED.search(replacement) and "$" in replacement):
        return None
    template = _NUMBERED.sub(r"\\g<\1>", replacement.replace("\\", "\\\\")).replace("$$", "$")
    try:
        return compiled.sub(template, text)
    except (re.error, IndexError):
        return None


def split_by(text: str, pattern: str) -> list[str] | None:
    """Return ``text -split pattern``, None where that is not told here."""
    compiled = _compiled(pattern, text, exact=False)
    return None if compiled is None or compiled.match("") else [part or "" for part in compiled.split(text)]


def _compiled(pattern: str, text: str, *, exact: bool) -> "re.Pattern[str] | None":
    if _FOREIGN.search(pattern) or _REPEATED_GROUP.search(pattern) or len(pattern) > 500:
        return None
    if (len(text) + 1) ** (len(_QUANTIFIER.findall(pattern)) + 1) > _MAX_WORK:
        return None
    try:
        return re.compile(pattern.replace(r"\z", r"\Z"), 0 if exact else re.IGNORECASE)
    except (re.error, OverflowError, RecursionError):
        return None
