"""What encloses what: sections, tab groups and zones, built while a document is read from top to bottom."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Literal

from conformance.document.markdown.model import Attribute, Section, Tab, TabGroup, Zone
from conformance.document.markdown.problem import ProblemKind
from conformance.document.markdown.range import Range

Report = Callable[[ProblemKind, Range, str], None]
_NOWHERE: Final = Range(0, 0)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as it was found."""

    level: int
    title: str
    title_range: Range
    range: Range


@dataclass(frozen=True, slots=True)
class TabHeading:
    """``# [title](#tab/id/condition)``; ``body`` is where its tab's content begins."""

    heading: Heading
    id: str
    condition: str | None
    id_range: Range
    body: int


@dataclass(slots=True)
class _Container:
    """Something that holds blocks: the document, a list item, a quote, a zone."""

    kind: Literal["document", "block", "zone"]
    end: int
    name: str = ""
    attributes: tuple[Attribute, ...] = ()
    range: Range = _NOWHERE
    body: int = 0
    headings: list[Heading] = field(default_factory=list)
    tabs: list[Tab] = field(default_factory=list)
    tab: TabHeading | None = None
    tab_headings: list[Heading] = field(default_factory=list)


class Structure:
    """Takes headings, tab headings, rules and zones in the order of the text; ``finish`` ends it.

    The groups are the ones that Learn makes: a tab heading opens a group, or is the group's next tab whatever its
    level; a rule (``---``) or the end of the list item, quote or zone around it ends the group.
    """

    def __init__(self, end: int, report: Report) -> None:
        self.sections: list[Section] = []
        self.groups: list[TabGroup] = []
        self.zones: list[Zone] = []
        self._report = report
        self._stack = [_Container("document", end)]

    def enter(self, end: int) -> None:
        """A list item or a quote begins; it ends at ``end``."""
        self._stack.append(_Container("block", end))

    def leave(self) -> None:
        """The innermost list item or quote ends, and with it all that was opened in it."""
        while self._stack[-1].kind == "zone":
            self._close_zone(None)
        self._close(self._stack.pop())

    def finish(self) -> None:
        """The document ends."""
        self.leave()
        self.sections.sort(key=lambda section: section.range)
        self.groups.sort(key=lambda group: group.range)
        self.zones.sort(key=lambda zone: zone.range)

    def heading(self, heading: Heading) -> None:
        top = self._stack[-1]
        open_headings = top.headings if top.tab is None else top.tab_headings
        self._close_sections(open_headings, heading.range.start, heading.level)
        open_headings.append(heading)

    def tab(self, tab: TabHeading) -> None:
        top, start = self._stack[-1], tab.heading.range.start
        if top.tab is not None:
            if tab.heading.level != top.tab.heading.level:
                self._report("tab-level", tab.heading.range, _LEVEL.format(tab.heading.level, top.tab.heading.level))
            self._close_tab(top, start)
        elif any(container.tab is not None for container in self._stack):
            self._report("tab-group-nested", tab.heading.range, _NESTED)
        if any((other.id, other.condition) == (tab.id, tab.condition) for other in top.tabs):
            self._report("tab-id-duplicate", tab.id_range, f"Two tabs of one group have the id `{tab.id}`; rename one.")
        top.tab = tab

    def rule(self, range: Range) -> None:
        """A ``---`` stands here; it ends the group of its own list item, quote or zone, if there is one."""
        if self._stack[-1].tab is not None:
            self._close_group(self._stack[-1], range.start, range)

    def underline(self, range: Range) -> None:
        """A ``---`` stands right below text, where it makes a heading and ends nothing."""
        if self._stack[-1].tab is not None:
            self._report("tab-end-is-heading", range, _UNDERLINE)

    def zone(self, name: str, attributes: tuple[Attribute, ...], range: Range, body: int) -> None:
        if any(container.kind == "zone" and container.name == name for container in self._stack):
            self._report("zone-nested", range, f"A {name} begins inside a {name}; end the outer one before it.")
        self._stack.append(_Container("zone", self._stack[-1].end, name, attributes, range, body))

    def zone_end(self, name: str, range: Range) -> None:
        open_names = []
        for container in reversed(self._stack):
            if container.kind != "zone":
                break
            open_names.append(container.name)
        if name not in open_names:
            self._report("zone-end-alone", range, f"`::: {name}-end` ends no {name}; remove it, or open one before.")
            return
        while self._stack[-1].name != name:
            self._stack[-1].end = range.start
            self._close_zone(None)
        self._close_zone(range)

    def _close_zone(self, end: Range | None) -> None:
        zone = self._stack.pop()
        if end is None:
            self._report("zone-unclosed", zone.range, f"The {zone.name} has no end; add `::: {zone.name}-end`.")
        else:
            zone.end = end.start
        whole = Range(zone.range.start, end.end if end else zone.end)
        body = Range(min(zone.body, zone.end), zone.end)
        self.zones.append(Zone(zone.name, zone.attributes, whole, body))
        self._close(zone)

    def _close(self, container: _Container) -> None:
        if container.tab is not None:
            first = container.tabs[0].heading if container.tabs else container.tab.heading.range
            self._report("tab-group-unclosed", first, _UNCLOSED)
            self._close_group(container, container.end, None)
        self._close_sections(container.headings, container.end)

    def _close_group(self, container: _Container, end: int, rule: Range | None) -> None:
        self._close_tab(container, end)
        whole = Range(container.tabs[0].range.start, rule.end if rule else end)
        self.groups.append(TabGroup(tuple(container.tabs), whole, rule))
        container.tabs.clear()

    def _close_tab(self, container: _Container, end: int) -> None:
        tab, container.tab = container.tab, None
        if tab is not None:
            heading = tab.heading
            whole, body = Range(heading.range.start, end), Range(min(tab.body, end), end)
            named = (tab.id, tab.condition, heading.title, heading.level, tab.id_range, heading.title_range)
            container.tabs.append(Tab(*named, heading.range, whole, body))
        self._close_sections(container.tab_headings, end)

    def _close_sections(self, headings: list[Heading], end: int, level: int = 0) -> None:
        while headings and headings[-1].level >= level:
            last = headings.pop()
            whole = Range(last.range.start, end)
            self.sections.append(Section(last.level, last.title, last.title_range, last.range, whole))


_LEVEL = (
    "A tab heading of level {} stands in a group of level {}; Learn makes it the group's next tab, no group of its "
    "own: end the group with `---` before it, or give it the same level."
)
_NESTED = "A tab group stands inside a tab, which Learn cannot show; end the outer group with `---` before it."
_UNCLOSED = "The tab group has no end, so that all below belongs to its last tab; add a line `---` after a blank one."
_UNDERLINE = "`---` right below text makes a heading and does not end the tab group; put a blank line before it."
