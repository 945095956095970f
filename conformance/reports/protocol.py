"""What every report is: begun on a stream, fed findings as they come, ended with what was checked."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol, TextIO, runtime_checkable

from conformance.checked import Checked
from conformance.finding import Finding, Severity
from conformance.samples.compared import ComparedSamples


@dataclass(frozen=True, slots=True)
class Look:
    """How a report for people looks: ``every`` shows all findings, ``notes`` notes too, ``brief`` findings alone."""

    colour: Literal["auto", "always", "never"] = "auto"
    every: bool = False
    notes: bool = False
    brief: bool = False


def _no_samples() -> Sequence[ComparedSamples]:
    return ()


@dataclass(frozen=True, slots=True)
class Beginning:
    """What is known before the first finding.

    ``command`` is the command with its action, such as ``document check``. ``asked`` are the ids of the rules
    that were asked, None for all about what was judged. ``folder`` is what relative file names in findings start from, None for the current
    folder; ``members`` stand first in JSON, ``lines`` in a text. ``fails_from`` is the severity from which a finding
    makes the command fail, None where none does.
    """

    command: str = ""
    look: Look = Look()
    asked: Collection[str] | None = None
    folder: Path | None = None
    members: Mapping[str, Any] = field(default_factory=dict)
    lines: Sequence[str] = ()
    fails_from: Severity | None = Severity.ERROR


@dataclass(frozen=True, slots=True)
class Suite:
    """What was judged of one file under one api-version: ``checked`` counts it; rules ``about`` these were asked.

    ``skipped`` says why nothing was judged, where that is so.
    """

    file: str
    api_version: str | None
    about: tuple[str, ...]
    checked: Checked
    skipped: str | None = None


@dataclass(frozen=True, slots=True)
class Ending:
    """What is known behind the last finding.

    ``troubles`` are the sentences about what could not be read. ``samples`` makes the table of what a run of samples
    sent and printed, and is called only by formats that show it. ``sentence`` says in a text what was checked, where
    that is no traffic; ``instead`` stands in place of the whole
    summary, where nothing was checked. ``members`` stand last in JSON, ``lines`` in a text.
    """

    checked: Checked
    exit_code: int = 0
    suites: Sequence[Suite] = ()
    troubles: Sequence[str] = ()
    sentence: str | None = None
    instead: str | None = None
    members: Mapping[str, Any] = field(default_factory=dict)
    lines: Sequence[str] = ()
    samples: Callable[[], Sequence[ComparedSamples]] = _no_samples


class Report(Protocol):
    """Findings on their way to a reader."""

    def finding(self, finding: Finding, /) -> None:
        """Take one finding, and write it where the format allows."""

    def close(self, ending: Ending, /) -> None:
        """Write what is left. The stream stays open: its owner closes it."""


@runtime_checkable
class Holding(Protocol):
    """A report that holds files or the stream itself, and has to let go of them where it is not ended."""

    def abandon(self) -> None:
        """Let go; nothing of the report is kept."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format of reports: ``begin`` writes the head of a report to a stream and returns the report.

    ``once``: it is for people, who are told a defect of a contract once and not at each exchange.
    ``binary``: it is written to the bytes below the stream, and never to a terminal.
    ``whole``: its findings bring what they are about along, whole, as their ``exhibit``.
    ``places`` and ``suites``: it tells the place of each finding in a recording, and what was judged of each file.
    ``known``: it has findings that a baseline knows too.
    """

    begin: Callable[[TextIO, Beginning], Report]
    once: bool = False
    binary: bool = False
    whole: bool = False
    places: bool = False
    suites: bool = False
    known: bool = False
