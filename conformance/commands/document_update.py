"""``conformance document update``: bring blocks and outputs back in step with the samples that they show."""

import argparse
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Literal, TextIO

from conformance.checked import Checked
from conformance.cli.exit_codes import FOUND, NOTHING, OK, UNUSABLE, worst
from conformance.cli.options.reports import Wanted
from conformance.commands.shared.documents import (
    folders_of,
    say,
    settle,
    usable_pwsh,
    without_notebooks,
)
from conformance.commands.shared.reporting import (
    look_of,
    reporting,
    want_whole,
    wanted_reports,
)
from conformance.commands.shared.settings import Settled
from conformance.commands.shared.signals import ended_by_signals
from conformance.document.discovery import documents_in
from conformance.document.exhibit import exhibit_of_document
from conformance.document.ignores import ignores_of
from conformance.document.markdown import Document, DocumentError, Fence, load_document, save_document
from conformance.document.running.decision import Surrounded
from conformance.document.updating.difference import difference
from conformance.document.updating.findings import RULES, out_of_step
from conformance.document.updating.plan import Plan, plan, programs_of
from conformance.document.updating.printing import Printed, Printer
from conformance.errors import UsageError
from conformance.exhibit import Exhibit
from conformance.files import shown
from conformance.finding import Finding
from conformance.ignoring.ignore import sift
from conformance.isolation.isolation import isolation_in_force
from conformance.reports.protocol import Beginning, Ending, Format, Suite
from conformance.reports.registry import format_of
from conformance.reports.terminal import colour_of
from conformance.reports.text_summary import plural

_SUFFIXES: Final = {".py": "python", ".ps1": "powershell"}


def run(arguments: argparse.Namespace) -> int:
    """Update the documents, or show what would change; exit code 2 where one cannot be, and then none is written."""
    known = settle(arguments)
    if not arguments.check and (arguments.format != "text" or arguments.output or arguments.report):
        raise UsageError("--format, -o and --report tell what --check finds; add --check.")
    pwsh = usable_pwsh(arguments)
    documents = documents_in(arguments.paths)
    wanted = wanted_reports(arguments, [*arguments.paths, *documents])
    paths = without_notebooks("update", "updated", documents)
    if not paths:
        say("update", "nothing was checked: there is no Markdown file there.")
    work = _Work(arguments.samples, known.configuration.repositories)
    for path in paths:
        work.plan(path)
    printed = _printed(arguments, pwsh, list(work.plans.values()))
    changes = work.changes(printed)
    for path in changes:
        work.problems += [] if arguments.check else _unwritable(path)
    for sentence in work.problems:
        say("update", sentence)
    required = _lacking(arguments.require, printed)
    code = worst(
        UNUSABLE if work.problems else OK,
        FOUND if arguments.check and changes else OK,
        NOTHING if required or not paths else OK,
    )
    if arguments.check:
        _report(arguments, known, wanted, work, changes, code)
    elif not work.problems and paths:
        _write(changes)
        if not arguments.quiet:
            _sum_up(len(paths), changes)
    return code


@dataclass
class _Work:
    """The plans of the documents, and the sentences about what cannot be done."""

    samples: Path | None
    repositories: Mapping[str, Path]
    plans: dict[Path, Plan] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    texts: dict[Path, str] = field(default_factory=dict)

    def plan(self, path: Path) -> None:
        try:
            document = load_document(path, shown(path))
        except DocumentError as error:
            self.problems.append(str(error))
            return
        found = plan(document, folders_of(path, self.samples, self.repositories))
        self.plans[path] = found
        for one in found.problems:
            self.problems.append(f"{document.name}:{one.position.line}: {one.sentence}")

    def changes(self, printed: Mapping[Path, Printed]) -> dict[Path, tuple[Document, Document]]:
        """Return the documents that change, each before and after."""
        found = {}
        self.texts = texts = {program: one.text for program, one in printed.items() if one.text is not None}
        for path, planned in self.plans.items():
            if planned.problems:
                continue
            self.problems += _failures(planned, printed)
            try:
                after = planned.updated(texts)
            except DocumentError as error:
                self.problems.append(str(error))
                continue
            if after.text != planned.document.text:
                found[path] = (planned.document, after)
        return found


def _printed(arguments: argparse.Namespace, pwsh: str | None, plans: list[Plan]) -> dict[Path, Printed]:
    """Run what the plans want run; nothing is imported for it where that is nothing."""
    programs = list(programs_of([plan for plan in plans if not plan.problems]))
    if not programs:
        return {}
    printer = Printer(Surrounded(isolation_in_force().holds, pwsh), arguments.timeout, arguments.api_version)
    with ended_by_signals():
        return {one.program: one for one in printer.printed(programs)}


