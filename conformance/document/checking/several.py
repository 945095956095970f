"""Check the documents of a run: over several processes where it pays, with PowerShell's parser asked once."""

import gc
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Final

from conformance.document.analysis.analysis import Analysis
from conformance.document.analysis.question import Question
from conformance.document.checking.check import CheckedDocument, check, in_order
from conformance.document.checking.page import Page
from conformance.document.checking.powershell_syntax import Script, scripts_of, syntax_findings
from conformance.document.discovery import root_of
from conformance.document.markdown import read_document, with_includes
from conformance.document.markdown.tab_names import TabName, tab_names
from conformance.document.markers import Folders
from conformance.errors import InputError
from conformance.files import touched
from conformance.finding import Finding
from conformance.ignoring.ignore import sift
from conformance.traffic.parallel import begin, collect_seldom, end

# So many bytes are checked in this process before others are started: less would cost more than it saves.
_ALONE: Final = 60_000


@dataclass(frozen=True, slots=True)
class Looked:
    """A document that was checked, but for what PowerShell says of its ``scripts``; ``pulled`` are files that it names."""

    result: CheckedDocument
    scripts: tuple[Script, ...]
    pulled: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Checks:
    """What was found, in the order of the pages, and a sentence for each that cannot be read, or not parsed.

    ``pulled`` are by a page's name the files that it names, there or not; ``unsettled`` are the names of pages of which
    not all could be asked.
    """

    results: list[CheckedDocument]
    problems: list[str] = field(default_factory=list)
    pulled: dict[str, tuple[Path, ...]] = field(default_factory=dict)
    unsettled: frozenset[str] = frozenset()


def check_all(
    pages: Sequence[Page], question: Question, jobs: int, all_tabs: tuple[TabName, ...] | None = None
) -> Checks:
    """Check ``pages``; ``all_tabs`` are the tabs of all pages of the run, where it has more than these.

    Raises InputError where a process was killed.
    """
    collect_seldom()
    if all_tabs is None:
        all_tabs = tabs_of(pages)
    looked: list[Looked] = []
    problems: list[str] = []
    syntax: list[Finding] = []
    trouble: list[str] = []
    found = _alone(pages[0], question, all_tabs) if len(pages) == 1 else _asked(pages, question, all_tabs, jobs)
    for one in found:
        if isinstance(one, Looked):
            looked.append(one)
        elif isinstance(one, str):
            problems.append(one)
        else:
            syntax, trouble = one
    unsettled = frozenset(one.result.name for one in looked if trouble and one.scripts)
    results = [_whole(one.result, syntax) for one in looked]
    pulled = {one.result.name: one.pulled for one in looked}
    return Checks(results, [*problems, *trouble], pulled, unsettled)


def tabs_of(pages: Sequence[Page]) -> tuple[TabName, ...]:
    """Return the tabs of all ``pages``, each once."""
    return tuple(dict.fromkeys(name for page in pages for name in tab_names(page.raw.decode(errors="replace"))))


_Syntax = tuple[list[Finding], list[str]]


def _alone(page: Page, question: Question, all_tabs: tuple[TabName, ...]) -> "Iterator[Looked | str | _Syntax]":
    """Check one document while PowerShell looks at its own."""
    with ThreadPoolExecutor(1) as aside, touched() as pulled:
        try:
            analysis = analyse(page, question, all_tabs)
        except InputError as error:
            yield str(error)
            yield [], []
            return
        scripts = scripts_of(analysis.document) if question.pwsh else ()
        waiting = aside.submit(_syntax, scripts, question.pwsh)
        yield Looked(check(analysis), scripts, tuple(pulled))
        yield waiting.result()


def _asked(
    pages: Sequence[Page], question: Question, all_tabs: tuple[TabName, ...], jobs: int
) -> "Iterator[Looked | str | _Syntax]":
    scripts: list[Script] = []
    for one in _spread(pages, question, all_tabs, jobs):
        scripts += one.scripts if isinstance(one, Looked) else ()
        yield one
    yield _syntax(scripts, question.pwsh)


def _syntax(scripts: Sequence[Script], pwsh: str | None) -> _Syntax:
    """Return what PowerShell says, and a sentence where it cannot be asked."""
    try:
        return (syntax_findings(scripts, pwsh), []) if pwsh else ([], [])
    except InputError as error:
        return [], [str(error)]


def analyse(page: Page, question: Question, all_tabs: tuple[TabName, ...]) -> Analysis:
    """Return the analysis of a document; raises DocumentError where it is not UTF-8."""
    path, root = page.path.resolve(), root_of(page.path)
    document = read_document(page.raw, page.name)
    folders = Folders(path.parent, root, question.samples.resolve(), question.repositories)
    if page.notebook is not None:  # Jupyter follows no includes
        return Analysis(document, folders, question, all_tabs)
    whole = with_includes(document, path, root)
    return Analysis(whole.document, folders, question, all_tabs, whole.page, whole.included)


def _look(page: Page, question: Question, all_tabs: tuple[TabName, ...]) -> Looked | str:
    with touched() as pulled:
        try:
            analysis = analyse(page, question, all_tabs)
        except InputError as error:
            return str(error)
        return Looked(check(analysis), scripts_of(analysis.document) if question.pwsh else (), tuple(pulled))


def _spread(
    pages: Sequence[Page], question: Question, all_tabs: tuple[TabName, ...], jobs: int
) -> Iterator[Looked | str]:
    """Look at each page; what all of them need is worked out here, before other processes begin as copies of this one."""
    look = partial(_look, question=question, all_tabs=all_tabs)
    done = weight = 0
    while done < len(pages) and (jobs == 1 or weight < _ALONE):
        weight += len(pages[done].raw)
        yield look(pages[done])
        done += 1
    if done < len(pages):
        yield from _over_processes(pages[done:], look, jobs)


def _over_processes(pages: Sequence[Page], look: "partial[Looked | str]", jobs: int) -> Iterator[Looked | str]:
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    gc.freeze()
    pool = ProcessPoolExecutor(min(jobs, len(pages)), initializer=begin)
    done = False
    try:
        yield from pool.map(look, pages, chunksize=max(1, min(8, len(pages) // (4 * jobs))))
        done = True
    except BrokenProcessPool:
        raise InputError("A process that checked was killed, perhaps for want of memory; use --jobs 1.") from None
    finally:
        if not done:
            end(pool)
        pool.shutdown(wait=done, cancel_futures=True)


def _whole(result: CheckedDocument, syntax: Sequence[Finding]) -> CheckedDocument:
    mine = [one for one in dict.fromkeys(syntax) if one.source is not None and one.source.file == result.name]
    return replace(with_syntax(result, mine), included=tuple(_whole(one, syntax) for one in result.included))


def with_syntax(result: CheckedDocument, mine: Sequence[Finding]) -> CheckedDocument:
    """Return the result with what PowerShell's parser found in the document, as far as no comment ignores it."""
    if not mine:
        return result
    sifted = sift(mine, result.ignores)
    found = in_order([*result.findings, *sifted.findings])
    return replace(result, findings=found, hidden=result.hidden + sifted.hidden)
