"""One result a file, where several pages of a run include it: what holds in each of these pages is told once.

An included file is not judged alone as well: that a name is set, or which api-version counts, is the page's to say.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from conformance.document.analysis.accounting import BlockAccount
from conformance.document.checking.check import CheckedDocument, in_order
from conformance.document.checking.page import Page
from conformance.document.checking.several import Checks
from conformance.exchange import Position
from conformance.finding import Finding

_Identity = tuple[object, ...]


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
    views = [_View.of(result) for result in results]
    found: dict[_Identity, Finding] = {}
    for view in views:
        for identity, finding in view.told.items():
            # A page that leaves the api-version to be assumed says the same with less certainty.
            if identity not in found or finding.severity > found[identity].severity:
                found[identity] = finding
    shared = [
        finding
        for identity, finding in found.items()
        if _is_of_another(finding, first.name) or all(view.agrees(identity, finding) for view in views)
    ]
    claims = [set(result.confirmed) for result in results]
    return replace(
        first,
        findings=in_order(shared),
        confirmed=tuple(one for one in first.confirmed if all(one in claimed for claimed in claims)),
        blocks=_read_anywhere(results),
        hidden=max(result.hidden for result in results),
    )


@dataclass(frozen=True)
class _View:
    """What one page says of a file: the findings, and the blocks that are read there."""

    told: Mapping[_Identity, Finding]
    read: frozenset[str]

    @classmethod
    def of(cls, result: CheckedDocument) -> "_View":
        read = (f"{one.place.file}:{one.place.line}" for one in result.blocks if one.state == "read")
        return cls({_identity(one): one for one in result.findings}, frozenset(read))

    def agrees(self, identity: _Identity, finding: Finding) -> bool:
        """Whether the finding holds here; of a request that is not read here, this page says nothing."""
        return identity in self.told or (finding.exchange is not None and finding.exchange not in self.read)


def _identity(finding: Finding) -> _Identity:
    """Return what makes a finding the same in another page; the words may name another api-version."""
    return finding.rule, finding.source, finding.part, finding.pointer, finding.suggestion


def _is_of_another(finding: Finding, file: str) -> bool:
    """Whether a finding in ``file`` is about what another file sends, with a client that is made here."""
    return finding.exchange is not None and finding.exchange.rpartition(":")[0] != file


def _read_anywhere(results: Iterable[CheckedDocument]) -> tuple[BlockAccount, ...]:
    found: dict[Position, BlockAccount] = {}
    for result in results:
        for block in result.blocks:
            if block.place not in found or block.state == "read":
                found[block.place] = block
    return tuple(found.values())
