"""Reading a document: from tokens to the model."""

import re
from typing import TYPE_CHECKING, Final

from conformance.document.markdown.blocks import read_attributes, read_code_include, read_fence, with_markers
from conformance.document.markdown.front_matter import read_front_matter
from conformance.document.markdown.inline import comment_in, read_inline
from conformance.document.markdown.model import Alert, Block, Comment, Document, Include, Link, Prose, ProseKind
from conformance.document.markdown.outputs import find_outputs
from conformance.document.markdown.parser import MAX_NESTING, parse
from conformance.document.markdown.passage import Passage
from conformance.document.markdown.problem import Problem, ProblemKind
from conformance.document.markdown.range import Range
from conformance.document.markdown.source import Source
from conformance.document.markdown.source_mapping import map_cells, map_inline, map_lines
from conformance.document.markdown.structure import Heading, Structure, TabHeading

if TYPE_CHECKING:
    from markdown_it.token import Token

_ALERTS: Final = ("NOTE", "TIP", "IMPORTANT", "CAUTION", "WARNING")
_ALERT: Final = re.compile(r"\[!([A-Za-z]+)\][ \t]*(.*)")
_TAB: Final = re.compile(r"#tab/([A-Za-z0-9-]+(?:\+[A-Za-z0-9-]+)*)(?:/([A-Za-z0-9-]+)?)?")
_COMMENT: Final = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_DEFINITION: Final = re.compile(r"\[((?:\\.|[^\]\\])*)\]:[\s>]*(<[^>\n]*>|\S+)")
_PAIRED: Final = ("zone", "moniker")


def read_document(text: str | bytes, name: str) -> Document:
    """Read a document from its characters or its bytes; ``name`` is what positions call the file.

    Raises DocumentError where the bytes are not UTF-8, or the text holds half a character. Nothing else is an error:
    ``problems`` says what is wrong.
    """
    return _Reader(Source.read(text, name)).document()


