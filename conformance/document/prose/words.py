"""The words of claims, and how they combine into expressions."""

import re
from typing import Final

_NEAR: Final = 160  # characters: what leads to a place stands in the words right before it


def any_of(*words: str) -> str:
    """Return an expression that matches one of ``words``, each an expression."""
    return f"(?:{'|'.join(words)})"


def expression(text: str) -> re.Pattern[str]:
    """Return ``text`` compiled, with capitals and small letters alike."""
    return re.compile(text, re.IGNORECASE)


def word_of(*words: str) -> re.Pattern[str]:
    """Return an expression that finds one of ``words`` as a whole word, or as whole words."""
    return expression(rf"\b{any_of(*words)}\b")


def words_before(text: str, at: int) -> str:
    """Return the whole words of ``text`` right before ``at``."""
    start = max(at - _NEAR, 0)
    while 0 < start < at and not text[start - 1].isspace():
        start += 1
    return text[start:at]


ARTICLE: Final = r"an?"
BE: Final = any_of("is", "are")
# ``n't`` ends a word.
NOT: Final = any_of(r"\bnot", "n't", r"\bnever", r"\bno longer")
RATHER: Final = any_of(r"\bcannot", r"\brather than", r"\binstead of")
TYPE: Final = r"(?:integer|string|number|boolean|array|list|object|null|int|bool|float)s?"
# Words that may stand before the name of a type and change nothing of it.
QUALIFIER: Final = any_of(
    "always", "either", "usually", "just", "simply", "also", r"the\s+same", ARTICLE, "any", "one", "single", "optional",
    "required", "valid", "plain", "JSON", "unsigned", "signed", "positive", "64-bit", "32-bit",
)  # fmt: skip
QUALIFIERS: Final = rf"(?:{QUALIFIER}\s+)*"
VERSION: Final = r"\d{4}-\d\d-\d\d(?:-preview)?"
# Marks of emphasis and quotes around a name.
MARKS: Final = r"[\"'*_]*"
IN_PARENTHESES: Final = r"\([^)]*+\)"
