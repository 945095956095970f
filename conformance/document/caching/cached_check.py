"""Check pages of which results are kept without looking at them again."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from conformance.document.analysis.question import Question
from conformance.document.caching.codec import Unfit
from conformance.document.caching.entry import read_back, sources_of, written_down
from conformance.document.caching.key import key_of
from conformance.document.caching.store import Store
from conformance.document.checking.check import CheckedDocument
from conformance.document.checking.merging import merged
from conformance.document.checking.notebook_places import in_file
from conformance.document.checking.page import Page
from conformance.document.checking.several import Checks, check_all, tabs_of
from conformance.document.markdown.source import Source
from conformance.errors import InputError


def check_with_cache(pages: Sequence[Page], question: Question, jobs: int, store: Store | None) -> Checks:
    """Return what ``check_all`` returns; of pages that are as they were, with all that they pull in, out of ``store``.

    What is found in a notebook has the places of its file. Raises InputError where a process was killed.
    """
    found = _checked(pages, question, jobs, store)
    notebooks = {page.name: page.notebook for page in pages if page.notebook is not None}
    return replace(found, results=[in_file(one, notebooks.get(one.name)) for one in found.results])


def _checked(pages: Sequence[Page], question: Question, jobs: int, store: Store | None) -> Checks:
    if store is None or question.whole:
        return merged(check_all(pages, question, jobs), pages)
    all_tabs = tabs_of(pages)
    keys = {page.path: key_of(page, question, all_tabs) for page in pages}
    known: dict[Path, CheckedDocument] = {}
    for page in pages:
        result = _kept(store, keys[page.path], page)
        if result is not None:
            known[page.path] = result
    todo = [page for page in pages if page.path not in known]
    if not todo:
        return merged(Checks([known[page.path] for page in pages]), pages)
    found = check_all(todo, question, jobs, all_tabs)
    by_name = {one.name: one for one in found.results}
    for page in todo:
        fresh = by_name.get(page.name)
        if fresh is not None:
            known[page.path] = fresh
            if page.name not in found.unsettled:
                _keep(store, keys[page.path], fresh, page, found.pulled.get(page.name, ()))
    store.trim()
    results = [known[page.path] for page in pages if page.path in known]
    return merged(Checks(results, found.problems), pages)


def _kept(store: Store, key: str, page: Page) -> CheckedDocument | None:
    kept = store.find(key)
    if kept is None:
        return None
    try:
        return read_back(kept, Source.read(page.raw, page.name))
    except (Unfit, InputError, OSError, ValueError, TypeError, KeyError):
        return None


def _keep(store: Store, key: str, result: CheckedDocument, page: Page, pulled: Sequence[Path]) -> None:
    try:
        store.keep(key, written_down(result, sources_of(Source.read(page.raw, page.name), result)), pulled)
    except (Unfit, InputError, OSError):
        return
