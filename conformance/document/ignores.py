"""The comments of a document that ignore findings, and which lines each is about."""

import re
from collections.abc import Iterator
from typing import Final

from conformance.document.markdown import Comment, Document, Fence
from conformance.exchange import Position
from conformance.ignoring.directive import Directive, directives_in, read_directive
from conformance.ignoring.ignore import Ignore, ignore_of

# How comments of code begin, by the fence's language; the front matter's begin with a #.
_MARKS: Final = {
    **dict.fromkeys(("python", "powershell", "bash", "console", "yaml", "ruby", "r"), "#"),
    **dict.fromkeys(("javascript", "typescript", "csharp", "java", "go", "rust", "kotlin", "swift", "php"), "//"),
}
# What may stand before a comment that has its line for itself: marks of lists and quotes.
_ALONE: Final = re.compile(r"(?:[\s>*+-]|\d+[.)](?=\s))*+")


def ignores_of(document: Document) -> tuple[Ignore, ...]:
    """Return the comments that ignore findings, in the order of the document."""
    if "conformance:" not in document.text:
        return ()
    found = [*_in_html(document), *_in_fences(document), *_in_front_matter(document)]
    return tuple(sorted(found, key=lambda one: (one.place.line or 0, one.place.column or 0)))


def _in_html(document: Document) -> Iterator[Ignore]:
    for comment in document.comments:
        directive = read_directive(comment.text)
        if directive is not None:
            yield _ignore(document, directive, comment, *_covered(document, comment))


def _ignore(document: Document, directive: Directive, comment: Comment, first: int, last: int) -> Ignore:
    places, at = [], comment.text_range.start
    for name in (directive.verb, *(rule.id for rule in directive.rules)):
        at = max(document.text.find(name, at, comment.range.end), comment.text_range.start)
        places.append(document.position(at))
        at += len(name)
    return ignore_of(directive, places[0], places[1:], first, last)


def _covered(document: Document, comment: Comment) -> tuple[int, int]:
    """Return the lines, from 1, that a comment is about: its own where something stands beside it, else what follows.

    That is a fence to its end, or the lines up to an empty one; of a heading its line alone.
    """
    source = document.source
    first, last = source.line_of(comment.range.start), source.line_of(max(comment.range.end - 1, 0))
    before = source.text[source.starts[first] : comment.range.start]
    after = source.text[comment.range.end : source.end_of(last)]
    if not _ALONE.fullmatch(before) or after.strip():
        return first + 1, last + 1
    lines = source.lines
    start = last + 1
    while start < len(lines) and (not lines[start].strip(" \t>") or lines[start].lstrip(" \t>").startswith("<!--")):
        start += 1
    for block in document.blocks:
        if source.line_of(block.range.start) == start:
            return start + 1, source.line_of(max(block.range.end - 1, block.range.start)) + 1
    end = start
    if start < len(lines) and not lines[start].lstrip(" \t>").startswith("#"):
        while end + 1 < len(lines) and lines[end + 1].strip(" \t>"):
            end += 1
    return start + 1, end + 1


def _in_fences(document: Document) -> Iterator[Ignore]:
    for block in document.blocks:
        mark = _MARKS.get(block.language) if isinstance(block, Fence) else None
        if mark is None or not isinstance(block, Fence) or "conformance:" not in block.content:
            continue
        lines = block.content.split("\n")
        starts = [0]
        for line in lines:
            starts.append(starts[-1] + len(line) + 1)

        def place(line: int, column: int, fence: Fence = block, at: list[int] = starts) -> Position:
            return document.position(fence.passage.offset(at[line] + column))

        for one in directives_in(lines, mark):
            start = one.column
            rules = [place(one.line, start + rule.offset) for rule in one.directive.rules]
            covered = place(one.covers, 0).line or 0
            yield ignore_of(one.directive, place(one.line, start + one.directive.offset), rules, covered, covered)


def _in_front_matter(document: Document) -> Iterator[Ignore]:
    if document.front_matter is None:
        return
    end = document.source.line_of(document.front_matter.range.end)
    for one in directives_in(document.source.lines[:end], "#"):
        rules = [Position(document.name, one.line + 1, one.column + rule.offset + 1) for rule in one.directive.rules]
        verb = Position(document.name, one.line + 1, one.column + one.directive.offset + 1)
        yield ignore_of(one.directive, verb, rules, one.covers + 1, one.covers + 1)
