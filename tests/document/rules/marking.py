"""Write a document with ``▸`` where a rule is to speak, and see that it speaks there and nowhere else."""

from typing import Any, Final

from conformance.document.rules.registry import RULES
from conformance.document.rules.rule import Confirmed
from conformance.finding import Finding
from tests.document.checking.analysing import analysed, checked, told

MARK: Final = "▸"
_IDS: Final = {rule.id for rule in RULES}


def marked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Return ``text`` without marks, and the line and column of what stood behind each."""
    places = []
    lines = []
    for number, line in enumerate(text.split("\n"), 1):
        before, *pieces = line.split(MARK)
        for piece in pieces:
            places.append((number, len(before) + 1))
            before += piece
        lines.append(before)
    return "\n".join(lines), places


def speaks(rule: str, text: str, *suggestions: str | None, **how: Any) -> list[Finding]:
    """Assert that ``rule`` speaks at the marks of ``text`` only, and suggests this; return its findings."""
    assert rule in _IDS, rule
    plain, places = marked(text)
    findings = told(checked(plain, **how), rule)
    assert [(one.source.line, one.source.column) for one in findings if one.source] == places, findings
    assert [one.suggestion for one in findings] == list(suggestions or [None] * len(places))
    assert all(one.part == "document" and one.exchange is None and not one.predicted for one in findings)
    return findings


def confirms(rule: str, text: str, **how: Any) -> list[str]:
    """Return the claims that ``rule`` confirms."""
    (check,) = (one.check for one in RULES if one.id == rule)
    return [one.claim for one in check(analysed(text, **how)) if isinstance(one, Confirmed)]
