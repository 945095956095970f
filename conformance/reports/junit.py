"""JUnit XML for CI dashboards, as Jenkins' xUnit plugin defines it in junit-10.xsd.

A suite is a sample, document or recording under one api-version, a case is a rule. A case fails where the command
would fail for it; what weighs less stands in its output. A rule that had nothing to look at is skipped. The counts
of a suite stand before its cases, so that the report is written at the end; of many findings of one case the first are
told and the rest counted.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, TextIO
from xml.sax.saxutils import escape

from conformance.checked import Checked
from conformance.finding import Finding
from conformance.fingerprint import file_of
from conformance.reports.places import place_of
from conformance.reports.protocol import Beginning, Ending, Format, Suite
from conformance.reports.visible import visible
from conformance.rules.declaration import Declaration
from conformance.rules.registry import rules_about

MOST: Final = 100  # findings that one case tells
_LONGEST: Final = 2000  # characters of a sentence
# What is no character of XML 1.0 (section 2.2) and is left by ``visible``.
_NO_CHARACTER: Final = re.compile("[\ufffe\uffff]")
_NOTHING: Final = {
    "request": "no request was judged",
    "answer": "no answer was judged",
    "stream": "no stream was judged",
}

_Key = tuple[str, str | None]


@dataclass(slots=True)
class _Case:
    """What one rule found in one suite: the sentences that are told, by whether they fail, and how many there are."""

    failing: list[str] = field(default_factory=list)
    passing: list[str] = field(default_factory=list)
    failed: int = 0
    passed: int = 0

    def take(self, finding: Finding, fails: bool) -> None:
        told = self.failing if fails else self.passing
        if len(told) < MOST:
            told.append(_told(finding))
        self.failed += fails
        self.passed += not fails


class JunitReport:
    """Collects findings by suite and rule, and writes them at the end."""

    def __init__(self, stream: TextIO, beginning: Beginning) -> None:
        self._stream = stream
        self._beginning = beginning
        self._cases: dict[_Key, dict[str, _Case]] = {}

    def finding(self, finding: Finding) -> None:
        """Take one finding."""
        # A document's own rules look at the page, whichever version a sentence of it is about.
        key = (file_of(finding), None if finding.part == "document" else finding.api_version)
        case = self._cases.setdefault(key, {}).setdefault(finding.rule, _Case())
        least = self._beginning.fails_from
        case.take(finding, least is not None and finding.severity >= least)

    def close(self, ending: Ending) -> None:
        """Write every suite: what was judged in its order, then what was found elsewhere."""
        suites = {(suite.file, suite.api_version): suite for suite in ending.suites}
        for file, version in self._cases:
            suites.setdefault((file, version), Suite(file, version, (), Checked()))
        written = [_suite(suite, self._asked(suite), self._cases.get(key, {})) for key, suite in suites.items()]
        if ending.troubles:
            written.append(_troubles(ending.troubles))
        counts = [sum(one.counts[place] for one in written) for place in range(3)]
        self._stream.write(
            f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name={_quoted(f"conformance {self._beginning.command}")} '
            f'tests="{counts[0]}" failures="{counts[1]}" errors="{counts[2]}">\n'
        )
        for one in written:
            self._stream.writelines(one.lines)
        self._stream.write("</testsuites>\n")

    def _asked(self, suite: Suite) -> Iterator[Declaration]:
        asked = self._beginning.asked
        return (rule for rule in rules_about(*suite.about) if asked is None or rule.id in asked)


@dataclass(frozen=True, slots=True)
class _Written:
    """A suite's lines, and how many tests, failures and errors it has."""

    lines: Sequence[str]
    counts: tuple[int, int, int]


