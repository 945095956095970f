"""``ms-date``: a document was looked at not too long ago."""

from collections.abc import Iterator

from conformance.document.analysis.analysis import Analysis
from conformance.document.markdown import Document
from conformance.document.prose.dates import learn_date
from conformance.document.rules.rule import Confirmed, Remark, document_rule
from conformance.finding import Severity


@document_rule("ms-date", Severity.NOTE, "the document's date is not older than the age that is allowed")
def ms_date(analysis: Analysis) -> Iterator[Remark | Confirmed]:
    for document in analysis.files:
        yield from _of_file(analysis, document)


def _of_file(analysis: Analysis, document: Document) -> Iterator[Remark | Confirmed]:
    entry = document.front_matter.entry("ms.date") if document.front_matter else None
    if entry is None:
        return
    place = document.position(entry.value_range.start)
    written = learn_date(entry.value)
    if written is None:
        message = f"`{entry.value}` is not a date as Learn wants it; write MM/DD/YYYY"
        yield Remark(place, message, len(entry.value), severity=Severity.WARNING)
        return
    age = (analysis.today - written).days
    if age < 0:
        message = f"`{entry.value}` is yet to come; write the day of the last review"
        yield Remark(place, message, len(entry.value), severity=Severity.WARNING)
    elif age > analysis.max_age:
        message = f"the document was last dated {age} days ago, more than {analysis.max_age}; review it, and write today's date"
        yield Remark(place, message, len(entry.value))
    else:
        yield Confirmed(f"The document is dated {age} days ago, {analysis.max_age} are allowed.", place)
