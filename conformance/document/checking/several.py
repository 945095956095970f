"""Check the documents of a run: over several processes where it pays, with PowerShell's parser asked once."""

import gc
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final

from conformance.document.checking.check import CheckedDocument, check, in_order
from conformance.document.checking.powershell_syntax import Script, scripts_of, syntax_findings
from conformance.document.checking.question import Question
from conformance.document.checking.study import Study
from conformance.document.markdown import read_document
from conformance.document.markdown.tab_names import TabName, tab_names
from conformance.document.markers import Folders
from conformance.document.places import root_of
from conformance.errors import InputError
from conformance.finding import Finding
from conformance.ignoring.ignore import sift
from conformance.traffic.parallel import begin, collect_seldom, end

# So many bytes are checked in this process before others are started: less would cost more than it saves.
_ALONE: Final = 60_000


@dataclass(frozen=True, slots=True)
class Page:
    """A document as it was read from its file."""

    path: Path
    name: str
    raw: bytes


@dataclass(frozen=True, slots=True)
class Looked:
    """A document that was checked, but for what PowerShell says of its ``scripts``."""

    result: CheckedDocument
    scripts: tuple[Script, ...]


def check_all(pages: Sequence[Page], question: Question, jobs: int) -> tuple[list[CheckedDocument], list[str]]:
    """Return what was found, in the order of ``pages``, and a sentence for each that cannot be read, or not parsed.

    Raises InputError where a process was killed.
    """
    collect_seldom()
    elsewhere = tuple(dict.fromkeys(name for page in pages for name in tab_names(page.raw.decode(errors="replace"))))
    problems: list[str] = []
    looked: list[Looked] = []
    syntax: list[Finding] = []
    if len(pages) == 1:
        return _alone(pages[0], question)
    for one in _spread(pages, question, elsewhere, jobs):
        if isinstance(one, str):
            problems.append(one)
        else:
            looked.append(one)
    try:
        if question.pwsh:
            syntax = syntax_findings([script for one in looked for script in one.scripts], question.pwsh)
    except InputError as error:
        problems.append(str(error))
    return [_whole(one.result, syntax) for one in looked], problems


def _alone(page: Page, question: Question) -> tuple[list[CheckedDocument], list[str]]:
    """Check one document while PowerShell looks at its own."""
    problems: list[str] = []
    with ThreadPoolExecutor(1) as aside:
        try:
            study = study_of(page, question, ())
        except InputError as error:
            return [], [str(error)]
        scripts = scripts_of(study.document)
        waiting = aside.submit(syntax_findings, scripts, question.pwsh) if question.pwsh and scripts else None
        result = check(study)
        try:
            syntax = waiting.result() if waiting else []
        except InputError as error:
            syntax, problems = [], [str(error)]
    return [_whole(result, syntax)], problems


def study_of(page: Page, question: Question, elsewhere: tuple[TabName, ...]) -> Study:
    """Return the study of a document; raises DocumentError where it is not UTF-8."""
    document = read_document(page.raw, page.name)
    folders = Folders(page.path.resolve().parent, root_of(page.path), question.samples.resolve())
    return Study(document, folders, question, elsewhere)


def _look(page: Page, question: Question, elsewhere: tuple[TabName, ...]) -> Looked | str:
    try:
        study = study_of(page, question, elsewhere)
    except InputError as error:
        return str(error)
    return Looked(check(study), scripts_of(study.document) if question.pwsh else ())


def _spread(
    pages: Sequence[Page], question: Question, elsewhere: tuple[TabName, ...], jobs: int
) -> Iterator[Looked | str]:
    """Look at each page; what all of them need is worked out here, before other processes begin as copies of this one."""
    look = partial(_look, question=question, elsewhere=elsewhere)
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
    return with_syntax(result, [one for one in syntax if one.source is not None and one.source.file == result.name])


def with_syntax(result: CheckedDocument, mine: Sequence[Finding]) -> CheckedDocument:
    """Return the result with what PowerShell's parser found in the document, as far as no comment ignores it."""
    if not mine:
        return result
    sifted = sift(mine, result.ignores)
    found = in_order([*result.findings, *sifted.findings])
    return replace(result, findings=found, hidden=result.hidden + sifted.hidden)
