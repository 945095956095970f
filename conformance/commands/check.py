"""``conformance check``: judge recorded traffic."""

import argparse
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from conformance.checked import Checked
from conformance.cli.exit_codes import FOUND, NOTHING, OK, UNUSABLE, worst
from conformance.commands.shared.progress import Progress
from conformance.commands.shared.reporting import (
    Reports,
    look_of,
    reporting,
    want_places,
    want_suites,
    want_whole,
    wanted_reports,
)
from conformance.commands.shared.settings import Settled, settled
from conformance.commands.shared.signals import ended_by_signals
from conformance.contract.catalog import catalog
from conformance.errors import InputError, UsageError
from conformance.finding import Finding
from conformance.reports.protocol import Beginning, Ending, Suite
from conformance.reports.visible import visible
from conformance.traffic.inspection import Inspected, Question
from conformance.traffic.meter import Meter
from conformance.traffic.parallel import cores, inspect_over
from conformance.traffic.reading import read_blocks
from conformance.traffic.secrets.findings import presentable
from conformance.traffic.secrets.shapes import without_named
from conformance.traffic.service import Hosts


def run(arguments: argparse.Namespace) -> int:
    """Judge, report, and return the exit code."""
    if not arguments.paths:
        raise UsageError("a PATH is missing; name a recording, a folder of them, or - for standard input.")
    versions = tuple(dict.fromkeys(arguments.api_version))
    for version in versions:
        catalog().require_chat(version)
    if arguments.paths.count("-") > 1:
        raise UsageError("standard input can be read once; name - once.")
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
    )
    meter = Meter(arguments.paths)
    blocks = read_blocks(arguments.paths, sys.stdin.buffer, arguments.columns, meter)
    beginning = Beginning("check", look_of(arguments), fails_from=known.least)
    with ended_by_signals(), reporting(wanted, beginning, arguments.verbose) as reports:
        inspected = inspect_over(blocks, question, arguments.jobs or cores())
        return _report(arguments, known, inspected, reports, meter)


@dataclass(slots=True)
class _Told:
    """What is known behind the last finding."""

    checked: Checked = field(default_factory=Checked)
    codes: set[int] = field(default_factory=lambda: {OK})
    troubles: list[str] = field(default_factory=list)
    suites: dict[tuple[str, str | None], Checked] = field(default_factory=dict)


def _report(
    arguments: argparse.Namespace,
    known: Settled,
    inspected: Iterator[Inspected],
    reports: Reports,
    meter: Meter,
) -> int:
    told = _Told()
    for finding in known.adjust(_findings(inspected, told, reports, meter)):
        if known.fails(finding):
            told.codes.add(FOUND)
        reports.finding(finding)
    if told.checked.exchanges == told.checked.bodiless:
        told.codes.add(NOTHING)
    code = worst(*told.codes)
    ending = Ending(told.checked, code, _suites(told.suites), told.troubles)
    reports.close(known.ended(ending, arguments.paths))
    if code == NOTHING:
        print(f"conformance check: {_nothing(told.checked)}", file=sys.stderr)
    return code


def _suites(counts: Mapping[tuple[str, str | None], Checked]) -> list[Suite]:
    nothing = "no body was recorded"
    return [
        Suite(file, version, ("exchange",), checked, nothing if checked.exchanges == checked.bodiless else None)
        for (file, version), checked in counts.items()
    ]


def _findings(inspected: Iterator[Inspected], told: _Told, reports: Reports, meter: Meter) -> Iterator[Finding]:
    """Yield the findings; count, tell what cannot be read, and show progress as they pass."""

    def tell(trouble: object) -> None:
        told.codes.add(UNUSABLE)
        told.troubles.append(visible(without_named(str(trouble))))
        progress.clear()
        reports.flush()
        print(f"conformance check: {told.troubles[-1]}", file=sys.stderr)

    with Progress(sys.stderr) as progress:
        try:
            for one in inspected:
                told.checked.add(one.checked)
                for key, counts in one.suites.items():
                    told.suites.setdefault(key, Checked()).add(counts)
                for remark in one.remarks:
                    if isinstance(remark, Finding):
                        yield presentable(remark)
                    else:
                        tell(remark)
                progress.at(told.checked.exchanges + told.checked.skipped, meter.share)
                if one.remarks:
                    reports.flush()  # who pipes traffic in sees what is found as it comes
        except InputError as error:
            tell(error)  # what was judged until then is reported


def _nothing(checked: Checked) -> str:
    if checked.bodiless:
        return "no body was checked: the exchanges hold none; record them with `body` or `body_text`."
    if checked.skipped_by.get("openai-compatible"):
        return "nothing was checked: no exchange is with Azure OpenAI chat completions; --azure-host HOST names a host that answers as it, --api-version V judges the bodies by V."
    if checked.skipped:
        return "nothing was checked: no exchange is with Azure OpenAI chat completions."
    return "nothing was checked: the input holds no exchange; write one JSON object a line."