def _suite(suite: Suite, rules: Iterable[Declaration], cases: dict[str, _Case]) -> _Written:
    name = suite.file or "the run"
    name = f"{name} ({suite.api_version})" if suite.api_version is not None else name
    asked = {rule.id: _skipped(rule, suite) for rule in rules}
    lines = [
        line for rule in dict.fromkeys((*asked, *cases)) for line in _case(rule, name, cases.get(rule), asked.get(rule))
    ]
    failures = sum(case.failed > 0 for case in cases.values())
    skipped = sum(reason is not None and rule not in cases for rule, reason in asked.items())
    tests = len(asked.keys() | cases.keys())
    file = f" file={_quoted(suite.file)}" if suite.file else ""
    head = (
        f'<testsuite name={_quoted(name)}{file} tests="{tests}" failures="{failures}" errors="0" skipped="{skipped}">\n'
    )
    return _Written([head, *lines, "</testsuite>\n"], (tests, failures, 0))


def _skipped(rule: Declaration, suite: Suite) -> str | None:
    """Return why the rule had nothing to look at, or None where it had."""
    if suite.skipped is not None:
        return suite.skipped
    checked = suite.checked
    seen = {"request": checked.requests or checked.predicted, "answer": checked.responses, "stream": checked.chunks}
    return None if seen.get(rule.of, 1) else _NOTHING[rule.of]


def _case(rule: str, suite: str, case: _Case | None, skipped: str | None) -> Iterator[str]:
    head = f"<testcase classname={_quoted(suite)} name={_quoted(rule)}"
    if case is None and skipped is None:
        yield f"{head}/>\n"
        return
    yield f"{head}>\n"
    if case is None:
        yield f"<skipped message={_quoted(skipped or '')}/>\n"
    else:
        if case.failed:
            more = f" (and {case.failed - 1} more)" if case.failed > 1 else ""
            yield f"<failure type={_quoted(rule)} message={_quoted(f'{case.failing[0]}{more}')}>{_lines(case.failing, case.failed)}</failure>\n"
        if case.passed:
            yield f"<system-out>{_lines(case.passing, case.passed)}</system-out>\n"
    yield "</testcase>\n"


def _troubles(troubles: Sequence[str]) -> _Written:
    """Return the suite of what could not be read: each is an error."""
    lines = [
        f'<testcase classname="input" name={_quoted(f"input {number}")}>\n'
        f'<error type="unreadable" message={_quoted(trouble)}/>\n</testcase>\n'
        for number, trouble in enumerate(troubles, 1)
    ]
    count = len(troubles)
    head = f'<testsuite name="input" tests="{count}" failures="0" errors="{count}" skipped="0">\n'
    return _Written([head, *lines, "</testsuite>\n"], (count, 0, count))


def _told(finding: Finding) -> str:
    """Return severity, place, sentence and what to write, in one line."""
    place = place_of(finding)
    line = ":".join(str(word) for word in (place.file, place.line, place.column) if word is not None) if place else ""
    payload = "" if finding.part == "document" else f"{finding.part} {finding.pointer}".rstrip()
    elsewhere = finding.exchange if finding.exchange and not line.startswith(finding.exchange) else ""
    where = " ".join(word for word in (line, elsewhere, payload) if word)
    write = f"; write {finding.suggestion}" if finding.suggestion is not None else ""
    return f"{finding.severity} {where}: {finding.message[:_LONGEST]}{write[:_LONGEST]}"


def _lines(told: Sequence[str], count: int) -> str:
    left = count - len(told)
    more = [f"… and {left} more; a JSON report holds each"] if left else []
    return "\n".join(map(_escaped, (*told, *more)))


def _escaped(text: str) -> str:
    """Return ``text`` as the content of an element; what XML has no character for, and what hides, is written out."""
    return escape(_NO_CHARACTER.sub(lambda found: f"\\u{ord(found[0]):04x}", visible(text)))


def _quoted(text: str) -> str:
    """Return ``text`` as the value of an attribute, in its quotes."""
    return f'"{_escaped(text).replace(chr(34), "&quot;")}"'


FORMAT: Final = Format(JunitReport, once=True, places=True, suites=True)
