"""Text as a terminal may show it: nothing in it moves the cursor, hides or turns text, and its width is known."""

import re
import unicodedata
from typing import Final

# C0, DEL, C1, line and paragraph separators, bidirectional and other invisible format characters, lone surrogates.
_UNSAFE: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)
_NOT_ASCII: Final = re.compile(r"[^\x00-\x7f]")


def visible(text: str) -> str:
    """Return ``text`` with every character that is not simply shown written as an escape: ``\\x1b``."""
    # Nearly every text is ASCII without control characters, and is told so several times faster.
    return text if text.isascii() and text.isprintable() else _UNSAFE.sub(_escape, text)


def is_visible(text: str) -> bool:
    """Return whether every character of ``text`` is simply shown."""
    return _UNSAFE.search(text) is None


def _escape(match: re.Match[str]) -> str:
    code = ord(match.group())
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def columns_of(text: str) -> int:
    """Return how many columns of a terminal ``text`` takes: East Asian wide characters two, combining ones none."""
    if text.isascii():
        return len(text)
    return len(text) + sum(_width(character) - 1 for character in _NOT_ASCII.findall(text))


def _width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def fitting(text: str, columns: int, from_end: bool = False) -> str:
    """Return as much of the begin (or the end) of ``text`` as fits into ``columns``."""
    if text.isascii():
        return text if len(text) <= columns else text[len(text) - columns :] if from_end else text[: max(columns, 0)]
    taken = 0
    characters = reversed(text) if from_end else iter(text)
    for count, character in enumerate(characters):
        taken += _width(character)
        if taken > columns:
            return text[len(text) - count :] if from_end else text[:count]
    return text


def folded(text: str, columns: int) -> list[str]:
    """Return ``text`` broken at spaces into lines of at most ``columns``; a word that is longer has a line of its own."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and columns_of(lines[-1]) + 1 + columns_of(word) <= columns:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
