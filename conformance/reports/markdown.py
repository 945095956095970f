"""A summary in Markdown: for GitHub's job summary (``>> "$GITHUB_STEP_SUMMARY"``), a comment, or a chat.

Findings that say the same are one row, and of single findings the first are listed: a job summary holds one MiB
(https://docs.github.com/actions/reference/workflow-commands-for-github-actions#step-isolation-and-limits), and a reader
less. What stands in a payload is text: it makes no link, no picture, no mention, no formula and no HTML.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final, TextIO

from conformance.finding import Finding, Severity
from conformance.reports.groups import Group, Groups
from conformance.reports.places import path_of, place_of
from conformance.reports.protocol import Beginning, Ending, Format
from conformance.reports.text_summary import plural, summary
from conformance.reports.visible import visible

_MOST_GROUPS: Final = 100
_MOST_FINDINGS: Final = 100
_LONGEST: Final = 400  # characters of a cell
_HTML: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "$": "&#36;"}
_SPECIAL: Final = re.compile(r"[&<>$]|[\\`*_\[\]|~]|:(?=//)|@(?=\w)|(?<=www)\.", re.IGNORECASE)
# What makes a list, a heading or a rule where it begins a line.
_BEGINNING: Final = re.compile(r"\A(\s*+\d*+)([-+#=.)])")
_TICKS: Final = re.compile("`+")


class MarkdownReport:
    """Counts findings as they come, keeps the first ones, and writes all at the end."""

    def __init__(self, stream: TextIO, beginning: Beginning) -> None:
        self._stream = stream
        self._beginning = beginning
        self._groups = Groups()
        self._found: Counter[Severity] = Counter()
        self._first: list[Finding] = []

    def finding(self, finding: Finding) -> None:
        """Take one finding."""
        self._found[finding.severity] += 1
        self._groups.take(finding)
        if len(self._first) < _MOST_FINDINGS:
            self._first.append(finding)

    def close(self, ending: Ending) -> None:
        """Write what was checked and found, the table of problems, and single findings on demand."""
        self._stream.writelines(f"{line}\n" for line in self._lines(ending))

    def _lines(self, ending: Ending) -> Iterator[str]:
        yield f"## conformance {self._beginning.command}"
        yield ""
        yield escaped(ending.instead or summary(ending.checked, self._found, ending.sentence))
        for line in ending.lines:
            yield ""
            yield escaped(line)
        yield ""
        if ending.troubles:
            yield from (f"- {escaped(_short(trouble))}" for trouble in ending.troubles[:_MOST_FINDINGS])
            left = len(ending.troubles) - _MOST_FINDINGS
            yield from [f"- and {left} more inputs that could not be read"] if left > 0 else []
            yield ""
        groups = sorted(self._groups, key=lambda group: (-group.first.severity, -group.count))
        if groups:
            yield from _table(["", "rule", "count", "first at", "what"], map(self._row, groups[:_MOST_GROUPS]))
            left = len(groups) - _MOST_GROUPS
            yield from [f"And {plural(left, 'problem')} more.", ""] if left > 0 else []
            yield from self._singles()
        if self._beginning.lines and not self._beginning.look.brief:
            yield from _folded("What ran", _fenced("\n".join(self._beginning.lines).strip("\n")))

    def _singles(self) -> Iterator[str]:
        count = sum(self._found.values())
        title = (
            plural(count, "finding") if count <= _MOST_FINDINGS else f"The first {_MOST_FINDINGS} of {count} findings"
        )
        rows = (
            [str(one.severity), _code(one.rule), self._place(one), _message(one.message), _code(one.suggestion or "")]
            for one in self._first
        )
        yield from _folded(title, _table(["", "rule", "place", "what", "write"], rows))

    def _row(self, group: Group) -> list[str]:
        first = group.first
        return [str(first.severity), _code(first.rule), str(group.count), self._place(first), _message(first.message)]

    def _place(self, finding: Finding) -> str:
        place = place_of(finding)
        line = ""
        if place is not None:
            words = (path_of(place.file, self._beginning.folder), place.line, place.column)
            line = ":".join(str(word) for word in words if word is not None)
        if finding.part == "document":
            return _code(line)
        where = " ".join(word for word in (finding.part, finding.pointer) if word)
        return f"{_code(line or finding.exchange or '')} {_code(where)}"


def escaped(text: str) -> str:
    """Return ``text`` so that Markdown shows it as it is, in a paragraph or in a cell."""
    return _BEGINNING.sub(r"\1\\\2", _SPECIAL.sub(_harmless, visible(text)))


def _harmless(found: re.Match[str]) -> str:
    sign = found[0]
    # A comment parts the sign from the name, and nobody is called.
    return "@<!-- -->" if sign == "@" else _HTML.get(sign) or f"\\{sign}"


def _message(text: str) -> str:
    """Return a sentence with what stands between backticks as code."""
    parts = _short(text).split("`")
    if len(parts) % 2 == 0:
        return escaped("`".join(parts))
    return "".join(_code(part) if number % 2 else escaped(part) for number, part in enumerate(parts))


def _code(text: str) -> str:
    # Not between backticks: those cannot hold a backtick, and in a table no bar.
    return f"<code>{escaped(_short(text))}</code>" if text else ""


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _table(head: list[str], rows: "Iterator[list[str]] | map[list[str]]") -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield "|---" * len(head) + "|"
    yield from (f"| {' | '.join(row)} |" for row in rows)
    yield ""


def _folded(title: str, lines: Iterator[str]) -> Iterator[str]:
    yield f"<details><summary>{escaped(title)}</summary>"
    yield ""
    yield from lines
    yield "</details>"
    yield ""


def _fenced(text: str) -> Iterator[str]:
    """Yield ``text`` as a block of code, in a fence that is longer than every run of backticks in it."""
    fence = "`" * max(3, 1 + max(map(len, _TICKS.findall(text)), default=0))
    yield f"{fence}text"
    yield from (visible(line) for line in text.split("\n"))
    yield fence
    yield ""


FORMAT: Final = Format(MarkdownReport, once=True, places=True)
