"""Annotations for GitHub Actions: workflow commands that a step prints and the pull request shows on their lines.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions tells the commands, and the runner's
``ActionCommand`` how values are escaped. GitHub keeps ten annotations of each level a step and passes over the rest in
silence; so we stop there, and say so.
"""

from collections import Counter
from typing import Final, TextIO

from conformance.finding import Finding, Severity
from conformance.reports.places import path_of, place_of
from conformance.reports.protocol import Beginning, Ending, Format
from conformance.reports.text_summary import plural, summary
from conformance.reports.visible import visible

LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
MOST: Final = 10  # of each level in one step


class GithubReport:
    """Writes a workflow command for each of the first ten findings of a level."""

    def __init__(self, stream: TextIO, beginning: Beginning) -> None:
        self._stream = stream
        self._folder = beginning.folder
        self._found: Counter[Severity] = Counter()

    def finding(self, finding: Finding) -> None:
        """Write one finding, or count it where its level is full."""
        self._found[finding.severity] += 1
        if self._found[finding.severity] <= MOST:
            self._stream.write(f"{self._command(finding)}\n")

    def close(self, ending: Ending) -> None:
        """Say what was not annotated, and in one line what was checked and found."""
        left = [
            plural(count - MOST, str(severity)) for severity, count in sorted(self._found.items(), reverse=True) if count > MOST
        ]  # fmt: skip
        if left:
            self._stream.write(
                f"Not annotated: {', '.join(left)}. GitHub shows {MOST} annotations of each level a step; "
                "--report sarif=FILE holds every finding.\n"
            )
        said = ending.instead or summary(ending.checked, self._found, ending.sentence)
        self._stream.write(f"{visible(said)}\n")

    def _command(self, finding: Finding) -> str:
        properties: dict[str, str | int | None] = {}
        place = place_of(finding)
        if place is not None:
            properties["file"] = path_of(place.file, self._folder)
            if place.line is not None:
                properties |= {"line": place.line, "col": place.column, "endColumn": place.end}
        properties["title"] = finding.rule
        told = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items() if value is not None)
        return f"::{LEVELS[finding.severity]} {told}::{_data(_text(finding))}"


def _text(finding: Finding) -> str:
    """Return what the annotation says; where it is in the payload, and what to write, which it has no property for."""
    where = " ".join(word for word in (finding.exchange, finding.part, finding.pointer) if word)
    said = finding.message if finding.part == "document" else f"{where}: {finding.message}"
    return f"{said}; write {finding.suggestion}" if finding.suggestion is not None else said


def _data(text: str) -> str:
    """Return ``text`` as the message of a command: one line, nothing of it a command of its own."""
    return visible(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


FORMAT: Final = Format(GithubReport, once=True, places=True)
