"""markdown-it with the rules that Learn adds, and with the places of what it reads.

markdown-it tells lines for blocks and nothing for inline text. The rules here write columns into ``env["columns"]``
(of the block whose first token has that index) and spans into a token's ``meta``.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

# Learn takes no other names after `:::`; a line with one stays text.
_COLONS: Final = re.compile(
    r":::[ \t]*((?:code|image|video|zone|moniker|row|column|form)(?:-end)?)(?![\w-])", re.IGNORECASE
)
_INCLUDE: Final = re.compile(
    r"\[!INCLUDE\+?[ \t]*+\[((?:\\.|[^\[\]\\])*+)\]\([ \t]*+<?([^)\s>\[]*+)[^)\[\n]*+\)[ \t]*+\]", re.IGNORECASE
)
# markdown-it drops without a word what nests deeper; the reader says so.
MAX_NESTING: Final = 100

_BlockRule = Callable[["StateBlock", int, int, bool], bool]
_InlineRule = Callable[["StateInline", bool], bool]


def parse(lines: Sequence[str]) -> tuple[list["Token"], dict[int, int]]:
    """Return the tokens of ``lines``, and the columns of blocks by the index of their first token."""
    starts = (0, *accumulate(len(line) + 1 for line in lines))
    columns: dict[int, int] = {}
    env: dict[str, Any] = {"starts": starts, "columns": columns}
    # markdown-it would replace NUL itself, after the rules have seen their first character.
    tokens = _parser().parse("\n".join(lines).replace("\0", "\ufffd"), env)
    return tokens, columns


@cache
def _parser() -> "MarkdownIt":
    # Imported here, so that a program which reads no document does not wait for it.
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import table
    from markdown_it.rules_inline import autolink, backtick, html_inline, image, link

    parser = MarkdownIt("commonmark", {"inline_definitions": True, "maxNesting": MAX_NESTING})
    parser.enable("table")
    parser.block.ruler.at("table", _with_rows(table), {"alt": ["paragraph", "reference"]})
    parser.block.ruler.before("table", "place", _place)
    parser.block.ruler.before("fence", "colons", _colons, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    parser.inline.ruler.before("link", "include", _include)
    parser.inline.ruler.at("link", _with_span(link, "link_open"))
    parser.inline.ruler.at("image", _with_span(image, "image"))
    parser.inline.ruler.at("autolink", _with_span(autolink, "link_open"))
    parser.inline.ruler.at("backticks", _with_span(backtick, "code_inline"))
    parser.inline.ruler.at("html_inline", _with_span(html_inline, "html_inline"))
    return parser


def _place(state: "StateBlock", line: int, _end: int, silent: bool) -> bool:
    """Note where the block that a later rule will find begins; find nothing."""
    if not silent:
        state.env["columns"][len(state.tokens)] = _column(state, line)
    return False


def _column(state: "StateBlock", line: int) -> int:
    column: int = state.bMarks[line] + state.tShift[line] - state.env["starts"][line]
    return column


def _with_rows(table: _BlockRule) -> _BlockRule:
    """Return the rule that also notes where each row of a table begins."""

    def rule(state: "StateBlock", start: int, end: int, silent: bool) -> bool:
        first = len(state.tokens)
        if not table(state, start, end, silent):
            return False
        if not silent:
            state.tokens[first].meta["columns"] = {line: _column(state, line) for line in range(start, state.line)}
        return True

    return rule


def _colons(state: "StateBlock", line: int, _end: int, silent: bool) -> bool:
    """Find a line such as ``:::code …`` or ``::: zone-end``."""
    if state.is_code_block(line):
        return False
    start = state.bMarks[line] + state.tShift[line]
    found = _COLONS.match(state.src, start, state.eMarks[line])
    if not found:
        return False
    if not silent:
        state.line = line + 1
        token = state.push("colons", "", 0)
        token.map = [line, line + 1]
        token.info = found[1].lower()
        token.content = state.src[start : state.eMarks[line]]
        token.meta["after"] = found.end() - start
    return True


def _include(state: "StateInline", silent: bool) -> bool:
    """Find ``[!INCLUDE [title](path)]``."""
    found = _INCLUDE.match(state.src, state.pos, state.posMax) if state.src.startswith("[!", state.pos) else None
    if not found:
        return False
    if not silent:
        token = state.push("include", "", 0)
        token.meta = {"span": found.span(), "title": found.span(1), "path": found.span(2)}
    state.pos = found.end()
    return True


def _with_span(rule: _InlineRule, kind: str) -> _InlineRule:
    """Return the rule that also notes from where to where what it finds stands, and the parts of a link."""

    def positioned(state: "StateInline", silent: bool) -> bool:
        start, first = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        # Backticks that open nothing are read too, and make no token.
        token = None if silent else next((token for token in state.tokens[first:] if token.type == kind), None)
        if token is not None:
            token.meta["span"] = (start, state.pos)
            if token.markup != "autolink" and kind in ("link_open", "image"):
                token.meta.update(_parts_of_link(state, start + (kind == "image")))
        return True

    return positioned


def _parts_of_link(state: "StateInline", bracket: int) -> dict[str, tuple[int, int]]:
    """Return the spans of the text and, where the link has a destination of its own, of that."""
    helpers = state.md.helpers
    label_end = helpers.parseLinkLabel(state, bracket, False)
    parts = {"text": (bracket + 1, label_end)}
    # A link by reference may stand before a parenthesis: `[label] (no destination)`.
    if state.src[label_end + 1 : label_end + 2] == "(" and state.src[state.pos - 1] == ")":
        start = label_end + 2
        while state.src[start] in " \t\n":
            start += 1
        result = helpers.parseLinkDestination(state.src, start, state.pos)
        angle = result.ok and state.src[start] == "<"
        parts["href"] = (start + angle, result.pos - angle) if result.ok else (start, start)
    return parts
