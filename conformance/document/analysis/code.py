"""A block of code of a document, and what it does."""

from dataclasses import dataclass
from functools import cached_property

from conformance.document.markdown import Block, Tab, TabGroup
from conformance.document.programs.program import Program
from conformance.exchange import Position
from conformance.reading.predicting import Prediction
from conformance.reading.program import Reading
from conformance.reading.python.sdk_use import SdkUse, sdk_use


@dataclass(frozen=True)
class Code:
    """A block of code in a language that is read, and what it does.

    ``calls`` are the requests that the block itself sends to Azure OpenAI, ``others`` the chat completions that it asks
    of another service.
    """

    program: Program
    reading: Reading
    calls: tuple[Prediction, ...]
    tab: tuple[TabGroup, Tab] | None
    others: tuple[Prediction, ...] = ()

    @property
    def block(self) -> Block:
        return self.program.block

    @cached_property
    def sdk(self) -> SdkUse:
        """What Python uses of the openai SDK; nothing in another language."""
        return sdk_use(self.reading.file, self.program.text) if self.program.language == "python" else SdkUse()

    @property
    def certain(self) -> bool:
        """Whether all that is printed and sent is known to happen, as often as it was read."""
        return all(call.call.certain for call in self.calls) and all(one.certain for one in self.reading.printed)

    @cached_property
    def distinct_calls(self) -> tuple[Prediction, ...]:
        """The calls without those that a loop repeats unchanged."""
        first: dict[str, Prediction] = {}
        for call in self.calls:
            first.setdefault(repr((call.call.place, call.as_json())), call)
        return tuple(first.values())

    def position(self, place: Position) -> Position:
        """Return where ``place`` of the reading stands in the document; one of a file that is sent stays itself."""
        return self.program.in_document(place) if place.file == self.reading.file else place

    def own_position(self, offset: int) -> Position:
        """Return where an offset of the block's own text stands in the document."""
        before = self.program.parts[-1].text[:offset]
        line, column = before.count("\n"), offset - before.rfind("\n")
        return self.program.in_document(Position(self.reading.file, self.program.own + line, column))

    def is_own(self, place: Position) -> bool:
        """Return whether ``place`` of the reading stands in the block itself and not in what runs before it."""
        return (place.line or 0) >= self.program.own
