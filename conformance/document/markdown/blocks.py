"""Blocks of code: fences, and the ``:::code`` lines that take code from a file."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from conformance.document.markdown.languages import canonical_language
from conformance.document.markdown.model import Attribute, Block, CodeInclude, Comment, Fence
from conformance.document.markdown.problem import Problem
from conformance.document.markdown.range import Range
from conformance.document.markdown.source import Source
from conformance.document.markdown.source_mapping import map_lines

if TYPE_CHECKING:
    from markdown_it.token import Token

_ATTRIBUTE: Final = re.compile(r'[ \t]*([A-Za-z][\w-]*)(?:[ \t]*=[ \t]*"([^"]*)")?')
_CODE_ATTRIBUTES: Final = ("source", "id", "range", "language", "highlight", "interactive")
_CONTAINER_MARK: Final = re.compile(r"[^\s>]")
_BLANK: Final = re.compile(r"[\s>]*")
_NO_SOURCE: Final = Attribute("source", "", Range(0, 0))


def read_fence(source: Source, token: "Token", column: int) -> tuple[Fence, list[Problem]]:
    """Return the fence that begins at ``column`` of the token's first line, and what is wrong with it."""
    first, after = token.map or (0, 1)
    start = source.at(first, column)
    opened = Range(start, start + len(token.markup))
    info = token.info.strip()
    info_start = opened.end + len(token.info) - len(token.info.lstrip())
    label = info.split(maxsplit=1)[0] if info else ""
    close = _closing(source, token)
    end_line = after - 1 if close else after
    last = source.end_of(source.last_line(first, after))
    fence = Fence(
        label=label,
        language=canonical_language(label),
        info=info,
        mark=token.markup,
        passage=map_lines(source, token.content, first + 1),
        range=Range(start, close.end if close else last),
        open=opened,
        info_range=Range(info_start, info_start + len(info)),
        label_range=Range(info_start, info_start + len(label)),
        content_range=Range(source.at(first + 1), source.at(end_line)),
        close=close,
        prefix=prefix_of(source, first, column),
    )
    return fence, list(_problems(source, fence))


def prefix_of(source: Source, line: int, column: int) -> str:
    """Return what a further line begins with to stay in the list or quote of a block: list marks become spaces."""
    return _CONTAINER_MARK.sub(" ", source.lines[line][:column])


def _closing(source: Source, token: "Token") -> Range | None:
    """Return the characters of the closing fence; markdown-it does not say whether there is one."""
    first, after = token.map or (0, 1)
    # At the end of a file without a last line end, one line end less does not mean a closing fence.
    if token.content.count("\n") != after - first - 2 or token.content.rpartition("\n")[2]:
        return None
    marks = source.lines[after - 1].rstrip(" \t")
    end = source.starts[after - 1] + len(marks)
    count = len(marks) - len(marks.rstrip(token.markup[0]))
    return Range(end - count, end) if count >= len(token.markup) else None


@lru_cache
def _opening(mark: str) -> re.Pattern[str]:
    """Return what the line of a fence with a language looks like."""
    return re.compile(rf"^ {{0,3}}{re.escape(mark)}[^\s`~]", re.MULTILINE)


def _problems(source: Source, fence: Fence) -> list[Problem]:
    mark = fence.mark
    if fence.close is None:
        sentence = f"The fence is not closed; end the block with a line `{mark}`."
        return [Problem("fence-unclosed", fence.range, source.position(fence.range.start), sentence)]
    inner = _opening(mark).search(fence.content)
    if inner is None:
        return []
    other = source.position(fence.passage.offset(inner.start()))
    sentence = (
        "The fence still runs where another begins; "
        f"close it before with a line `{mark}`, or make it longer than the inner one."
    )
    return [Problem("fence-swallows", fence.range, source.position(fence.range.start), sentence, (other,))]


def read_attributes(source: Source, token: "Token", column: int) -> tuple[tuple[Attribute, ...], str | None]:
    """Return the attributes of a ``:::`` line, and what is wrong with them, or None."""
    start = source.at((token.map or (0, 1))[0], column)
    text = token.content
    found: list[Attribute] = []
    at = int(token.meta["after"])
    while (rest := text[at:].strip()) and not rest.startswith(":::"):
        match = _ATTRIBUTE.match(text, at)
        if match is None or match[2] is None:
            return tuple(found), f'`{rest.removesuffix(":::").strip()}` is not name="value"'
        if any(attribute.name == match[1].lower() for attribute in found):
            return tuple(found), f"`{match[1]}` stands twice"
        found.append(Attribute(match[1].lower(), match[2], Range(start + match.start(2), start + match.end(2))))
        at = match.end()
    return tuple(found), None


def read_code_include(source: Source, token: "Token", column: int) -> CodeInclude | Problem:
    """Return what a ``:::code`` line asks for, or why Learn would show it as text."""
    line = (token.map or (0, 1))[0]
    start = source.at(line, column)
    place = Range(start, start + len(token.content.rstrip()))
    attributes, wrong = read_attributes(source, token, column)
    by_name = {attribute.name: attribute for attribute in attributes}
    unknown = next((name for name in by_name if name not in _CODE_ATTRIBUTES), None)
    if wrong is None and unknown is not None:
        wrong = f"`{unknown}` is not an attribute of it; there are {', '.join(_CODE_ATTRIBUTES)}"
    if wrong is None and not by_name.get("source", _NO_SOURCE).value:
        wrong = 'it has no source="…"'
    if wrong is not None:
        sentence = f"Learn cannot read this `:::code` line and shows it as text: {wrong}."
        return Problem("code-include-invalid", place, source.position(start), sentence)
    label = by_name["language"].value if "language" in by_name else by_name["source"].value.rpartition(".")[2]
    return CodeInclude(
        label=label,
        language=canonical_language(label),
        source=by_name["source"],
        id=by_name.get("id"),
        lines=by_name.get("range"),
        attributes=attributes,
        range=place,
        prefix=prefix_of(source, line, column),
    )


def with_markers(text: str, blocks: Sequence[Block], comments: Sequence[Comment]) -> tuple[Block, ...]:
    """Return the blocks, each with the comments that stand right before it."""
    return tuple(replace(block, markers=_markers(text, block.range.start, comments)) for block in blocks)


def _markers(text: str, start: int, comments: Sequence[Comment]) -> tuple[Comment, ...]:
    found: list[Comment] = []
    index = bisect_left(comments, start, key=lambda comment: comment.range.start)
    while index and (blank := _BLANK.match(text, comments[index - 1].range.end)) and blank.end() >= start:
        index -= 1
        found.insert(0, comments[index])
        start = comments[index].range.start
    return tuple(found)
