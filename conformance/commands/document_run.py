"""``conformance document run``: run the code of documents against the emulator, and judge what it does."""

import argparse
import secrets
import sys
from collections.abc import Iterator
from functools import cache
from typing import Any, Final, TextIO

from conformance.checked import Checked
from conformance.cli.exit_codes import FOUND, NOTHING, OK, UNUSABLE, worst
from conformance.cli.options.reports import Wanted
from conformance.cli.values import FAIL_ON
from conformance.commands.shared.documents import (
    RequiredBlock,
    folders_of,
    lacks_blocks,
    say,
    settle,
    usable_pwsh,
    without_notebooks,
)
from conformance.commands.shared.emulator import recorded
from conformance.commands.shared.reporting import (
    look_of,
    reporting,
    want_whole,
    wanted_reports,
)
from conformance.commands.shared.results import count_all, without_key
from conformance.commands.shared.settings import Settled
from conformance.commands.shared.signals import ended_by_signals
from conformance.contract.catalog import catalog
from conformance.document.discovery import documents_in
from conformance.document.exhibit import exhibit_of_document
from conformance.document.ignores import ignores_of
from conformance.document.markdown import DocumentError, load_document
from conformance.document.programs.languages import RUN
from conformance.document.programs.program import Program
from conformance.document.programs.programs import programs_of
from conformance.document.running.decision import Surrounded
from conformance.document.running.filling import Filled, deployments_of, fill, read_program
from conformance.document.running.runner import BlockResult, DocumentRunner
from conformance.document.running.variables import Surroundings
from conformance.emulator.serving import Emulator, Observed, Settings
from conformance.emulator.settings import DEFAULT_DEPLOYMENT
from conformance.exhibit import SourceExhibit
from conformance.files import shown
from conformance.finding import Finding, Severity
from conformance.ignoring.ignore import sift
from conformance.isolation.isolation import isolation_in_force
from conformance.judging.rules.api_version import choose
from conformance.reading.program import Reading
from conformance.reports.protocol import Beginning, Ending, Suite
from conformance.reports.tables import text_table
from conformance.reports.visible import visible
from conformance.samples.recording import Recordings
from conformance.traffic.secrets.exhibit import Exhibits
from conformance.traffic.secrets.findings import presentable
from conformance.traffic.secrets.shapes import without_shapes

_LABELS: Final = {
    "executed": "executed",
    "isolated": "executed, isolated",
    "predicted": "predicted, not executed",
    "read": "read, not executed",
}


def run(arguments: argparse.Namespace) -> int:
    """Say what will be run, run it, report; exit code 1 where something at or above ``--fail-on`` was found."""
    known = settle(arguments)
    wanted = wanted_reports(arguments, arguments.paths)
    pwsh = usable_pwsh(arguments)
    programs, problems = _programs(arguments, known)
    for sentence in problems:
        say("run", sentence)
    announced = wanted[0] == Wanted("text", None, "-o")
    results, key = _run(arguments, programs, pwsh, sys.stdout if announced else sys.stderr)
    for result in results:
        ignored = sift(result.findings, ignores_of(result.program.document))
        result.findings = list(known.adjust(map(presentable, ignored.findings)))
    code = worst(_exit_code(arguments, known, results), UNUSABLE if problems else OK)
    beginning = _beginning(arguments, results, announced)
    with reporting(wanted, beginning, arguments.verbose) as reports:
        shown = _exhibits(results, key).shown if want_whole(wanted) else None
        for finding in _findings(results, key):
            reports.finding(shown(finding) if shown else finding)
        reports.close(known.ended(_ending(results, problems, code), arguments.paths))
    return code


def _programs(arguments: argparse.Namespace, known: Settled) -> tuple[list[Program], list[str]]:
    """Return the programs of all documents, and a sentence for each document, or block, that cannot be read."""
    programs: list[Program] = []
    problems: list[str] = []
    for path in without_notebooks("run", "run", documents_in(arguments.paths)):
        try:
            document = load_document(path, shown(path))
        except DocumentError as error:
            problems.append(str(error))
            continue
        programs += programs_of(document, folders_of(path, arguments.samples, known.configuration.repositories))
    problems += [f"{program.place}: {program.wrong}." for program in programs if program.unusable]
    return programs, problems


