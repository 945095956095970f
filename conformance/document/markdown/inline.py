"""What stands inside a line of prose: links, inline code, includes, comments."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from conformance.document.markdown.model import CodeSpan, Comment, Include, Link
from conformance.document.markdown.passage import Passage

if TYPE_CHECKING:
    from markdown_it.token import Token


@dataclass(slots=True)
class Inline:
    """What was found in one passage, each kind in the order of the text."""

    links: list[Link] = field(default_factory=list)
    code: list[CodeSpan] = field(default_factory=list)
    includes: list[Include] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)


def read_inline(passage: Passage, tokens: Iterable["Token"]) -> Inline:
    """Return what ``tokens``, the children of the passage's token, say with its places."""
    found = Inline()
    for token in tokens:
        if token.type in ("link_open", "image"):
            found.links.append(_link(passage, token))
        elif token.type == "code_inline":
            found.code.append(_code(passage, token))
        elif token.type == "include":
            found.includes.append(_include(passage, token))
        elif token.type == "html_inline" and token.content.startswith("<!--"):
            start, end = token.meta["span"]
            found.comments.append(comment_in(passage, start, end))
    return found


def comment_in(passage: Passage, start: int, end: int) -> Comment:
    """Return the comment that ``passage.text[start:end]`` is; it may lack its end."""
    written = passage.text[start:end]
    inner = written.removeprefix("<!--").removesuffix("-->")
    text = inner.strip()
    first = start + len("<!--") + (len(inner) - len(inner.lstrip()) if text else 0)
    return Comment(text, passage.range(start, end), passage.range(first, first + len(text)))


def _link(passage: Passage, token: "Token") -> Link:
    start, end = token.meta["span"]
    whole = passage.range(start, end)
    if token.markup == "autolink":
        inside, text = passage.range(start + 1, end - 1), passage.text[start + 1 : end - 1]
        return Link("autolink", text, text, whole, inside, inside)
    text_start, text_end = token.meta["text"]
    text, text_range = passage.text[text_start:text_end], passage.range(text_start, text_end)
    if "href" in token.meta:
        href_start, href_end = token.meta["href"]
        href, place = passage.text[href_start:href_end], passage.range(href_start, href_end)
        return Link("image" if token.type == "image" else "link", text, href, whole, text_range, place)
    target = str(token.attrs["src" if token.type == "image" else "href"])
    return Link("image" if token.type == "image" else "reference", text, target, whole, text_range, None)


def _code(passage: Passage, token: "Token") -> CodeSpan:
    start, end = token.meta["span"]
    ticks = len(token.markup)
    inner = passage.text[start + ticks : end - ticks]
    # CommonMark takes one space off each side where both have one.
    space = (len(inner) - len(token.content)) // 2
    content = passage.range(start + ticks + space, end - ticks - space)
    return CodeSpan(token.content, passage.range(start, end), content)


def _include(passage: Passage, token: "Token") -> Include:
    title_start, title_end = token.meta["title"]
    path_start, path_end = token.meta["path"]
    return Include(
        passage.text[title_start:title_end],
        passage.text[path_start:path_end],
        passage.range(*token.meta["span"]),
        passage.range(path_start, path_end),
    )
