"""What a comment says that ignores findings.

    conformance: ignore tab-id, because links from outside need this id
    conformance: ignore tab-id, json-depth, because …

It is read the same in HTML, after ``#`` and after ``//``.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

_DIRECTIVE: Final = re.compile(r"conformance:\s*+([\w-]*+)[\s,]*+")
_BECAUSE: Final = re.compile(r"(?:(?<=[\s,])|^)because\b[\s:]*+", re.IGNORECASE)
_NAME: Final = re.compile(r"[^\s,]++")
# A comment of code: what stands before it on its line, and where its text begins.
_IN_CODE: Final = {
    "#": re.compile(r"(?:^|(?<=\s))#+[ \t]*+(?=conformance:)"),
    "//": re.compile(r"(?:^|(?<=\s))//+[ \t]*+(?=conformance:)"),
}
IGNORE: Final = "ignore"


@dataclass(frozen=True, slots=True)
class Named:
    """A rule's id as a directive has it, and its offset in the text of the comment."""

    id: str
    offset: int


@dataclass(frozen=True, slots=True)
class Directive:
    """``verb`` is the word behind ``conformance:``, at ``offset``; ``reason`` is empty where none is given."""

    verb: str
    offset: int
    rules: tuple[Named, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class InCode:
    """A directive in a comment of code: its line, from 0, where its text begins there, and the line that it is about."""

    directive: Directive
    line: int
    column: int
    covers: int


def read_directive(text: str) -> Directive | None:
    """Return what a comment says, without the marks around it; None where it does not begin with ``conformance:``."""
    found = _DIRECTIVE.match(text)
    if found is None:
        return None
    because = _BECAUSE.search(text, found.end())
    end = because.start() if because else len(text)
    rules = tuple(Named(one[0], one.start()) for one in _NAME.finditer(text, found.end(), end))
    return Directive(found[1], found.start(1), rules, text[because.end() :].strip() if because else "")


def directives_in(lines: Sequence[str], mark: str) -> Iterator[InCode]:
    """Yield the directives of code whose comments begin with ``mark`` (``#`` or ``//``).

    One behind code is about its line, one that stands alone about the next line of code.
    """
    pattern = _IN_CODE[mark]
    for number, line in enumerate(lines):
        found = pattern.search(line) if "conformance:" in line else None
        directive = read_directive(line[found.end() :]) if found else None
        if found is None or directive is None:
            continue
        alone = not line[: found.start()].strip()
        yield InCode(directive, number, found.end(), _next(lines, number, pattern) if alone else number)


def _next(lines: Sequence[str], number: int, pattern: re.Pattern[str]) -> int:
    """Return the next line that holds something, other directives aside; the directive's own without one."""
    for later in range(number + 1, len(lines)):
        text = lines[later].strip()
        if text and not pattern.match(text):
            return later
    return number
