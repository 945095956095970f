"""``conformance document check``: find what is wrong with documents, and tell what holds."""

import argparse
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from conformance.checked import Checked
from conformance.cli.exit_codes import FOUND, NOTHING, OK, UNUSABLE, worst
from conformance.cli.options.document import DEFAULT_MAX_AGE
from conformance.commands.shared.documents import (
    READ_LANGUAGES,
    RequiredBlock,
    lacks_blocks,
    require_known,
    say,
    settle,
)
from conformance.commands.shared.reporting import (
    look_of,
    reporting,
    want_whole,
    wanted_reports,
)
from conformance.commands.shared.signals import ended_by_signals
from conformance.configuration.configuration import Configuration
from conformance.document.analysis.accounting import BlockState
from conformance.document.analysis.question import Question
from conformance.document.caching.cached_check import check_with_cache
from conformance.document.caching.store import Store, cache_folder
from conformance.document.checking.check import CheckedDocument
from conformance.document.checking.page import Page
from conformance.document.discovery import bytes_of, documents_in
from conformance.document.exhibit import exhibit_of_document, exhibit_of_notebook
from conformance.document.markdown import read_document
from conformance.errors import InputError
from conformance.exhibit import Exhibit
from conformance.files import project, shown
from conformance.finding import Finding, place_as_json
from conformance.reports.protocol import Beginning, Ending, Suite
from conformance.reports.text_summary import plural
from conformance.samples.powershell import find_pwsh
from conformance.traffic.parallel import cores
from conformance.traffic.secrets.findings import presentable

_STATES: Final[tuple[BlockState, ...]] = ("read", "no chat call", "not read")


def run(arguments: argparse.Namespace) -> int:
    """Check every document; exit code 1 where something at or above ``--fail-on`` was found."""
    known = settle(arguments)
    require_known(arguments.require, READ_LANGUAGES)
    wanted = wanted_reports(arguments, arguments.paths)
    whole = want_whole(wanted)
    pages, problems = pages_of(arguments.paths)
    with ended_by_signals():
        folder = None if arguments.no_cache else cache_folder()
        question = _question(arguments, known.configuration, whole)
        found = check_with_cache(pages, question, arguments.jobs or cores(), Store(folder) if folder else None)
    results = [replace(one, findings=tuple(known.adjust(map(presentable, one.findings)))) for one in found.results]
    problems += found.problems
    for sentence in problems:
        say("check", sentence)
    failed = any(known.fails(finding) for result in results for finding in result.findings)
    if not results and not problems:
        say(
            "check",
            "nothing was checked: there is no Markdown file and no notebook; name one, or a folder that holds some.",
        )
    checked = _looked_at(results) and not lacks_blocks("check", arguments.require, _blocks_of(results))
    code = worst(FOUND if failed else OK, UNUSABLE if problems else OK, OK if checked else NOTHING)
    beginning = Beginning("document check", look_of(arguments, notes=True), fails_from=known.fails_from)
    with reporting(wanted, beginning, arguments.verbose) as reports:
        for finding in _with_documents(results, pages) if whole else _findings(results):
            reports.finding(finding)
        reports.close(known.ended(_ending(results, problems, code), arguments.paths))
    return code


def _findings(results: Iterable[CheckedDocument]) -> Iterator[Finding]:
    for result in results:
        yield from result.findings


def _with_documents(results: Iterable[CheckedDocument], pages: Iterable[Page]) -> Iterator[Finding]:
    """Yield the findings, each with its document."""
    by_name = {page.name: page for page in pages}
    for result in results:
        page = by_name.get(result.name)
        source = None
        if result.findings and page is not None and page.notebook is not None:
            source = exhibit_of_notebook(page.notebook)
        elif result.findings:
            raw = page.raw if page is not None else bytes_of(Path(result.path), result.name)
            source = exhibit_of_document(read_document(raw, result.name))
        for finding in result.findings:
            yield replace(finding, exhibit=replace(finding.exhibit or Exhibit(), source=source))


