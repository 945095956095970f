"""One result a file, where several pages of a run include it: what holds in each of these pages is told once.

An included file is not judged alone as well: that a name is set, or which api-version counts, is the page's to say.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from conformance.document.checking.accounting import BlockAccount
from conformance.document.checking.check import CheckedDocument, in_order
from conformance.document.checking.page import Page
from conformance.document.checking.several import Checks
from conformance.exchange import Position
from conformance.finding import Finding


def merged(checks: Checks, pages: Sequence[Page]) -> Checks:
    """Return ``checks`` of ``pages`` with one result a file, that of an include behind the first page that has it."""
    if not any(result.included for result in checks.results):
        return checks
    paths = {page.name: str(page.path.resolve()) for page in pages}
    by_path = {paths[result.name]: result for result in checks.results}
    tops = _tops(by_path)
    found: dict[str, list[CheckedDocument]] = {}
    for path, result in by_path.items():
        if path in tops:
            found.setdefault(path, []).append(replace(result, included=()))
            for one in result.included:
                found.setdefault(one.path, []).append(one)
    return replace(checks, results=[_one(results) for results in found.values()])


def _tops(by_path: Mapping[str, CheckedDocument]) -> set[str]:
    """Return the pages that no page includes, and of each circle that nothing else leads to the first."""
    includes = {path: {one.path for one in result.included} for path, result in by_path.items()}
    inner = set().union(*includes.values())
    tops = {path for path in by_path if path not in inner}
    covered = tops.union(*(includes[path] for path in tops))
    for path in by_path:
        if path not in covered:
            tops.add(path)
            covered |= {path, *includes[path]}
    return tops


def _one(results: Sequence[CheckedDocument]) -> CheckedDocument:
    """Return what holds in all ``results`` of one file."""
    first = max(results, key=lambda one: one.checked.predicted)
    if len(results) == 1:
        return first
    told = [{_identity(one): one for one in result.findings} for result in results]
    claims = [set(result.confirmed) for result in results]
    shared = [_mildest(finding, told) for finding in first.findings if _in_all(finding, told)]
    known = set(map(_identity, shared))
    brought = {
        _identity(one): one
        for result in results
        for one in result.findings
        if _is_of_another(one, result.name) and _identity(one) not in known
    }
    return replace(
        first,
        findings=in_order([*shared, *brought.values()]),
        confirmed=tuple(one for one in first.confirmed if all(one in claimed for claimed in claims)),
        blocks=_read_anywhere(results),
        hidden=max(result.hidden for result in results),
    )


def _identity(finding: Finding) -> tuple[object, ...]:
    """Return what makes a finding the same in another page; the words may name another api-version."""
    return finding.rule, finding.source, finding.part, finding.pointer, finding.suggestion


def _is_of_another(finding: Finding, file: str) -> bool:
    """Whether a finding in ``file`` is about what another file sends, with a client that is made here."""
    return finding.exchange is not None and finding.exchange.rpartition(":")[0] != file


def _in_all(finding: Finding, told: Iterable[Mapping[tuple[object, ...], Finding]]) -> bool:
    return all(_identity(finding) in findings for findings in told)


def _mildest(finding: Finding, told: Iterable[Mapping[tuple[object, ...], Finding]]) -> Finding:
    return min(finding, *(findings[_identity(finding)] for findings in told), key=lambda one: one.severity)


def _read_anywhere(results: Iterable[CheckedDocument]) -> tuple[BlockAccount, ...]:
    found: dict[Position, BlockAccount] = {}
    for result in results:
        for block in result.blocks:
            if block.place not in found or block.state == "read":
                found[block.place] = block
    return tuple(found.values())
