"""Write into a document what its findings say, where that surely mends them, and prove that it did."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from conformance.document.analysis.question import Question
from conformance.document.checking.check import check
from conformance.document.checking.page import Page
from conformance.document.checking.several import analyse
from conformance.document.markdown import Document, Range, replace
from conformance.document.markdown.tab_names import TabName
from conformance.finding import Edit, Finding
from conformance.fingerprint import fingerprint


@dataclass(frozen=True)
class Fixed:
    """A document before and after; ``mended`` are the findings that are gone.

    ``refused`` says that the document stays as it is, since what was to fix it left a finding or brought another.
    """

    before: Document
    after: Document
    mended: tuple[Finding, ...]
    refused: bool = False


def fix(page: Page, question: Question, all_tabs: tuple[TabName, ...], off: frozenset[str] = frozenset()) -> Fixed:
    """Return the document with every certain edit, or as it is; rules that are ``off`` mend nothing.

    Raises DocumentError where it is not UTF-8.
    """
    analysis = analyse(page, question, all_tabs)
    before = analysis.own
    found = [one for one in check(analysis).findings if one.rule not in off]
    edits, mended = _edits(before, found)
    if not edits:
        return Fixed(before, before, ())
    after = replace(before, edits)
    again = check(analyse(Page(page.path, page.name, after.encode()), question, all_tabs)).findings
    left = Counter(map(_identity, found)) - Counter(map(_identity, mended))
    came = Counter(_identity(one) for one in again if one.rule not in off) - left
    if came:
        return Fixed(before, before, (), refused=True)
    return Fixed(before, after, tuple(mended))


def _edits(document: Document, findings: Sequence[Finding]) -> tuple[dict[Range, str], list[Finding]]:
    """Return the edits that do not overlap, in the order of the text, and the findings that they mend."""
    edits: dict[Range, str] = {}
    mended: list[Finding] = []
    end = 0
    for finding in findings:
        places = [_range(document, one) for one in finding.edits]
        if not places or places[0].start < end:
            if places and all(edits.get(place) == one.text for place, one in zip(places, finding.edits, strict=True)):
                mended.append(finding)  # the same edit mends both
            continue
        edits |= {place: one.text for place, one in zip(places, finding.edits, strict=True)}
        end = places[-1].end
        mended.append(finding)
    return edits, mended


def _range(document: Document, edit: Edit) -> Range:
    starts = document.source.starts
    start, end = ((starts[(one.line or 1) - 1] + (one.column or 1) - 1) for one in (edit.start, edit.end))
    return Range(start, end)


def _identity(finding: Finding) -> tuple[str, str]:
    return finding.rule, fingerprint(finding)
