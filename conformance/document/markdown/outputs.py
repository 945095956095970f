"""Which block shows the output of which code."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from conformance.document.markdown.model import Block, Fence, Output, Prose, Section, Tab, TabGroup, Zone
from conformance.document.markdown.range import Range

# Blocks of these languages run nothing: they are output where the text around says so, else data.
_DATA: Final = frozenset({"", "json", "text", "xml"})
# A title such as "Output" or "Example response", and none such as "Reproducible output support".
_TITLE: Final = re.compile(
    r"(?:(?:an?|api|console|example|expected|json|sample|the|typical) )*(?:outputs?|responses?|results?)",
    re.IGNORECASE,
)
_SENTENCE_END: Final = re.compile(r"(?<=[.!?])\s")
_ANNOUNCES: Final = re.compile(r"\b(?:answers?|outputs?|prints?|printed|responses?|results?|returns?)\b", re.IGNORECASE)


@dataclass(slots=True)
class _Scope:
    """What a reader sees as one stretch: the document, a zone, a tab group or one of its tabs."""

    item: Zone | TabGroup | Tab | None
    range: Range
    parent: "_Scope | None" = None
    children: list["_Scope | Block"] = field(default_factory=list)


def find_outputs(
    blocks: Sequence[Block],
    sections: Sequence[Section],
    groups: Sequence[TabGroup],
    zones: Sequence[Zone],
    prose: Sequence[Prose],
) -> tuple[Output, ...]:
    """Return the blocks that are output, each with the code that it belongs to.

    A block is output where its label says so. JSON, plain text and unlabelled blocks are where they stand first in a
    section with such a title, right below code, or below a line that announces an output. ``console`` is so in such
    a section and below such a line only.
    """
    root = _tree(blocks, groups, zones)
    words = _Words(prose, sections)
    outputs: list[Output] = []
    for scope, index, block in _blocks(root):
        if _is_output(words, scope, index, block):
            # From here on nobody takes the block for code, nor looks for its outputs.
            owners, group = _owners(scope, index, frozenset(output.block.range for output in outputs))
            outputs.append(Output(block, owners, group))
    return tuple(outputs)


@dataclass(frozen=True, slots=True)
class _Words:
    """The prose and the headings around blocks."""

    prose: Sequence[Prose]
    sections: Sequence[Section]

    def between(self, start: int, end: int) -> Prose | None:
        """Return the last prose that begins in between, or None."""
        index = bisect_left(self.prose, end, key=lambda prose: prose.range.start) - 1
        return self.prose[index] if index >= 0 and self.prose[index].range.start >= start else None

    def title_above(self, block: Block) -> Section | None:
        """Return the innermost section that holds ``block``, if its title announces an output."""
        inner = [section for section in self.sections if section.range.holds(block.range)]
        return inner[-1] if inner and _TITLE.fullmatch(inner[-1].title.strip(" :*_")) else None


def _is_output(words: _Words, scope: _Scope, index: int, block: Block) -> bool:
    if block.language == "output":
        return True
    if block.language not in _DATA and block.language != "console" and not _is_answer(block):
        return False
    before = scope.children[index - 1] if index else None
    section = words.title_above(block)
    if section and (before is None or before.range.start < section.range.start or not _runs(before)):
        return True
    line = words.between(before.range.end if before else scope.range.start, block.range.start)
    if line is not None:
        return _announces(line.text)
    return block.language != "console" and before is not None and _runs(before)


def _announces(text: str) -> bool:
    """Say whether a paragraph leads to an output: ``**Output**``, or a last sentence about one that ends in ``:``."""
    last = _SENTENCE_END.split(text.strip())[-1]
    return bool(_TITLE.fullmatch(text.strip(" :*_")) or (last.endswith(":") and _ANNOUNCES.search(last)))


def _is_answer(block: Block) -> bool:
    return isinstance(block, Fence) and block.language == "http" and block.content.startswith("HTTP/")


def _is_code(block: Block) -> bool:
    return block.language not in _DATA and block.language != "output" and not _is_answer(block)


def _runs(item: _Scope | Block) -> bool:
    return bool(_last_code(item, frozenset())) if isinstance(item, _Scope) else _is_code(item)


def _owners(scope: _Scope, index: int, outputs: frozenset[Range]) -> tuple[tuple[Block, ...], TabGroup | None]:
    """Return the nearest code before child ``index``: in ``scope``, else in an earlier tab of its id, else around."""
    for at in range(index - 1, -1, -1):
        child = scope.children[at]
        if code := _last_code(child, outputs):
            if isinstance(child, _Scope) and isinstance(child.item, Zone):
                code = _zones_side_by_side(scope, at, outputs)
            return code, child.item if isinstance(child, _Scope) and isinstance(child.item, TabGroup) else None
    if scope.parent is None:
        return (), None
    if isinstance(scope.item, Tab) and scope.parent.parent is not None:
        outer, group = scope.parent.parent, scope.parent
        tab = scope.item
        for child in reversed(outer.children[: outer.children.index(group)]):
            if isinstance(child, _Scope) and isinstance(child.item, TabGroup):
                same = [other for other in child.children if isinstance(other, _Scope) and _same(other.item, tab)]
                if code := tuple(block for other in same for block in _last_code(other, outputs)):
                    return code, child.item
        return _owners(outer, outer.children.index(group), outputs)
    return _owners(scope.parent, scope.parent.children.index(scope), outputs)


def _same(item: Zone | TabGroup | Tab | None, tab: Tab) -> bool:
    return isinstance(item, Tab) and item.id == tab.id and tab.condition in (None, item.condition)


def _zones_side_by_side(scope: _Scope, at: int, outputs: frozenset[Range]) -> tuple[Block, ...]:
    """Return the last code of each zone in the row of zones that ends with child ``at``."""
    found: list[Block] = []
    while at >= 0 and isinstance(child := scope.children[at], _Scope) and isinstance(child.item, Zone):
        found[:0] = _last_code(child, outputs)
        at -= 1
    return tuple(found)


def _last_code(item: _Scope | Block, outputs: frozenset[Range]) -> tuple[Block, ...]:
    """Return the last code in ``item``: one block, or one of each tab."""
    if not isinstance(item, _Scope):
        return (item,) if _is_code(item) and item.range not in outputs else ()
    if isinstance(item.item, TabGroup):
        return tuple(block for tab in item.children for block in _last_code(tab, outputs))
    return next((code for child in reversed(item.children) if (code := _last_code(child, outputs))), ())


def _tree(blocks: Sequence[Block], groups: Sequence[TabGroup], zones: Sequence[Zone]) -> _Scope:
    items: list[Block | Zone | TabGroup | Tab] = [*blocks, *zones, *groups]
    items += [tab for group in groups for tab in group.tabs]
    # Of two that begin at one place the longer holds the other; a group holds its only tab.
    items.sort(key=lambda item: (item.range.start, -item.range.end, isinstance(item, Tab)))
    top = root = _Scope(None, Range(0, items[-1].range.end if items else 0))
    for item in items:
        while top.parent is not None and not top.range.holds(item.range):
            top = top.parent
        if isinstance(item, Zone | TabGroup | Tab):
            inner = _Scope(item, item.range, top)
            top.children.append(inner)
            top = inner
        else:
            top.children.append(item)
    return root


def _blocks(scope: _Scope) -> Iterator[tuple[_Scope, int, Block]]:
    for index, child in enumerate(scope.children):
        if isinstance(child, _Scope):
            yield from _blocks(child)
        else:
            yield scope, index, child
