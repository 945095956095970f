"""What is out of step in a document, as findings: each at its block, with the edits that bring it back."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from conformance.document.markdown import Document, Fence, content_edits, with_line_ends
from conformance.document.marked_line import marked_line
from conformance.document.markers import Marker, marker_of
from conformance.document.rules.output_shape import output_shape
from conformance.document.rules.rule import DocumentRule
from conformance.document.rules.sample_differs import first_difference, sample_differs
from conformance.document.updating.plan import Plan
from conformance.files import shown
from conformance.finding import Edit, Finding

# The rules that a document out of step breaks.
RULES: Final = (sample_differs, output_shape)
_MEND: Final = "from this line on; `conformance document update` brings it back in step"


def out_of_step(plan: Plan, printed: Mapping[Path, str]) -> Iterator[Finding]:
    """Yield a finding for each block of ``plan`` that is not its snippet, or not what its program ``printed``."""
    document = plan.document
    for fence, text in plan.snippets:
        if fence.content != text:
            marker = marker_of(document, fence, "sample")
            name = marker.value if isinstance(marker, Marker) else "its sample"
            yield _finding(document, fence, text, sample_differs, f"the block is no longer the snippet of {name}")
    for one in plan.printed_by(printed):
        text = printed[one.program]
        if one.fence.content != text:
            says = f"the output is no longer what {shown(one.program)} prints"
            yield _finding(document, one.fence, text, output_shape, says)


def _finding(document: Document, fence: Fence, text: str, rule: DocumentRule, says: str) -> Finding:
    number, line = first_difference(fence.content, text)
    place = document.position(fence.passage.at(number, 1))
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        message=f"{says}, {_MEND}",
        part="document",
        source=place,
        excerpt=marked_line(document, place, len(line)),
        edits=tuple(_edits(document, fence, text)),
    )


def _edits(document: Document, fence: Fence, text: str) -> Iterator[Edit]:
    """Yield what is to be written, with the document's own indentation and line ends."""
    for place, new in sorted(content_edits(fence, text).items()):
        start, end = document.position(place.start), document.position(place.end)
        yield Edit(start, end, with_line_ends(document.source, place, new))
