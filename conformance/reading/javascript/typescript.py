"""TypeScript for a grammar of JavaScript: what only says types becomes spaces, so that every place stays."""

import re
from typing import Final

_TYPE: Final = r"[\w.$]{1,40}(?:<[^<>{}()\n]{0,40}(?:<[^<>{}()\n]{0,40}>)?[^<>{}()\n]{0,40}>)?(?:\[\])?(?: \| [\w.$\"'\[\]]{1,40}){0,4}"
_STRING: Final = r"(?P<string>^[^\S\n]*+import[^\S\n]*+\{[^}]{0,1000}\}|\"(?:[^\"\\\n]|\\.)*+\"?+|'(?:[^'\\\n]|\\.)*+'?+|`(?:[^`\\]|\\.)*+`?+|//[^\n]*+|/\*(?:[^*]|\*(?!/))*+(?:\*/)?+)"
# What the group `string` finds is kept: quoted text, comments, and imports, whose `as` is no cast. The rest is blanked.
_TYPES: Final = re.compile(
    "|".join(
        (
            _STRING,
            r"(?P<imported>^[^\S\n]*+import type [^\n;]{0,300};?)",
            rf"(?<=[\w\]}}])(?P<declared>[?!]? ?: ?{_TYPE})(?= ?=(?![=>]))",
            rf"(?P<as>(?<=[\w\)\]}}\"'`]) (?:as|satisfies) (?:const\b|{_TYPE}))",
            rf"(?<=\))(?P<returns> ?: ?{_TYPE})(?= ?(?:=>|\{{))",
            r"(?<=[\w\)\]])(?P<sure>!)(?=[.,;)\]}\n])",
        )
    ),
    re.MULTILINE,
)
_PARAMETERS: Final = re.compile(r"\(([^(){}\"'`]{1,400})\)(?= *(?:=>|\{))")
_PARAMETER: Final = re.compile(rf"(?<=\w)\??: ?{_TYPE}")
_BLANK: Final = re.compile(r"[^\n]")


def without_types(text: str) -> str:
    """Return ``text``, as long as it was, without type annotations, casts and marks of what is never null."""
    plain = _TYPES.sub(_blanked, text)
    return _PARAMETERS.sub(lambda found: f"({_PARAMETER.sub(_spaces, found[1])})", plain)


def _blanked(found: re.Match[str]) -> str:
    return found[0] if found["string"] is not None else _spaces(found)


def _spaces(found: re.Match[str]) -> str:
    return _BLANK.sub(" ", found[0])
