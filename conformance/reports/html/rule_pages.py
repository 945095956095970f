"""The pages of rules as the page's script shows them: sections of paragraphs and code, without the examples."""

import re
from collections.abc import Iterable
from typing import Any, Final

from conformance.rules.registry import rule_named

_SECTION: Final = re.compile(r"^## +(.+)$", re.MULTILINE)
_FENCE: Final = re.compile(r"^(`{3,}+)[^\n]*+\n(.*?)(?:^\1 *$|\Z)", re.MULTILINE | re.DOTALL)
_GAP: Final = re.compile(r"\n(?:[^\S\n]*+\n)++")
_LISTED: Final = re.compile(r"\s*+[-|*]")
_WANTED: Final = ("What it says", "Why it matters", "How to fix it")


def rule_pages(wanted: Iterable[str]) -> dict[str, list[Any]]:
    """Return for each rule of ``wanted`` its sections: ``[title, [["text" or "code", …], …]]``."""
    return {name: _sections(rule.page) for name in sorted(wanted) if (rule := rule_named(name)) is not None}


def _sections(page: str) -> list[Any]:
    pieces = _SECTION.split(page)
    found = zip(pieces[1::2], pieces[2::2], strict=True)
    return [[title, _blocks(text)] for title, text in found if title in _WANTED]


def _blocks(text: str) -> list[list[str]]:
    blocks: list[list[str]] = []
    done = 0
    for fence in _FENCE.finditer(text):
        blocks += _paragraphs(text[done : fence.start()])
        blocks.append(["code", fence[2].rstrip("\n")])
        done = fence.end()
    return blocks + _paragraphs(text[done:])


def _paragraphs(text: str) -> list[list[str]]:
    paragraphs = [piece.strip("\n") for piece in _GAP.split(text) if piece.strip()]
    # Lists and tables keep their lines; of a paragraph the window makes them.
    return [["text", one if _LISTED.match(one) else " ".join(one.split())] for one in paragraphs]