def _run(
    arguments: argparse.Namespace, programs: list[Program], pwsh: str | None, stream: TextIO
) -> tuple[list[BlockResult], str]:
    """Read all programs, start an emulator that knows their deployments, and run what may be run."""
    if not programs:
        return [], ""
    readings: list[tuple[Program, Reading]] = [(one, read_program(one)) for one in programs]
    key = secrets.token_hex(16)
    anywhere = Surroundings("http://127.0.0.1", key, DEFAULT_DEPLOYMENT, arguments.api_version)
    named = {name for _, reading in readings for name in deployments_of(reading, anywhere)}
    settings = Settings(key=key, deployments=tuple(sorted(named | {DEFAULT_DEPLOYMENT})), profile="spec")
    recordings = Recordings()
    url = ""

    def observe(seen: Observed) -> None:
        recordings.add(seen.token, recorded(seen, url))

    with ended_by_signals(), Emulator.start(settings, observe=observe) as emulator:
        url = emulator.url
        around = Surrounded(isolation_in_force().holds, pwsh)
        runner = DocumentRunner(url, recordings, key, around, arguments.timeout)
        jobs = []
        for program, reading in readings:
            if program.language not in RUN and not reading.calls:
                continue  # shell commands that set something for others
            token = secrets.token_hex(4)
            at = Surroundings(f"{url}/_/{token}", key, DEFAULT_DEPLOYMENT, arguments.api_version)
            jobs.append((fill(program, reading, at), token))
        if not arguments.quiet:
            _announce(stream, runner, [filled for filled, _ in jobs])
        return runner.run(jobs), key


def _announce(stream: TextIO, runner: DocumentRunner, programs: list[Filled]) -> None:
    """Say what will be run and how its placeholders are filled, and what will only be read and why."""
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="backslashreplace")
    stream.write(f"{isolation_in_force().line}\n\n")
    told: tuple[str, ...] = ()
    for filled in programs:
        program = filled.program
        state, reason = runner.state_of(filled)
        behind = f" the snippet of {program.file}" if program.file else ""
        before = [str(program.document.position(part.block.range.start).line) for part in program.parts[:-1]]
        with_them = f" with the block{'s' if len(before) > 1 else ''} on line {', '.join(before)}" if before else ""
        runs = state in ("executed", "isolated")
        word = f"runs{behind}{with_them}" if runs else f"{_LABELS[state]}: {reason}"
        word += f", isolated: {reason}" if state == "isolated" else ""
        stream.write(f"{visible(program.place)}  {program.language}  {visible(word)}\n")
        if runs and filled.shown != told:  # said once for blocks in a row that are filled alike
            told = filled.shown
            stream.write(f"  filled: {visible(without_shapes(', '.join(told)) or 'nothing')}\n")
    stream.write("\n")
    stream.flush()


def _beginning(arguments: argparse.Namespace, results: list[BlockResult], announced: bool) -> Beginning:
    isolation = isolation_in_force()
    # Else it stands before what was announced.
    first = () if announced and results else (isolation.line, "")
    members = {"isolation": isolation.as_json()}
    lines = (*first, *_table(results))
    return Beginning(
        "document run",
        look_of(arguments),
        members=members,
        lines=lines,
        fails_from=FAIL_ON[arguments.fail_on],
    )


def _ending(results: list[BlockResult], problems: list[str], code: int) -> Ending:
    instead = None
    if not any(result.exchanges or result.findings or result.ran for result in results):
        instead = "Checked nothing: no block was run, and none sends a chat completion that could be read."
    members = {"blocks": [_as_json(result) for result in results]}
    return Ending(_checked(results), code, _suites(results), problems, instead=instead, members=members)


