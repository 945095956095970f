"""Check a document by every rule: its own, and those of the requests and answers that it shows."""

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from conformance.checked import Checked
from conformance.contract.catalog import catalog
from conformance.document.analysis.accounting import BlockAccount, BlockState, accounts_of
from conformance.document.analysis.analysis import Analysis
from conformance.document.analysis.answers import judged_answer, place_in
from conformance.document.analysis.code import Code
from conformance.document.analysis.json_block import JsonBlock
from conformance.document.analysis.named_versions import (
    Named,
    as_assumed,
    dated_version_of_v1,
    newest_stable,
    version_of,
)
from conformance.document.checking.expected_seed import circumstances_of
from conformance.document.markdown import Document
from conformance.document.marked_line import marked_line
from conformance.document.rules.ignore_unused import ignore_unused, unused_in
from conformance.document.rules.registry import RULES
from conformance.document.rules.rule import Confirmed, DocumentRule, Remark
from conformance.exchange import Exchange, Position, Request
from conformance.exhibit import Exhibit
from conformance.finding import Edit, Finding, Severity
from conformance.ignoring.ignore import Ignore, sift
from conformance.judging.judge import judge
from conformance.judging.rules.circumstances import Circumstances
from conformance.reading.judging import judge_prediction
from conformance.reading.predicting import Prediction

# Why a block could not be read, told of the block itself.
_EXPLAINS: Final = frozenset({"code-syntax", "fence-language"})
_T = TypeVar("_T")


@dataclass(frozen=True)
class CheckedDocument:
    """What is wrong in the order of the document, what holds, and what was looked at.

    ``blocks`` says of each block what was done with it. ``hidden`` findings are ignored by comments.
    ``by_version`` counts what was judged under each api-version. ``included`` are the files that the document includes,
    as they are in it; of such a one ``path`` is where it is, links followed.
    """

    name: str
    findings: tuple[Finding, ...]
    confirmed: tuple[Confirmed, ...]
    checked: Checked
    blocks: tuple[BlockAccount, ...] = ()
    is_empty: bool = False
    hidden: int = 0
    ignores: tuple[Ignore, ...] = ()
    by_version: tuple[tuple[str, Checked], ...] = ()
    path: str = ""
    included: "tuple[CheckedDocument, ...]" = ()

    def count(self, state: BlockState) -> int:
        """Return how many blocks are in ``state``."""
        return sum(block.state == state for block in self.blocks)

    @property
    def left_unread(self) -> bool:
        """Whether the document has code that asks, and none of it was read."""
        return bool(self.count("not read")) and not self.checked.predicted

    @property
    def is_checked(self) -> bool:
        """Whether anything of the document was looked at: that a block was not read is no result."""
        told = any(finding.rule != "block-not-read" for finding in self.findings)
        return told or bool(self.confirmed) or not (self.left_unread or self.is_empty)


def check(analysis: Analysis) -> CheckedDocument:
    """Check the document of ``analysis``. A rule that raises is a defect of ours: the exception goes through."""
    findings: list[Finding] = []
    confirmed: list[Confirmed] = []
    for rule in RULES:
        for told in rule.check(analysis):
            if isinstance(told, Confirmed):
                confirmed.append(told)
            else:
                findings.append(_finding(analysis, rule, told))
    findings += (
        one for one in _about_code(analysis) if one.part != "spec"
    )  # a defect of the contract is not the document's
    findings += (one for one in _about_json(analysis) if one.part != "spec")
    blocks = accounts_of(analysis)
    shown = [_shown(analysis, finding) for finding in dict.fromkeys(_explained(findings, blocks))]
    confirmed.sort(key=lambda one: (one.place.line or 0, one.place.column or 0))
    files = [document.name for document in analysis.files]

    def home(place: Position | None) -> str:
        """Return the file of the page's that ``place`` is in; what is wrong with a file that is sent is the page's."""
        return place.file if place is not None and place.file in known else files[0]

    known = frozenset(files)
    found = _grouped(shown, lambda one: home(one.source))
    noted = _with_one_note_of_model(one for name in files for one in in_order(found.get(name, [])))
    parts = _Parts(
        analysis,
        _grouped(noted, lambda one: home(one.source)),
        _grouped(dict.fromkeys(confirmed), lambda one: home(one.place)),
        _grouped(_distinct_blocks(blocks), lambda one: home(one.place)),
        _grouped(analysis.ignores, lambda one: home(one.place)),
        _grouped(
            {one.program.position: one for one in analysis.codes}.values(), lambda one: home(one.program.position)
        ),
        _grouped(_distinct_json(analysis), lambda one: home(analysis.at(one.fence.range.start))),
    )
    included = tuple(replace(_of_file(parts, one.document), path=str(one.path)) for one in analysis.included)
    return replace(_of_file(parts, analysis.own), included=included)


