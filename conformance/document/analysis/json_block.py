"""A block of a document that holds a request or an answer as JSON."""

from dataclasses import dataclass

from conformance.document.analysis.code import Code
from conformance.document.analysis.endpoint_lines import EndpointLine
from conformance.document.markdown import Fence
from conformance.wire.body import Body

# What every answer begins or ends with, whatever it says (all contracts require these four).
_ENVELOPE = ("id", "object", "created", "model")

_LEFT_OUT = "..."


@dataclass(frozen=True)
class JsonBlock:
    """A block that holds an object as JSON: an answer, an error or a request; ``owners`` are the code that it belongs to.

    ``sent_to`` is the line above a request that says where it goes.
    """

    fence: Fence
    body: Body
    owners: tuple[Code, ...]
    is_answer: bool
    sent_to: EndpointLine | None = None

    @property
    def is_chunk(self) -> bool:
        """Whether it is a piece of a stream."""
        return bool(self.body.value.get("object") == "chat.completion.chunk")

    @property
    def is_excerpt(self) -> bool:
        """Whether it is an answer of which a document shows a part: of what names it, more than one member is missing."""
        return self.is_answer and (
            _LEFT_OUT in self.body.value.values() or sum(name not in self.body.value for name in _ENVELOPE) > 1
        )