def _failures(plan: Plan, printed: Mapping[Path, Printed]) -> list[str]:
    """Return a sentence for each output that a marker asks for and that no run printed; tell of the ones left alone."""
    found = []
    for wanted in plan.outputs:
        one = printed[wanted.program]
        if one.lacks is None:
            continue
        place = f"{plan.document.name}:{plan.document.position(wanted.place.start).line}"
        program = f"{shown(wanted.program)}, which prints this output,"
        if one.lacks == "failed":
            found.append(f"{place}: {program} failed: {one.reason}.")
        elif one.lacks == "refused" and wanted.marked:
            found.append(f"{place}: {program} is not run: {one.reason}; mark the output `output-of: none`.")
        else:
            say("update", f"{place}: {program} was not run: {one.reason}; the output stays as it is.")
    return found


def _lacking(required: list[str], printed: Mapping[Path, Printed]) -> bool:
    """Tell which required languages could not run, and return whether there is one."""
    skipped = {_SUFFIXES[program.suffix.lower()] for program, one in printed.items() if one.lacks == "unavailable"}
    lacking = sorted(skipped & set(required))
    if lacking:
        say("update", f"{', '.join(lacking)} is required and was not run.")
    return bool(lacking)


def _unwritable(path: Path) -> list[str]:
    target = path.resolve()
    if os.access(target, os.W_OK) and os.access(target.parent, os.W_OK):
        return []
    return [f"{path} cannot be written; make it and its folder writable."]


def _write(changes: Mapping[Path, tuple[Document, Document]]) -> None:
    for path, (_, after) in changes.items():
        save_document(after, path)


def _report(
    arguments: argparse.Namespace,
    known: Settled,
    wanted: Sequence[Wanted],
    work: _Work,
    changes: Mapping[Path, tuple[Document, Document]],
    code: int,
) -> None:
    """Report what is out of step: as a diff in a text, else as findings, without those that are ignored or off.

    The exit code goes by the diff, which is what ``document update`` would write.
    """

    def formats(name: str) -> Format:
        return Format(lambda stream, _: _Diff(stream, look.colour, changes)) if name == "text" else format_of(name)

    look, whole = look_of(arguments, notes=True), want_whole(wanted)
    beginning = Beginning("document update", look, asked=[rule.id for rule in RULES])
    with reporting(wanted, beginning, arguments.verbose, formats) as reports:
        for path, (before, _) in changes.items():
            exhibit = Exhibit(source=exhibit_of_document(before)) if whole else None
            found = sift(out_of_step(work.plans[path], work.texts), ignores_of(before)).findings
            for finding in known.adjust(found):
                reports.finding(replace(finding, exhibit=exhibit))
        reports.close(_ending(work, code))


def _ending(work: _Work, code: int) -> Ending:
    plans = list(work.plans.values())
    tied = sum(len(one.snippets) + len(one.outputs) for one in plans if not one.problems)
    return Ending(
        Checked(),
        code,
        [_suite(one) for one in plans],
        work.problems,
        sentence=f"Checked {plural(len(plans), 'document')} ({plural(tied, 'block')} from samples)",
        instead=None if plans else "Checked nothing: no document could be read.",
    )


def _suite(plan: Plan) -> Suite:
    why = "the document could not be checked" if plan.problems else "no block is tied to a sample"
    skipped = why if plan.problems or not (plan.snippets or plan.outputs) else None
    return Suite(plan.document.name, None, ("document",), Checked(), skipped)


@dataclass(frozen=True)
class _Diff:
    """The report for a person, and for programs that apply it: a unified diff, of which findings are no part."""

    stream: TextIO
    colour: Literal["auto", "always", "never"]
    changes: Mapping[Path, tuple[Document, Document]]

    def finding(self, finding: Finding, /) -> None:
        """Let a finding pass."""

    def close(self, _: Ending, /) -> None:
        """Write the diff. ``patch`` takes it as it is, so that colours need a terminal, or have to be asked for."""
        colour = colour_of(self.stream, self.colour) and (self.colour == "always" or self.stream.isatty())
        for before, after in self.changes.values():
            self.stream.writelines(difference(before, after, colour))


def _sum_up(count: int, changes: Mapping[Path, tuple[Document, Document]]) -> None:
    for before, after in changes.values():
        blocks = sum(one != other for one, other in zip(_contents(before), _contents(after), strict=False))
        print(f"{before.name}: {blocks} block{'' if blocks == 1 else 's'} updated")
    left = count - len(changes)
    if left:
        print(f"{left} document{'' if left == 1 else 's'} already in step")


def _contents(document: Document) -> list[str]:
    return [block.content for block in document.blocks if isinstance(block, Fence)]
