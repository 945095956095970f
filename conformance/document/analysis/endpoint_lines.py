"""The line above a JSON body that says where it is sent: ``POST https://…/chat/completions?api-version=…``."""

import re
from dataclasses import dataclass
from typing import Final

from conformance.document.markdown import Document, Fence
from conformance.exchange import Position

# With the method in words, as code, or in a block of its own; a URL alone says it too.
_LINE: Final = re.compile(
    r"(?:\bPOST\b[\s`*]{1,9})?((?:https?://|(?<=[\s`(])/)[^\s`\"'()\\]{0,300}/chat/completions(?:\?[^\s`\"'()\\]{0,200})?)"
)
# A line is looked for right above the body, not pages before it.
_FAR: Final = 1_500


@dataclass(frozen=True, slots=True)
class EndpointLine:
    """The URL that a body is sent to, and where the document writes it: ``in_block`` it is judged as code already."""

    url: str
    place: Position
    in_block: bool


def endpoint_above(document: Document, fence: Fence) -> EndpointLine | None:
    """Return the endpoint that stands right above ``fence``, in its section; None where there is none.

    Between both stands no block of code but one that is the line itself.
    """
    start = max(0, fence.range.start - _FAR)
    for section in document.sections_at(fence.range):
        start = max(start, section.range.start)
    for block in document.blocks:
        if block.range.end <= fence.range.start:
            alone = isinstance(block, Fence) and len(block.content.strip().splitlines()) <= 2
            start = max(start, block.range.start if alone else block.range.end)
    lines = list(_LINE.finditer(document.text, start, fence.range.start))
    if not lines:
        return None
    at = lines[-1].start(1)
    in_block = any(block.range.start <= at < block.range.end for block in document.blocks)
    return EndpointLine(lines[-1][1], document.position(at), in_block)
