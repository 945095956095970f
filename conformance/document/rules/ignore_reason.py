"""``ignore-reason``: a comment that ignores a finding says why."""

from collections.abc import Iterator

from conformance.document.analysis.analysis import Analysis
from conformance.document.rules.rule import Confirmed, Remark, document_rule
from conformance.finding import Severity
from conformance.ignoring.ignore import without_reason


@document_rule("ignore-reason", Severity.ERROR, "a comment that ignores a finding says why")
def ignore_reason(analysis: Analysis) -> Iterator[Remark | Confirmed]:
    for one in without_reason(analysis.ignores):
        yield Remark(one.place, one.message, one.length, one.suggestion)
