"""``ignore-unknown``: a comment that ignores a finding names rules that there are."""

from collections.abc import Iterator

from conformance.document.analysis.analysis import Analysis
from conformance.document.rules.rule import Confirmed, Remark, document_rule
from conformance.finding import Severity
from conformance.ignoring.ignore import unknown


@document_rule(
    "ignore-unknown", Severity.ERROR, "a comment that ignores a finding names rules that there are", safe=True
)
def ignore_unknown(analysis: Analysis) -> Iterator[Remark | Confirmed]:
    for one in unknown(analysis.ignores):
        yield Remark(one.place, one.message, one.length, one.suggestion)
