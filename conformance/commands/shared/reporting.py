"""The reports that were asked for, fed at once: the same for every command that has findings."""

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TextIO

from conformance.cli.options.reports import Wanted
from conformance.commands.shared.output import report_stream, require_apart, require_writable
from conformance.errors import InputError, UsageError
from conformance.finding import Finding
from conformance.reports.protocol import Beginning, Ending, Format, Holding, Look, Report
from conformance.reports.registry import format_of


def look_of(arguments: argparse.Namespace, notes: bool | None = None) -> Look:
    """Return how a report for people looks; notes are shown where they count, or where ``notes`` says so."""
    shown = arguments.fail_on == "note" if notes is None else notes
    return Look(arguments.color, arguments.all or arguments.verbose, shown, arguments.quiet)


def wanted_reports(arguments: argparse.Namespace, others: Iterable[str | Path] = ()) -> tuple[Wanted, ...]:
    """Return the reports that were asked for. ``others`` are the files that the command reads, or writes besides.

    Raises UsageError where two of them are one file, and InputError where it can be told that one cannot be written.
    """
    first = Wanted(arguments.format, arguments.output, "-o")
    wanted: tuple[Wanted, ...] = (first, *arguments.report)
    if first.path is None and format_of(first.format).binary:
        raise UsageError(f"--format {first.format} writes a file; name it with -o FILE.")
    taken = list(others)
    for one in wanted:
        if one.path is not None:
            require_apart(one.path, one.option, taken)
            require_writable(one.path, one.option)
            taken.append(one.path)
    return wanted


def want_whole(wanted: Iterable[Wanted]) -> bool:
    """Return whether one of the reports wants findings to bring what they are about along, whole."""
    return any(format_of(one.format).whole for one in wanted)


def want_places(wanted: Iterable[Wanted]) -> bool:
    """Return whether one of the reports tells the place of each finding in its recording."""
    return any(format_of(one.format).places for one in wanted)


def want_suites(wanted: Iterable[Wanted]) -> bool:
    """Return whether one of the reports tells what was judged of each file."""
    return any(format_of(one.format).suites for one in wanted)


class Reports:
    """Several reports that are fed at once. A defect of a contract is told once where people read."""

    def __init__(self, opened: Sequence[tuple[Wanted, Format, Report, TextIO]]) -> None:
        self._opened = opened
        self._told: set[tuple[str, str]] = set()
        self.count = 0

    def finding(self, finding: Finding) -> None:
        """Feed one finding. Raises InputError where a report cannot be written."""
        known = finding.baseline == "unchanged"
        self.count += not known
        again = self._is_told(finding)
        for wanted, format_, report, _ in self._opened:
            if not (again and format_.once) and (format_.known or not known):
                try:
                    report.finding(finding)
                except OSError as error:
                    raise _unwritable(wanted, error) from None

    def close(self, ending: Ending) -> None:
        """End every report. Raises InputError where one cannot be written."""
        for wanted, _, report, stream in self._opened:
            try:
                report.close(ending)
                stream.flush()
            except OSError as error:
                raise _unwritable(wanted, error) from None

    def flush(self) -> None:
        """Show what standard output was given until now."""
        for wanted, _, _, stream in self._opened:
            if wanted.path is None:
                stream.flush()

    def _is_told(self, finding: Finding) -> bool:
        if finding.rule != "spec-defect" or finding.spec is None:
            return False
        place = (finding.spec.file, finding.spec.pointer)
        again = place in self._told
        self._told.add(place)
        return again


@contextmanager
def reporting(
    wanted: Sequence[Wanted],
    beginning: Beginning,
    verbose: bool = False,
    formats: Callable[[str], Format] = format_of,
) -> Iterator[Reports]:
    """Yield the reports to feed; each file appears when its report is complete, and none where an exception comes.

    ``formats`` returns the format of a name, where a command has formats of its own.

    Raises InputError where one cannot be written.
    """
    with ExitStack() as stack:
        opened = []
        for one in wanted:
            stream = stack.enter_context(report_stream(one.path, one.option))
            format_ = formats(one.format)
            report = format_.begin(stream, beginning)
            if isinstance(report, Holding):
                stack.callback(report.abandon)
            opened.append((one, format_, report, stream))
        reports = Reports(opened)
        yield reports
    if verbose:
        findings = f"{reports.count} finding{'' if reports.count == 1 else 's'}"
        for one in wanted:
            if one.path is not None:
                print(
                    f"conformance {beginning.command}: {one.path} written: {one.format}, {findings}.", file=sys.stderr
                )


def _unwritable(wanted: Wanted, error: OSError) -> Exception:
    """Return what to raise in place of ``error``; a reader of standard output that went away is not our trouble."""
    if wanted.path is None:
        return error
    reason = error.strerror or "it cannot be written"
    return InputError(f"{wanted.option} {wanted.path} cannot be written ({reason}); choose another file.")
