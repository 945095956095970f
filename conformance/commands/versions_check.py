"""``conformance versions check``: which api-versions accept recorded traffic, and why the others do not."""

import argparse
import gc
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TextIO

from conformance.cli.exit_codes import FOUND, UNUSABLE
from conformance.commands.shared.contracts import WIDEST, edited_of, refuse_members, require_version
from conformance.commands.shared.output import lines_of
from conformance.commands.shared.reporting import look_of, reporting, wanted_reports
from conformance.commands.shared.session import Session, require_one_stdin
from conformance.commands.shared.settings import settled
from conformance.commands.shared.signals import ended_by_signals
from conformance.contract.catalog import Catalog, catalog
from conformance.finding import Finding, Severity
from conformance.reports.html.versions_page import View, versions_page
from conformance.reports.html.versions_traffic import traffic_data
from conformance.reports.protocol import Beginning, Ending, Format
from conformance.reports.registry import format_of
from conformance.reports.terminal import colour_of, width_of
from conformance.reports.versions_survey import reasons_as_text, survey_as_json, survey_as_markdown, survey_as_text
from conformance.traffic.reading import read_traffic
from conformance.traffic.service import Hosts
from conformance.traffic.unreadable import Unreadable
from conformance.versions.member_tree import MemberTree, member_tree
from conformance.versions.survey import Outcome, Survey
from conformance.versions.used import MembersUsed


def run(arguments: argparse.Namespace) -> int:
    """Judge the traffic by every version, report, and return the exit code."""
    refuse_members(arguments)
    known = catalog()
    settled(arguments)
    require_one_stdin(arguments.paths)
    wanted_versions = {require_version(known, name, "--api-version ") for name in arguments.api_version}
    target = require_version(known, arguments.to, "--to ") if arguments.to else None
    names = [name for name in known.with_chat if not wanted_versions or name in wanted_versions or name == target]
    wanted = wanted_reports(arguments, arguments.paths)
    edited = edited_of(known, names)
    # Without a target every version is only told about, and none fails.
    fails_from = Severity.ERROR if target is not None else None
    beginning = Beginning("versions check", look_of(arguments, notes=False), fails_from=fails_from)
    verdicts = _Verdicts(arguments, known, target, edited)
    if any(one.format == "html" for one in wanted):
        verdicts.mark_members()
    with ended_by_signals(), reporting(wanted, beginning, arguments.verbose, verdicts.format) as reports:
        session = Session("versions", arguments.paths, reports)
        verdicts.survey(session, names)
        if edited:
            session.codes.add(UNUSABLE)
        tallies = verdicts.outcome.tallies
        if target is not None and any(t.api_version == target and t.accepted < t.requests for t in tallies):
            session.codes.add(FOUND)
        for finding in verdicts.reasons():
            reports.finding(finding)
        reports.close(Ending(session.checked, session.code, troubles=session.troubles))
        session.say_if_nothing(judges_compatible=False)
    return session.code


@dataclass
class _Verdicts:
    """What every version makes of the traffic, and the formats that tell it as a table, a page or JSON."""

    arguments: argparse.Namespace
    known: Catalog
    target: str | None
    edited: list[str]
    marked: tuple[MemberTree, MembersUsed] | None = None
    outcome: Outcome = field(init=False)

    def mark_members(self) -> None:
        """Have the members of the traffic counted: the page marks them."""
        tree = member_tree(self.known)
        self.marked = tree, MembersUsed(member.path for member in tree.members)

    def reasons(self) -> Iterator[Finding]:
        """Yield why versions do not take the traffic: of the target alone where there is one."""
        for tally in self.outcome.tallies:
            if self.target in (None, tally.api_version):
                for reason in self.outcome.changes if self.target is not None else tally.reasons:
                    yield reason.finding

    def format(self, name: str) -> Format:
        """Return the format called ``name``, as this command writes it."""
        own: dict[str, Callable[[TextIO], Iterable[str]]] = {
            "text": self._text,
            "json": self._json,
            "markdown": self._markdown,
            "html": self._page,
        }
        if name not in own:
            return format_of(name)
        return Format(lambda stream, _: _VerdictReport(stream, own[name]))

    def survey(self, session: Session, names: list[str]) -> None:
        """Judge the traffic of ``session`` by the versions called ``names``, in one pass."""
        gc.disable()
        used = self.marked[1] if self.marked else None
        survey = Survey(self.known, names, self.target, Hosts(tuple(self.arguments.azure_host)), used)
        gc.freeze()  # the contracts stay until the end: nobody has to look through them again
        gc.enable()
        session.checked = survey.checked
        paths, columns = self.arguments.paths, self.arguments.columns
        for one in session.each(read_traffic(paths, sys.stdin.buffer, columns=columns, meter=session.meter)):
            if isinstance(one, Unreadable):
                session.tell(one)
            else:
                survey.add(one)
        self.outcome = survey.outcome()

    def _text(self, stream: TextIO) -> Iterator[str]:
        look = look_of(self.arguments, notes=False)
        colour = colour_of(stream, look.colour)
        if look.brief:
            yield from lines_of(reasons_as_text(self.outcome, self.target, colour))
        elif self.outcome.checked.exchanges or self.outcome.checked.skipped:
            width = min(width_of(sys.stdout), WIDEST)
            details = self.arguments.details or look.every
            yield from lines_of(survey_as_text(self.outcome, width, details, self.target, colour))

    def _json(self, _: TextIO) -> Iterator[str]:
        yield f"{survey_as_json(self.outcome, self.target, self.edited)}\n"

    def _markdown(self, _: TextIO) -> Iterator[str]:
        yield from lines_of(survey_as_markdown(self.outcome))

    def _page(self, _: TextIO) -> Iterable[str]:
        if self.marked is None:
            return ()
        tree, used = self.marked
        view = View(
            "conformance versions check TRAFFIC --format html",
            edited=self.edited,
            traffic=lambda places: traffic_data(self.outcome, used, places, self.target),
        )
        return versions_page(self.known, tree, view)


@dataclass(frozen=True)
class _VerdictReport:
    """A report of verdicts: it is written at the end, and findings are no part of it."""

    stream: TextIO
    pieces: Callable[[TextIO], Iterable[str]]

    def finding(self, finding: Finding, /) -> None:
        """Let a finding pass."""

    def close(self, _: Ending, /) -> None:
        """Write the verdicts."""
        self.stream.writelines(self.pieces(self.stream))