class _Reader:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.front_matter, taken, self.problems = read_front_matter(source)
        self.tokens, self.columns = parse([""] * taken + list(source.lines[taken:]))
        self.structure = Structure(len(source.text), self.report)
        self.blocks: list[Block] = []
        self.prose: list[Prose] = []
        self.alerts: list[Alert] = []
        self.comments: list[Comment] = []
        self.includes: list[Include] = []
        self.containers: list[str] = []
        self.index = 0
        self.table: dict[int, int] = {}
        self.cells: list[Passage] = []

    def document(self) -> Document:
        for index, token in enumerate(self.tokens):
            self.index = index
            if reader := _READERS.get(token.type):
                reader(self, token)
        self.structure.finish()
        structure = self.structure
        blocks = with_markers(self.source.text, self.blocks, self.comments)
        self.problems.sort(key=lambda problem: problem.range)
        return Document(
            source=self.source,
            front_matter=self.front_matter,
            sections=tuple(structure.sections),
            tab_groups=tuple(structure.groups),
            zones=tuple(structure.zones),
            blocks=blocks,
            outputs=find_outputs(blocks, structure.sections, structure.groups, structure.zones, self.prose),
            prose=tuple(self.prose),
            alerts=tuple(self.alerts),
            comments=tuple(self.comments),
            includes=tuple(self.includes),
            problems=tuple(self.problems),
        )

    def report(self, kind: ProblemKind, range: Range, sentence: str) -> None:
        self.problems.append(Problem(kind, range, self.source.position(range.start), sentence))

    def range(self, index: int) -> Range:
        """Return where the block of token ``index`` stands, without the marks of what it stands in."""
        first, after = _lines(self.tokens[index])
        start = self.source.at(first, self.columns[index])
        return Range(start, self.source.end_of(self.source.last_line(first, after)))

    # Containers

    def open_container(self, token: "Token") -> None:
        first, after = _lines(token)
        end = self.source.end_of(self.source.last_line(first, after))
        self.structure.enter(end)
        self.containers.append(token.type)
        if token.level >= MAX_NESTING - 1:
            sentence = f"Lists and quotes nest deeper than {MAX_NESTING} levels here; what is deeper is not read."
            self.report("nesting-too-deep", Range(self.source.at(first), end), sentence)

    def close_container(self, _token: "Token") -> None:
        self.containers.pop()
        self.structure.leave()

    # Blocks

    def fence(self, token: "Token") -> None:
        fence, problems = read_fence(self.source, token, self.columns[self.index])
        self.blocks.append(fence)
        self.problems += problems

    def colons(self, token: "Token") -> None:
        name, ended, _ = token.info.partition("-end")
        column = self.columns[self.index]
        if name == "code" and not ended:
            include = read_code_include(self.source, token, column)
            if isinstance(include, Problem):
                self.problems.append(include)
            else:
                self.blocks.append(include)
        elif name in _PAIRED and ended:
            self.structure.zone_end(name, self.range(self.index))
        elif name in _PAIRED:
            attributes, wrong = read_attributes(self.source, token, column)
            whole = self.range(self.index)
            if wrong is not None:
                self.report("zone-invalid", whole, f"Learn cannot read this {name} and shows it as text: {wrong}.")
            self.structure.zone(name, attributes, whole, self.source.at(_lines(token)[1]))

    def rule(self, _token: "Token") -> None:
        self.structure.rule(self.range(self.index))

    def html(self, token: "Token") -> None:
        passage = map_lines(self.source, token.content, _lines(token)[0])
        for found in _COMMENT.finditer(passage.text):
            comment = comment_in(passage, *found.span())
            self.comments.append(comment)
            if not found[0].endswith("-->"):
                sentence = "The comment is not closed and hides all that follows; end it with `-->`."
                self.report("comment-unclosed", comment.range, sentence)
        if _COMMENT.sub("", passage.text).strip():
            self.prose.append(Prose("html", passage, self.range(self.index)))

    def indented(self, token: "Token") -> None:
        passage = map_lines(self.source, token.content, _lines(token)[0])
        self.prose.append(Prose("indented", passage, self.range(self.index)))

    def definition(self, token: "Token") -> None:
        whole = self.range(self.index)
        first, after = _lines(token)
        column = self.columns[self.index]
        rest = (self.source.lines[line].lstrip(" \t>") for line in range(first + 1, after))
        passage = map_lines(self.source, "\n".join((self.source.lines[first][column:], *rest)), first)
        if found := _DEFINITION.match(passage.text):
            angle = found[2].startswith("<") and found[2].endswith(">")
            href = passage.range(found.start(2) + angle, found.end(2) - angle)
            label = passage.range(*found.span(1))
            link = Link("definition", found[1], href.of(self.source.text), whole, label, href)
            self.prose.append(Prose("definition", passage, whole, (link,)))

    # Text

    def table_open(self, token: "Token") -> None:
        self.table = token.meta["columns"]

    def row(self, token: "Token") -> None:
        line = _lines(token)[0]
        self.cells = map_cells(self.source, line, self.table[line])
        self.cells.reverse()

    def inline(self, token: "Token") -> None:
        opener = self.tokens[self.index - 1]
        if opener.type in ("th_open", "td_open"):
            # A row may lack cells that the heading has; markdown-it adds empty ones.
            if self.cells:
                self.add_prose("cell", self.cells.pop(), token)
            return
        first, after = _lines(token)
        atx = opener.type == "heading_open" and opener.markup.startswith("#")
        passage = map_inline(self.source, token.content, first, after, atx=atx)
        if opener.type == "heading_open":
            self.heading(self.index - 1, opener, token, passage)
            return
        kind: ProseKind = "paragraph"
        if self.containers:
            kind = "item" if self.containers[-1] == "list_item_open" else "quote"
        if kind == "quote" and self.tokens[self.index - 2].type == "blockquote_open":
            rest = self.alert(self.index - 2, passage)
            self.add_prose(kind, passage, token, skip=rest)
            return
        self.add_prose(kind, passage, token)

    def add_prose(self, kind: ProseKind, passage: Passage, token: "Token", skip: int = 0) -> None:
        found = read_inline(passage, token.children or ())
        self.includes += found.includes
        self.comments += found.comments
        rest = passage.after(skip) if skip else passage
        if rest.text:
            links, code = tuple(found.links), tuple(found.code)
            self.prose.append(Prose(kind, rest, rest.range(0, len(rest.text)), links, code))

    def alert(self, index: int, passage: Passage) -> int:
        """Note the alert that the quote at ``index`` is; return where its text begins in ``passage``."""
        first_line = passage.text.partition("\n")[0]
        found = _ALERT.fullmatch(first_line)
        if not found or found[1].upper() in ("INCLUDE", "VIDEO", "DIV"):
            return 0
        kind, place = found[1].upper(), passage.range(*found.span(1))
        if kind not in _ALERTS:
            sentence = (
                f"`[!{found[1]}]` is not an alert, and Learn shows a plain quote; there are {', '.join(_ALERTS)}."
            )
            self.report("alert-unknown", place, sentence)
            return 0
        if found[2]:
            sentence = f"Text follows `[!{found[1]}]`, and Learn shows a plain quote; begin the text on the next line."
            self.report("alert-text", place, sentence)
            return 0
        self.alerts.append(Alert(kind, self.range(index), place))
        return min(len(first_line) + 1, len(passage.text))

    def heading(self, index: int, opener: "Token", token: "Token", passage: Passage) -> None:
        title_range = passage.range(0, len(passage.text))
        heading = Heading(int(opener.tag[1]), passage.text, title_range, self.range(index))
        inline = read_inline(passage, token.children or ())
        children = token.children or []
        alone = len(inline.links) == 1 and children[0].type == "link_open" and children[-1].type == "link_close"
        link = inline.links[0] if alone else None
        is_tab = link is not None and link.kind == "link" and link.href.startswith("#tab/")
        if link and is_tab and self.tab(heading, link, _lines(opener)[1]):
            return
        if opener.markup == "-":
            last = _lines(opener)[1] - 1
            self.structure.underline(Range(self.source.at(last), self.source.end_of(last)))
        self.structure.heading(heading)
        self.add_prose("heading", passage, token)

    def tab(self, heading: Heading, link: Link, below: int) -> bool:
        """Note a tab; return False where Learn takes it for a plain heading."""
        found = _TAB.fullmatch(link.href)
        place = link.href_range or link.range
        if found is None:
            sentence = (
                f"`{link.href}` is not a tab to Learn: its id holds other than letters, digits and `-`; rename it."
            )
            self.report("tab-id-invalid", place, sentence)
            return False
        titled = Heading(heading.level, link.text, link.text_range, heading.range)
        id_range = Range(place.start + found.start(1), place.start + found.end(1))
        self.structure.tab(TabHeading(titled, found[1], found[2], id_range, self.source.at(below)))
        return True


def _lines(token: "Token") -> list[int]:
    return token.map or [0, 1]


_READERS: Final = {
    "blockquote_open": _Reader.open_container,
    "blockquote_close": _Reader.close_container,
    "list_item_open": _Reader.open_container,
    "list_item_close": _Reader.close_container,
    "fence": _Reader.fence,
    "colons": _Reader.colons,
    "hr": _Reader.rule,
    "html_block": _Reader.html,
    "code_block": _Reader.indented,
    "definition": _Reader.definition,
    "table_open": _Reader.table_open,
    "tr_open": _Reader.row,
    "inline": _Reader.inline,
}
