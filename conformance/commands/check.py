"""``conformance check``: judge recorded traffic."""

import argparse
import sys
from collections.abc import Iterator, Mapping

from conformance.checked import Checked
from conformance.commands.shared.reporting import (
    look_of,
    reporting,
    want_places,
    want_suites,
    want_whole,
    wanted_reports,
)
from conformance.commands.shared.session import Session, require_one_stdin
from conformance.commands.shared.settings import settled
from conformance.commands.shared.signals import ended_by_signals
from conformance.contract.catalog import catalog
from conformance.errors import UsageError
from conformance.finding import Finding
from conformance.reports.protocol import Beginning, Ending, Suite
from conformance.traffic.inspection import Inspected, Question
from conformance.traffic.parallel import cores, inspect_over
from conformance.traffic.reading import read_blocks
from conformance.traffic.secrets.findings import presentable
from conformance.traffic.service import Hosts

# The file of an exchange, and the api-version that judges it.
_File = tuple[str, str | None]


def run(arguments: argparse.Namespace) -> int:
    """Judge, report, and return the exit code."""
    if not arguments.paths:
        raise UsageError("a PATH is missing; name a recording, a folder of them, or - for standard input.")
    versions = tuple(dict.fromkeys(arguments.api_version))
    for version in versions:
        catalog().require_chat(version)
    require_one_stdin(arguments.paths)
    known = settled(arguments)
    wanted = wanted_reports(arguments, arguments.paths)
    question = Question(
        versions,
        arguments.require_seed,
        arguments.engine,
        Hosts(tuple(arguments.azure_host)),
        whole=want_whole(wanted),
        places=want_places(wanted),
        suites=want_suites(wanted),
        fallback=known.configuration.api_version,
    )
    beginning = Beginning("check", look_of(arguments), fails_from=known.fails_from)
    with ended_by_signals(), reporting(wanted, beginning, arguments.verbose) as reports:
        session = Session("check", arguments.paths, reports)
        blocks = read_blocks(arguments.paths, sys.stdin.buffer, arguments.columns, session.meter)
        inspected = inspect_over(blocks, question, arguments.jobs or cores())
        suites: dict[_File, Checked] = {}
        session.report(_findings(inspected, session, suites), known)
        ending = Ending(session.checked, session.code, _suites(suites), session.troubles)
        reports.close(known.ended(ending, arguments.paths))
        session.say_if_nothing(judges_compatible=True)
    return session.code


def _findings(inspected: Iterator[Inspected], session: Session, suites: dict[_File, Checked]) -> Iterator[Finding]:
    """Yield the findings; count what was judged, also in ``suites``, and tell what cannot be read."""
    for one in session.each(inspected):
        session.checked.add(one.checked)
        for file, counts in one.suites.items():
            suites.setdefault(file, Checked()).add(counts)
        for remark in one.remarks:
            if isinstance(remark, Finding):
                yield presentable(remark)
            else:
                session.tell(remark)
        if one.remarks:
            session.reports.flush()  # who pipes traffic in sees what is found as it comes


def _suites(counts: Mapping[_File, Checked]) -> list[Suite]:
    nothing = "no body was recorded"
    return [
        Suite(file, version, ("exchange",), checked, nothing if checked.exchanges == checked.bodiless else None)
        for (file, version), checked in counts.items()
    ]
