"""Changing a document: new text for ranges, with the line ends, the encoding and all else as they were."""

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Final

from conformance.document.markdown.building import read_document
from conformance.document.markdown.model import Document, Fence
from conformance.document.markdown.problem import DocumentError
from conformance.document.markdown.range import Range
from conformance.document.markdown.source import BOM, Source

_LINE_END: Final = re.compile(r"\r\n?|\n")


def replace(document: Document, edits: Mapping[Range, str]) -> Document:
    """Return the document with each range's text replaced; ``document`` stays as it is.

    New text may have any line ends: its n-th line end becomes what the n-th one of the old text is, a further one
    what is usual at that place. Raises ValueError where two ranges overlap or one lies outside the text.
    """
    source, parts, at = document.source, list[str](), 0
    ordered = sorted(edits)
    for one, other in pairwise(ordered):
        if other.start < one.end:
            raise ValueError(f"{one} and {other} overlap")
    for place in ordered:
        if not 0 <= place.start <= place.end <= len(source.text):
            raise ValueError(f"{place} lies outside the text")
        old, new = place.of(source.text), edits[place]
        changed = _LINE_END.sub("\n", old) != _LINE_END.sub("\n", new)
        parts += [source.text[at : place.start], with_line_ends(source, place, new) if changed else old]
        at = place.end
    text = "".join([*parts, source.text[at:]])
    # The mark is put back in front, so that a text which begins with another one keeps both.
    return read_document(BOM + text if source.bom else text, source.name)


def content_edits(fence: Fence, content: str) -> dict[Range, str]:
    """Return the edits for ``replace`` that make ``content``, lines without indentation, the content of ``fence``.

    The lines get what keeps them in the fence's list or quote, and the fence grows where one of them would end it.
    Raises DocumentError where the fence is not closed.
    """
    if fence.close is None:
        raise DocumentError("A fence without an end has no content to replace; close it first.")
    lines = _LINE_END.split(content)
    if not lines[-1]:
        lines.pop()
    # An empty line needs no spaces to stay in a list, but its `>` to stay in a quote.
    prefixed = [fence.prefix + line if line else fence.prefix.rstrip() for line in lines]
    edits = {fence.content_range: "".join(line + "\n" for line in prefixed)}
    mark = fence.mark
    closing = _closing(mark)
    longest = max((len(found[1]) for line in lines if (found := closing.fullmatch(line))), default=0)
    if longest:
        edits |= dict.fromkeys((fence.open, fence.close), mark[0] * (longest + 1))
    return edits


@lru_cache
def _closing(mark: str) -> re.Pattern[str]:
    """Return what a line looks like that would close a fence of ``mark``."""
    return re.compile(rf" {{0,3}}({re.escape(mark[0])}{{{len(mark)},}})[ \t]*")


def with_line_ends(source: Source, place: Range, text: str) -> str:
    """Return ``text`` with the line ends of what it replaces at ``place``."""
    *lines, last = _LINE_END.split(text)
    old = _LINE_END.findall(place.of(source.text))
    usual = old[-1] if old else source.line_end(source.line_of(place.start))
    done = before = source.text[: place.start][-1:]
    for line, end in zip(lines, [*old, *[usual] * len(lines)], strict=False):
        done += line
        # A lone CR is a line end of its own; an LF right behind it would make the two one.
        done += "\r\n" if end == "\n" and done.endswith("\r") else end
    done += last
    if done.endswith("\r") and source.text.startswith("\n", place.end):
        done += "\r"
    return done.removeprefix(before)
