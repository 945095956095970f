"""``sample-differs``: a block that a marker ties to a sample is the sample's snippet."""

from collections.abc import Iterator

from conformance.document.checking.study import Study
from conformance.document.markdown import Fence, Snippet
from conformance.document.markers import Marker, marker_of, snippet_of
from conformance.document.rules.rule import Confirmed, Remark, document_rule
from conformance.document.updating.difference import first_difference
from conformance.finding import Severity


@document_rule("sample-differs", Severity.ERROR, "a block that a marker ties to a sample is the sample's snippet")
def sample_differs(study: Study) -> Iterator[Remark | Confirmed]:
    for block in study.document.blocks:
        marker = marker_of(study.document, block, "sample")
        if not isinstance(block, Fence) or not isinstance(marker, Marker):
            continue
        snippet = snippet_of(study.document, marker, study.folders)
        if not isinstance(snippet, Snippet):
            continue  # learn-markdown says so
        if block.content == snippet.text:
            yield Confirmed(f"The block is the snippet of {marker.value}.", study.at(block.range.start))
            continue
        number, line = first_difference(block.content, snippet.text)
        place = study.at(block.passage.at(number, 1))
        message = f"the block is no longer the snippet of {marker.value}, from this line on; `conformance document update` brings it back in step"
        yield Remark(place, message, len(line))
