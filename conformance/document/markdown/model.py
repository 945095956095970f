"""A Learn document as plain values: what stands where. All ranges are offsets into the document's text."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from conformance.document.markdown.holding import Holding
from conformance.document.markdown.passage import Passage
from conformance.document.markdown.problem import Problem
from conformance.document.markdown.range import Range
from conformance.document.markdown.source import Source
from conformance.exchange import Position

ProseKind = Literal["heading", "paragraph", "item", "quote", "cell", "html", "definition", "indented"]
LinkKind = Literal["link", "image", "autolink", "reference", "definition"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One ``key: value`` of the front matter.

    ``value`` is without quotes and comment, and so is ``value_range``; of a list or a block of lines it is the lines.
    """

    key: str
    value: str
    key_range: Range
    value_range: Range


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The YAML between the two ``---`` at the top; ``range`` includes them."""

    entries: tuple[Entry, ...]
    range: Range

    def entry(self, key: str) -> Entry | None:
        """Return the last entry ``key``, or None."""
        return next((entry for entry in reversed(self.entries) if entry.key == key), None)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with all below it, deeper sections included; one inside a tab or zone ends with it at the latest."""

    level: int
    title: str
    title_range: Range
    heading: Range
    range: Range


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: ``range`` runs from its heading to the next tab or the end of the group, ``body`` is without heading.

    ``condition`` is the id that a dependent tab (``#tab/id/condition``) waits for, else None.
    """

    id: str
    condition: str | None
    title: str
    level: int
    id_range: Range
    title_range: Range
    heading: Range
    range: Range
    body: Range


@dataclass(frozen=True, slots=True)
class TabGroup:
    """Tabs that a reader chooses from. ``end`` is the ``---``; None where it is missing."""

    tabs: tuple[Tab, ...]
    range: Range
    end: Range | None


@dataclass(frozen=True, slots=True)
class Attribute:
    """``name="value"`` of a ``:::`` line; ``range`` is the value without quotes."""

    name: str
    value: str
    range: Range


@dataclass(frozen=True, slots=True)
class Zone:
    """What stands between ``::: zone …`` (or ``moniker``) and its end; ``body`` is without these two lines."""

    name: str
    attributes: tuple[Attribute, ...]
    range: Range
    body: Range

    @property
    def pivots(self) -> tuple[str, ...]:
        """The names in ``pivot="a, b"``."""
        value = next((attribute.value for attribute in self.attributes if attribute.name == "pivot"), "")
        return tuple(name.strip() for name in value.split(",") if name.strip())


@dataclass(frozen=True, slots=True)
class Comment:
    """An HTML comment; ``text`` is what stands in it, trimmed."""

    text: str
    range: Range
    text_range: Range

    @property
    def directive(self) -> tuple[str, str] | None:
        """The key and value of a marker such as ``<!-- sample: python/sdk/story_with_seed.py -->``, or None."""
        key, colon, value = self.text.partition(":")
        key, value = key.strip(), value.strip()
        return (key, value) if colon and value and key.replace("-", "").isalnum() and "\n" not in value else None


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced block of code; ``mark`` is what opens it, three backticks or more, or tildes.

    ``content_range`` is whole lines, from below the opening fence to the start of the closing one, with the marks of
    lists and quotes; ``passage`` is the content without them. ``prefix`` is what a new line of the content begins with.
    ``close`` is None where the closing fence is missing. ``markers`` are the comments right before the block.
    """

    label: str
    language: str
    info: str
    mark: str
    passage: Passage
    range: Range
    open: Range
    info_range: Range
    label_range: Range
    content_range: Range
    close: Range | None
    prefix: str
    markers: tuple[Comment, ...] = ()

    @property
    def content(self) -> str:
        return self.passage.text


@dataclass(frozen=True, slots=True)
class CodeInclude:
    """A ``:::code source="…" :::`` line, which Learn replaces by lines of that file."""

    label: str
    language: str
    source: Attribute
    id: Attribute | None
    lines: Attribute | None
    attributes: tuple[Attribute, ...]
    range: Range
    prefix: str
    markers: tuple[Comment, ...] = ()


Block = Fence | CodeInclude


@dataclass(frozen=True, slots=True)
class Output:
    """A block that shows what code prints or receives.

    ``owners`` are the blocks of code that it belongs to: one in each tab where it stands below a tab group, which
    is ``group`` then; none where no code comes before it.
    """

    block: Block
    owners: tuple[Block, ...]
    group: TabGroup | None


@dataclass(frozen=True, slots=True)
class Alert:
    """A quote that begins with ``[!NOTE]`` or its like; ``kind`` in capitals."""

    kind: str
    range: Range
    kind_range: Range


@dataclass(frozen=True, slots=True)
class Link:
    """A link, an image, ``<https://…>`` or a definition ``[label]: href``; ``text`` and ``href`` as written.

    A link by reference has the ``href`` of its definition and no ``href_range``.
    """

    kind: LinkKind
    text: str
    href: str
    range: Range
    text_range: Range
    href_range: Range | None


@dataclass(frozen=True, slots=True)
class CodeSpan:
    """Inline code; ``content_range`` is what stands between the backticks."""

    text: str
    range: Range
    content_range: Range


@dataclass(frozen=True, slots=True)
class Include:
    """``[!INCLUDE [title](path)]``."""

    title: str
    path: str
    range: Range
    path_range: Range


@dataclass(frozen=True, slots=True)
class Prose:
    """Words: a heading, a paragraph, a table's cell, raw HTML, or a block that is code by its indentation alone."""

    kind: ProseKind
    passage: Passage
    range: Range
    links: tuple[Link, ...] = ()
    code: tuple[CodeSpan, ...] = ()

    @property
    def text(self) -> str:
        return self.passage.text


@dataclass(frozen=True)
class Document:
    """A document that was read; everything stands in the order of the text."""

    source: Source
    front_matter: FrontMatter | None
    sections: tuple[Section, ...]
    tab_groups: tuple[TabGroup, ...]
    zones: tuple[Zone, ...]
    blocks: tuple[Block, ...]
    outputs: tuple[Output, ...]
    prose: tuple[Prose, ...]
    alerts: tuple[Alert, ...]
    comments: tuple[Comment, ...]
    includes: tuple[Include, ...]
    problems: tuple[Problem, ...]

    @property
    def name(self) -> str:
        return self.source.name

    @property
    def text(self) -> str:
        """The characters of the file, line ends as they are, without a byte order mark."""
        return self.source.text

    def encode(self) -> bytes:
        """Return the bytes of the file: what was read, if nothing was replaced."""
        return self.source.encode()

    def position(self, offset: int) -> Position:
        """Return the line and column of ``offset``, for a finding."""
        return self.source.position(offset)

    def sections_at(self, range: Range) -> tuple[Section, ...]:
        """Return the sections that hold ``range``, the outermost first."""
        return self._sections.of(range)

    def tab_at(self, range: Range) -> tuple[TabGroup, Tab] | None:
        """Return the innermost tab that holds ``range``, with its group, or None."""
        found = self.tabs_at(range)
        return found[-1] if found else None

    def tabs_at(self, range: Range) -> tuple[tuple[TabGroup, Tab], ...]:
        """Return the tabs that hold ``range``, each with its group, the outermost first."""
        return self._tabs.of(range)

    def zones_at(self, range: Range) -> tuple[Zone, ...]:
        """Return the zones that hold ``range``, the outermost first."""
        return tuple(zone for zone in self.zones if zone.range.holds(range))

    def outputs_of(self, code: Block) -> tuple[Output, ...]:
        """Return the outputs that belong to ``code``."""
        return tuple(output for output in self._outputs.get(code.range, ()) if code in output.owners)

    @cached_property
    def _sections(self) -> Holding[Section]:
        return Holding(self.sections, lambda section: section.range)

    @cached_property
    def _tabs(self) -> Holding[tuple[TabGroup, Tab]]:
        tabs = ((group, tab) for group in self.tab_groups for tab in group.tabs)
        return Holding(tabs, lambda one: one[1].range)

    @cached_property
    def _outputs(self) -> dict[Range, list[Output]]:
        """The outputs by the ranges of their owners."""
        found: dict[Range, list[Output]] = {}
        for output in self.outputs:
            for place in {owner.range for owner in output.owners}:
                found.setdefault(place, []).append(output)
        return found
