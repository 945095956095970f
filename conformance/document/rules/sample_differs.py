"""``sample-differs``: a block that a marker ties to a sample is the sample's snippet."""

from collections.abc import Iterator

from conformance.document.analysis.analysis import Analysis
from conformance.document.markdown import Fence, Snippet
from conformance.document.markers import Marker, marker_of, snippet_of
from conformance.document.rules.rule import Confirmed, Remark, document_rule
from conformance.finding import Severity


@document_rule("sample-differs", Severity.ERROR, "a block that a marker ties to a sample is the sample's snippet")
def sample_differs(analysis: Analysis) -> Iterator[Remark | Confirmed]:
    for block in analysis.document.blocks:
        marker = marker_of(analysis.document, block, "sample")
        if not isinstance(block, Fence) or not isinstance(marker, Marker):
            continue
        snippet = snippet_of(analysis.document, marker, analysis.folders)
        if not isinstance(snippet, Snippet):
            continue  # learn-markdown says so
        if block.content == snippet.text:
            yield Confirmed(f"The block is the snippet of {marker.value}.", analysis.at(block.range.start))
            continue
        number, line = first_difference(block.content, snippet.text)
        place = analysis.at(block.passage.at(number, 1))
        message = f"the block is no longer the snippet of {marker.value}, from this line on; `conformance document update` brings it back in step"
        yield Remark(place, message, len(line))


def first_difference(block: str, wanted: str) -> tuple[int, str]:
    """Return the number and the text of the first line of ``block`` that is not the one of ``wanted``."""
    mine, theirs = block.split("\n"), wanted.split("\n")
    for number, line in enumerate(mine, 1):
        if number > len(theirs) or line != theirs[number - 1]:
            return number, line
    return len(mine), mine[-1]