@dataclass(frozen=True)
class _Parts:
    """What was found in a page and in all that it includes, by the names of the files."""

    analysis: Analysis
    findings: Mapping[str, list[Finding]]
    confirmed: Mapping[str, list[Confirmed]]
    blocks: Mapping[str, list[BlockAccount]]
    ignores: Mapping[str, list[Ignore]]
    codes: Mapping[str, list[Code]]
    json_blocks: Mapping[str, list[JsonBlock]]


def _grouped(values: Iterable[_T], key: Callable[[_T], str]) -> dict[str, list[_T]]:
    """Return values by what ``key`` says of them, in their order."""
    found: dict[str, list[_T]] = {}
    for value in values:
        found.setdefault(key(value), []).append(value)
    return found


def _of_file(parts: _Parts, document: Document) -> CheckedDocument:
    """Return what belongs to ``document``, the page or a file that it includes."""
    analysis, name = parts.analysis, document.name
    ignores = tuple(parts.ignores.get(name, ()))
    sifted = sift(parts.findings.get(name, ()), ignores)
    unused = (_finding(analysis, ignore_unused, one) for one in unused_in(analysis, sifted.unused))
    codes, json_blocks = parts.codes.get(name, []), parts.json_blocks.get(name, [])
    return CheckedDocument(
        name,
        in_order([*sifted.findings, *unused]),
        tuple(parts.confirmed.get(name, ())),
        _checked(codes, json_blocks),
        tuple(parts.blocks.get(name, ())),
        not document.text.strip(),
        sifted.hidden,
        ignores,
        _by_version(analysis, codes, json_blocks),
    )


def _distinct_json(analysis: Analysis) -> Iterable[JsonBlock]:
    return {analysis.at(block.fence.range.start): block for block in analysis.json_blocks}.values()


def _distinct_blocks(blocks: Iterable[BlockAccount]) -> tuple[BlockAccount, ...]:
    """Return each block once: one of a file that the page includes twice is read where one of both is."""
    found: dict[Position, BlockAccount] = {}
    for block in blocks:
        if block.place not in found or block.state == "read":
            found[block.place] = block
    return tuple(found.values())


def _of_its_path(call: Prediction, named: Named) -> Named:
    """Return the version that a page names; a dated path beside v1's, on a page about both, has none of it."""
    request = call.exchange.request
    dated = request is not None and "/deployments/" in (request.url or "")
    return Named(newest_stable(), assumed=True) if dated and named.api_version.startswith("v1") else named


def _request_of(call: Prediction) -> Exhibit:
    from conformance.traffic.secrets.exhibit import exhibit_of

    return Exhibit(exhibit_of(call.exchange))


def _about_code(analysis: Analysis) -> Iterator[Finding]:
    """Yield what the rules say of the requests that the code would send."""
    for code in analysis.codes:
        under = circumstances_of(analysis, code)
        for call in code.distinct_calls:
            exhibit = _request_of(call) if analysis.question.whole else None
            named = Named(own) if (own := version_of(call)) else _of_its_path(call, analysis.version_at(code.block))
            dated_v1 = dated_version_of_v1(call) is not None
            for found in judge_prediction(call, under, named.api_version):
                if dated_v1 and found.part == "url":  # v1-with-api-version says so
                    continue
                finding = as_assumed(found, named)
                source = (
                    code.position(finding.source) if finding.source and finding.source.line else code.program.position
                )
                yield replace(
                    finding, exchange=code.program.place, source=source, excerpt=None, predicted=True, exhibit=exhibit
                )


def _about_json(analysis: Analysis) -> Iterator[Finding]:
    """Yield what the rules say of the requests and answers that stand there as JSON."""
    for block in analysis.json_blocks:
        if block.is_answer:
            yield from judged_answer(analysis, block).findings
        else:
            yield from _about_request(analysis, block)


