"""A program that a document shows: its text as it is run, and where each line of it stands in the document."""

from dataclasses import dataclass, replace

from conformance.document.markdown import Block, CodeInclude, Document, Fence, Passage, Snippet
from conformance.document.programs.undefined import Undefined
from conformance.exchange import Position, SourceMap
from conformance.reading.program import Language


@dataclass(frozen=True, slots=True)
class Line:
    """Where a line of a program stands: at ``start`` of a block's ``passage``, with ``cut`` characters less before it."""

    passage: Passage
    start: int
    cut: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """The text of one block, as a reader sees it; a line that the document does not show is None."""

    block: Block
    text: str
    lines: tuple[Line | None, ...]

    @classmethod
    def of_fence(cls, fence: Fence) -> "Part":
        starts, at = [], 0
        for text in fence.content.split("\n"):
            starts.append(Line(fence.passage, at))
            at += len(text) + 1
        return cls(fence, fence.content, tuple(starts))

    @classmethod
    def of_include(cls, include: CodeInclude, snippet: Snippet) -> "Part":
        """Return the part that a ``:::code`` line shows; none of its lines stands in the document."""
        return cls(include, snippet.text, (None,) * (snippet.text.count("\n") + 1))


@dataclass(frozen=True)
class Program:
    """What one block of a document runs: the ``parts`` before it that it needs, and itself, the last one.

    ``file`` is the name of the source that it shows (``python/sdk/story_with_seed.py``), None where the block is all
    there is. ``documented`` is the output that it should print. ``wrong`` says why it cannot be run, else None; where it is
    ``unusable``, the document itself is wrong there. ``undefined`` are the names of the block that nothing sets.
    """

    document: Document
    block: Block
    language: Language
    parts: tuple[Part, ...]
    file: str | None = None
    documented: Fence | None = None
    wrong: str | None = None
    unusable: bool = False
    undefined: tuple[Undefined, ...] = ()

    @property
    def position(self) -> Position:
        """Where the block stands."""
        return self.document.position(self.block.range.start)

    @property
    def place(self) -> str:
        """How reports name the program: ``docs/a.md:34``."""
        position = self.position
        return f"{position.file}:{position.line}"

    @property
    def text(self) -> str:
        """The whole source."""
        return "".join(_ended(part.text) for part in self.parts)

    @property
    def own(self) -> int:
        """The number, from 1, of the line of ``text`` where the block's own part begins."""
        return 1 + sum(_ended(part.text).count("\n") for part in self.parts[:-1])

    def place_of(self, name: Undefined) -> Position:
        """Return where the document reads ``name`` first."""
        line = self.parts[-1].text.split("\n")[name.place.line - 1]
        column = len(line.encode("utf-8", "replace")[: name.place.column].decode("utf-8", "replace")) + 1
        return self.in_document(Position(self.document.name, self.own + name.place.line - 1, column))

    def in_document(self, place: Position) -> Position:
        """Return where ``place`` of ``text`` stands in the document; the block's own place where it is not shown."""
        line, column = (place.line or 0) - 1, (place.column or 1) - 1
        for part in self.parts:
            count = _ended(part.text).count("\n")
            if 0 <= line < count and line < len(part.lines):
                shown = part.lines[line]
                if shown is None:
                    break
                offset = shown.passage.offset(shown.start + max(column - shown.cut, 0))
                return self.document.position(offset)
            line -= count
        return self.position

    def sources_in_document(self, sources: SourceMap) -> SourceMap:
        """Return ``sources`` of ``text`` with the places of the document; one of a file that is sent stays itself."""

        def shown(place: Position) -> Position:
            return self.in_document(place) if place.file == sources.file else place

        return replace(
            sources,
            file=self.document.name,
            members={pointer: shown(place) for pointer, place in sources.members.items()},
            headers={name: shown(place) for name, place in sources.headers.items()},
            url=shown(sources.url) if sources.url else None,
            api_version=shown(sources.api_version) if sources.api_version else None,
        )


def _ended(text: str) -> str:
    return text if text.endswith("\n") or not text else text + "\n"