def _looked_at(results: list[CheckedDocument]) -> bool:
    """Tell which documents have code that asks and none that could be read; return whether anything was checked."""
    for result in results:
        unread = result.count("not read")
        if result.left_unread:
            blocks = "its one block" if unread == 1 else f"none of its {unread} blocks"
            verb = "could not be read" if unread == 1 else "could be read"
            say("check", f"{result.name}: {blocks} of code that names the API {verb}; what it sends was not checked.")
    return any(result.is_checked for result in results)


def _blocks_of(results: Iterable[CheckedDocument]) -> Iterator[RequiredBlock]:
    """Yield the blocks that send something, and whether each was read."""
    for result in results:
        for block in result.blocks:
            if block.state != "no chat call":
                place = f"{block.place.file}:{block.place.line}"
                yield RequiredBlock(block.language, place, block.state == "read", block.reason or "")


def pages_of(paths: Sequence[str]) -> tuple[list[Page], list[str]]:
    """Return the documents that can be opened, and a sentence for each path that cannot."""
    pages: dict[Path, Page] = {}
    problems: list[str] = []
    for name in paths:
        try:
            for path in documents_in([name]):
                if path.resolve() not in pages:
                    raw = bytes_of(path, shown(path))
                    try:
                        pages[path.resolve()] = Page.of(path, shown(path), raw)
                    except InputError as error:
                        problems.append(str(error))
        except InputError as error:
            problems.append(str(error))
    return list(pages.values()), list(dict.fromkeys(problems))


def _question(arguments: argparse.Namespace, known: Configuration, whole: bool) -> Question:
    max_age = known.max_age if arguments.max_age is None else arguments.max_age
    return Question(
        arguments.today or known.today or datetime.now(UTC).astimezone().date(),
        DEFAULT_MAX_AGE if max_age is None else max_age,
        arguments.samples or project(),
        find_pwsh(arguments.pwsh),
        known.api_version,
        known.azure_clients,
        known.azure_hosts,
        known.repositories,
        whole,
    )


def _confirmed(results: Iterable[CheckedDocument]) -> Iterable[dict[str, Any]]:
    for result in results:
        for one in result.confirmed:
            said = {"claim": one.claim, "source": place_as_json(one.place), "spec": place_as_json(one.spec)}
            yield {name: value for name, value in said.items() if value is not None}


def _ending(results: list[CheckedDocument], problems: list[str], code: int) -> Ending:
    total = Checked()
    for result in results:
        total.add(result.checked)
    instead = None
    if results and not any(result.is_checked for result in results):
        why = "no block of code could be read" if any(result.left_unread for result in results) else "there is no text"
        instead = f"Checked nothing of {plural(len(results), 'document')}: {why}."
    confirmed = list(_confirmed(results))
    blocks = [block.as_json() for result in results for block in result.blocks]
    counts = {state: sum(result.count(state) for result in results) for state in _STATES}
    looked = [f"{plural(counts['read'], 'block')} read"] if counts["read"] else []
    looked += [f"{counts['no chat call']} without a chat call"] if counts["no chat call"] else []
    looked += [f"{counts['not read']} not read"] if counts["not read"] else []
    looked += [plural(total.responses, "answer")] if total.responses else []
    looked += [f"{plural(len(confirmed), 'claim')} confirmed"]
    hidden = sum(result.hidden for result in results)
    looked += [f"{plural(hidden, 'finding')} ignored in place"] if hidden else []
    sentence = f"Checked {plural(len(results), 'document')} ({', '.join(looked)})"
    members = {"confirmed": confirmed, "blocks": blocks}
    return Ending(total, code, list(_suites(results)), problems, sentence=sentence, instead=instead, members=members)


def _suites(results: Iterable[CheckedDocument]) -> Iterator[Suite]:
    """Yield each document with its own rules, and with those of the exchanges that it shows under each version."""
    for result in results:
        yield Suite(result.name, None, ("document",), result.checked)
        for version, checked in result.by_version:
            yield Suite(result.name, version, ("exchange",), checked)