def _explained(findings: list[Finding], blocks: Iterable[BlockAccount]) -> list[Finding]:
    """Return the findings; that a block was not read is left out where another says what is wrong with the block itself."""
    wrong: dict[str, list[int]] = {}
    for one in findings:
        if one.rule in _EXPLAINS and one.source is not None:
            insort(wrong.setdefault(one.source.file, []), one.source.line or 0)
    explained = {
        block.place
        for block in blocks
        if _any_between(wrong.get(block.place.file, []), block.place.line or 0, block.last_line)
    }
    return [one for one in findings if one.rule != "block-not-read" or one.source not in explained]


def _any_between(lines: list[int], first: int, last: int) -> bool:
    at = bisect_left(lines, first)
    return at < len(lines) and lines[at] <= last


def _with_one_note_of_model(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the findings; that the service ignores ``model`` on a dated path once, as it is the same at each call."""
    told = False
    for finding in findings:
        if finding.rule == "undeclared-member" and finding.severity is Severity.NOTE and finding.pointer == "/model":
            if told:
                continue
            told = True
        yield finding


def _about_request(analysis: Analysis, block: JsonBlock) -> Iterator[Finding]:
    place = analysis.at(block.fence.range.start)
    url = block.sent_to.url if block.sent_to else None
    request = Request("POST" if url else None, url, None, block.body)
    own = request.parameter("api-version")
    known = own in catalog().with_chat or "/openai/v1/" in (url or "")
    named = Named(own or "v1") if known else analysis.version_at(block.fence)
    exchange = Exchange(f"{place.file}:{place.line}", request, None, named.api_version)
    under = Circumstances(origin="source", api_version=None if known else named.api_version)
    for found in judge(exchange, under):
        finding = as_assumed(found, named)
        source = place_in(analysis, block, finding.pointer)
        if found.part == "url" and block.sent_to is not None:
            if block.sent_to.in_block:
                continue
            source = block.sent_to.place
        yield replace(finding, source=source, excerpt=None)


def _finding(analysis: Analysis, rule: DocumentRule, remark: Remark) -> Finding:
    return Finding(
        rule=rule.id,
        severity=remark.severity or rule.severity,
        message=remark.message,
        part="document",
        api_version=remark.api_version,
        spec=remark.spec,
        source=remark.place,
        suggestion=remark.suggestion,
        related=remark.related,
        excerpt=marked_line(analysis.document, remark.place, remark.length),
        edits=_edits(rule, remark),
    )


def _edits(rule: DocumentRule, remark: Remark) -> tuple[Edit, ...]:
    """Return the suggestion in place of the marked text, where the rule says that this mends it."""
    place = remark.place
    if not rule.safe or remark.suggestion is None or not remark.length or place.column is None:
        return ()
    return (Edit(place, replace(place, column=place.column + remark.length), remark.suggestion),)


def _shown(analysis: Analysis, finding: Finding) -> Finding:
    """Return ``finding`` with the line of the document that it is about."""
    if finding.excerpt is not None or finding.source is None:
        return finding
    return replace(finding, excerpt=marked_line(analysis.document, finding.source, 0))


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings in the order of the document."""
    return tuple(sorted(findings, key=_order))


def _order(finding: Finding) -> tuple[int, int, str]:
    place = finding.source
    return (place.line or 0, place.column or 0, finding.rule) if place else (0, 0, finding.rule)


def _checked(codes: Sequence[Code], json_blocks: Sequence[JsonBlock]) -> Checked:
    """Count the JSON that was judged, and the blocks that were only read."""
    answers = sum(block.is_answer for block in json_blocks)
    requests = len(json_blocks) - answers
    read = sum(bool(code.calls) for code in codes)
    return Checked(exchanges=answers + requests, requests=requests, responses=answers, predicted=read)


def _by_version(
    analysis: Analysis, codes: Sequence[Code], json_blocks: Sequence[JsonBlock]
) -> tuple[tuple[str, Checked], ...]:
    """Count the requests of code and the JSON under the versions that judged them."""
    counts: dict[str, Checked] = {}
    for code in codes:
        for version in {version_of(call) or analysis.api_version for call in code.calls}:
            counts.setdefault(version, Checked()).predicted += 1
    for block in json_blocks:
        checked = counts.setdefault(analysis.api_version, Checked())
        checked.exchanges += 1
        checked.responses += block.is_answer
        checked.requests += not block.is_answer
    return tuple(counts.items())