def _suites(results: list[BlockResult]) -> list[Suite]:
    """Return each document under each version that its blocks asked; one that asked nothing is skipped, with its reason."""
    counts: dict[tuple[str, str | None], Checked] = {}
    for result in results:
        file = result.program.document.name
        versions = {choose(one, None, catalog()).api_version for one in result.exchanges}
        for version in sorted(version for version in versions if version is not None):
            counts.setdefault((file, version), Checked()).add(_checked([result]))
    asked = {file for file, _ in counts}
    silent = {result.program.document.name: result.reason for result in results}
    return [
        *(Suite(file, version, ("exchange",), checked) for (file, version), checked in counts.items()),
        *(
            Suite(file, None, ("exchange",), Checked(), reason or "no block sends a chat completion")
            for file, reason in silent.items()
            if file not in asked
        ),
    ]


def _exhibits(results: list[BlockResult], key: str) -> Exhibits:
    """Return what findings are about: exchanges, and the documents themselves."""
    documents = {result.program.document.name: result.program.document for result in results}

    @cache
    def source(file: str) -> SourceExhibit | None:
        return exhibit_of_document(documents[file], (key,)) if file in documents else None

    exchanges = [(one, result.program.language) for result in results for one in result.exchanges]
    return Exhibits(exchanges, source, (key,))


def _findings(results: list[BlockResult], key: str) -> Iterator[Finding]:
    """Yield what was found; what several blocks share, an output or a part that runs with each of them, once."""
    shared = set()
    for found in without_key((finding for result in results for finding in result.findings), key):
        if found.part in ("document", "suite"):
            if (found.rule, found.source) in shared:
                continue
            shared.add((found.rule, found.source))
        yield found


def _table(results: list[BlockResult]) -> Iterator[str]:
    """Yield a line for each block: where it is, what was done, how many requests, and how it did."""
    if not results:
        return
    rows = [["block", "language", "", "requests", "result"]]
    for result in results:
        worst_found = max((finding.severity for finding in result.findings), default=Severity.NOTE)
        told = {Severity.ERROR: "fails", Severity.WARNING: "warnings", Severity.NOTE: "conforms"}[worst_found]
        requests = str(len(result.exchanges)) if result.exchanges else "-"
        done = told if result.exchanges or result.outcome or result.findings else "-"
        program = result.program
        rows.append([program.place, program.language, _LABELS[result.state], requests, done])
    yield from text_table(rows)
    yield ""


def _as_json(result: BlockResult) -> dict[str, Any]:
    program, place = result.program, result.program.position
    said: dict[str, Any] = {
        "source": {"file": place.file, "line": place.line, "column": place.column},
        "language": program.language,
        "state": _LABELS[result.state],
        "reason": result.reason or None,
        "sample": program.file,
        "filled": list(result.filled.shown) or None,
        "requests": len(result.exchanges),
        "exit_code": result.outcome.exit_code if result.outcome else None,
    }
    return {name: value for name, value in said.items() if value is not None}


def _checked(results: list[BlockResult]) -> Checked:
    checked = Checked()
    for result in results:
        if result.ran:
            count_all(result.exchanges, checked)
        else:
            checked.predicted += bool(result.exchanges)
    return checked


def _exit_code(arguments: argparse.Namespace, known: Settled, results: list[BlockResult]) -> int:
    found = any(known.fails(finding) for result in results for finding in result.findings)
    asked = (result for result in results if result.ran or result.filled.candidate.asks)
    lacking = lacks_blocks(
        "run",
        arguments.require,
        (RequiredBlock(one.program.language, one.program.place, one.ran, one.reason) for one in asked),
    )
    nothing = not any(result.exchanges for result in results)
    asking = {result.program.document.name for result in results if result.exchanges}
    silent = sorted({result.program.document.name for result in results} - asking)
    for name in silent if asking else ():
        say("run", f"{name}: none of its blocks sends a chat completion that could be run or read.")
    if nothing and not lacking:
        say("run", "nothing was checked: no block sends a chat completion that could be run or read.")
    return worst(FOUND if found else OK, NOTHING if lacking or nothing else OK)
