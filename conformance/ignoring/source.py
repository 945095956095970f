"""The comments of a source file that ignore findings."""

from pathlib import PurePath
from typing import Final

from conformance.exchange import Position
from conformance.ignoring.directive import directives_in
from conformance.ignoring.ignore import Ignore, ignore_of

_MARKS: Final = {
    **dict.fromkeys((".py", ".ps1", ".psm1", ".sh"), "#"),
    **dict.fromkeys((".js", ".mjs", ".ts", ".cs", ".go", ".java"), "//"),
}


def ignores_in_source(text: str, file: str) -> tuple[Ignore, ...]:
    """Return the comments of ``text``; ``file`` is what places call it, and its ending tells how comments begin."""
    mark = _MARKS.get(PurePath(file).suffix.lower())
    if mark is None or "conformance:" not in text:
        return ()
    found = []
    for one in directives_in(text.splitlines(), mark):
        rules = [Position(file, one.line + 1, one.column + rule.offset + 1) for rule in one.directive.rules]
        verb = Position(file, one.line + 1, one.column + one.directive.offset + 1)
        found.append(ignore_of(one.directive, verb, rules, one.covers + 1, one.covers + 1))
    return tuple(found)
