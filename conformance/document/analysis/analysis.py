"""A document with what its rules look at, worked out once and only where it is asked for."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from conformance.document.analysis.code import Code
from conformance.document.analysis.endpoint_lines import endpoint_above
from conformance.document.analysis.json_block import JsonBlock
from conformance.document.analysis.named_versions import Named, NamedVersions
from conformance.document.analysis.payloads import is_chat_answer, is_chat_request
from conformance.document.analysis.question import Question
from conformance.document.analysis.whose import PageEvidence, is_chat, is_ours
from conformance.document.ignores import ignores_of
from conformance.document.markdown import Block, Document, Fence, Included, Output, Range
from conformance.document.markdown.notebook import is_notebook
from conformance.document.markdown.tab_names import TabName
from conformance.document.markers import Folders
from conformance.document.programs.program import Program
from conformance.document.programs.programs import programs_of
from conformance.document.prose.headings import title_above
from conformance.document.prose.models import ModelList, model_lists
from conformance.document.prose.sentences import Sentence, sentences_of
from conformance.document.prose.tables import Cell, cells_of
from conformance.document.prose.vocabulary import names_at_any_depth
from conformance.exchange import Position
from conformance.ignoring.ignore import Ignore
from conformance.reading.nearby import files_below
from conformance.reading.predicting import predictions
from conformance.reading.reader import read_source
from conformance.wire.body import Body

_CHAPTER = 2  # the level below a document's title
# Fences that may hold a body; the code of a shell does not begin with a bracket.
_JSON = ("", "json", "output", "text", "console", "bash", "http")
_API_VERSION = re.compile(r"api[- _]?versions?", re.IGNORECASE)
_OPENAI = re.compile(r"open[\s_-]?ai|\baoai\b|\bgpt-?\d|chat[\s./_-]completions?", re.IGNORECASE)
# Chapters of a page that are many, and the share of them that is few (one in so many; both *assumed*).
_MANY = 10
_FEW = 5


@dataclass(frozen=True)
class Analysis:
    """``all_tabs`` are the tabs of all documents that are checked together.

    ``document`` holds what the page includes; ``page_alone`` is the page without that, None where both are the same.
    """

    document: Document
    folders: Folders
    question: Question
    all_tabs: tuple[TabName, ...] = ()
    page_alone: Document | None = None
    included: tuple[Included, ...] = ()

    @property
    def own(self) -> Document:
        """The document by itself, whose offsets are those of its file."""
        return self.page_alone or self.document

    @property
    def files(self) -> tuple[Document, ...]:
        """The document by itself, and the files that it includes."""
        return (self.own, *(one.document for one in self.included))

    @property
    def today(self) -> date:
        return self.question.today

    @property
    def max_age(self) -> int:
        """How many days old the document may be."""
        return self.question.max_age

    @cached_property
    def codes(self) -> tuple[Code, ...]:
        """The code of the document, in order; what cannot be read at all is left out."""
        return tuple(self._code(one) for one in programs_of(self.document, self.folders) if one.parts)

    def _code(self, program: Program) -> Code:
        folders = self.folders.at(self.document, program.block.range)
        reading = read_source(program.place, program.text, program.language, files_below(folders.folder))
        asked = [
            call
            for call in predictions(reading, place=program.place)
            if (call.call.place.line or 0) >= program.own and is_chat(call)
        ]
        whose = [(call, is_ours(call, self.page, program.block)) for call in asked]
        ours = tuple(call for call, own in whose if own)
        others = tuple(call for call, own in whose if not own)
        return Code(program, reading, ours, self.document.tab_at(program.block.range), others)

    @cached_property
    def page(self) -> PageEvidence:
        """What the page as a whole says about whose calls it shows."""
        return PageEvidence.of(self.document, self.question.azure_clients, self.question.azure_hosts)

    @cached_property
    def is_learns(self) -> bool:
        """Whether the page is one of Learn's, by its front matter or by what only Learn's Markdown has."""
        document = self.document
        entries = document.front_matter.entries if document.front_matter else ()
        return bool(
            document.tab_groups
            or document.zones
            or document.includes
            or any(entry.key.startswith("ms.") for entry in entries)
        )

    @property
    def is_mdx(self) -> bool:
        """Whether the page is MDX, which has rules of its own: a fence may be indented as deep as the element around it."""
        return self.document.name.lower().endswith(".mdx")

    @property
    def is_notebook(self) -> bool:
        """Whether the page is a Jupyter notebook, which Learn does not render."""
        return is_notebook(self.document.name)

    @cached_property
    def is_others(self) -> bool:
        """Whether the page is about another service or library: its code asks that, and none of it asks Azure OpenAI."""
        return self.page.others and not any(code.calls for code in self.codes)

    def code_of(self, block: Block) -> Code | None:
        """Return the code that ``block`` is, or None."""
        return self._by_range.get(block.range)

    @cached_property
    def _by_range(self) -> dict[Range, Code]:
        return {code.block.range: code for code in self.codes}

    def owners_of(self, output: Output) -> tuple[Code, ...]:
        """Return the code that ``output`` belongs to, as far as it can be read."""
        return tuple(code for owner in output.owners if (code := self.code_of(owner)) is not None)

    @cached_property
    def json_blocks(self) -> tuple[JsonBlock, ...]:
        """The requests and answers that the document shows as JSON."""
        return tuple(self._json_blocks())

    def _json_blocks(self) -> Iterator[JsonBlock]:
        outputs = {output.block.range: output for output in self.document.outputs}
        for block in self.document.blocks:
            if not isinstance(block, Fence) or block.language not in _JSON:
                continue
            if not block.content.lstrip().startswith("{"):
                continue
            body = Body.from_text(block.content)
            if not isinstance(body.value, dict):
                continue
            output = outputs.get(block.range)
            owners = self.owners_of(output) if output else ()
            if "choices" in body.value and not any(code.calls for code in owners):
                owners = self._asking_before(block) or owners
            is_answer = is_chat_answer(body.value)
            line = None if is_answer or "messages" not in body.value else endpoint_above(self.document, block)
            if (is_answer or line or is_chat_request(body.value)) and not self._is_others(owners):
                yield JsonBlock(block, body, owners, is_answer, line)

    def _is_others(self, owners: tuple[Code, ...]) -> bool:
        """Whether JSON belongs to code that asks another service, or to nothing on a page about another one."""
        if any(code.calls for code in owners):
            return False
        return self.page.names_others_alone or self.is_others or any(code.others for code in owners)

    def _asking_before(self, block: Fence) -> tuple[Code, ...]:
        """Return the last code before ``block`` that asks, in its chapter: of a group of tabs the last of each.

        Other code may stand in between.
        """
        chapters = [one for one in self.document.sections_at(block.range) if one.level == _CHAPTER][:1]
        start = chapters[0].range.start if chapters else 0
        found = [code for code in self.codes if code.calls and start <= code.block.range.start < block.range.start]
        if not found or (tab := found[-1].tab) is None:
            return tuple(found[-1:])
        last = {code.tab[1].range: code for code in found if code.tab is not None and code.tab[0] == tab[0]}
        return tuple(last.values())

    @cached_property
    def ignores(self) -> tuple[Ignore, ...]:
        """The comments that ignore findings."""
        return tuple(one for document in self.files for one in ignores_of(document))

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        return tuple(sentences_of(self.document))

    def sentences_between(self, start: int, end: int) -> tuple[Sentence, ...]:
        """Return the sentences that begin from offset ``start`` on and before ``end``."""
        starts = self._sentence_starts
        return self.sentences[bisect_left(starts, start) : bisect_left(starts, end)]

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [sentence.offset(0) for sentence in self.sentences]

    @cached_property
    def models(self) -> tuple[ModelList, ...]:
        """The lists of models that the document holds."""
        return tuple(model_lists(self.document))

    @cached_property
    def cells(self) -> dict[Range, Cell]:
        """The cells of the document's tables, by the range of their prose."""
        return {cell.prose.range: cell for cell in cells_of(self.document)}

    def is_about_openai(self, sentence: Sentence) -> bool:
        """Whether a sentence may be about OpenAI's service.

        Notes of a whole product name it in a few chapters of many: there only these, and the page's beginning, are.
        """
        if not self._is_of_a_product or self._names_openai(0, self._chapters[0].start):
            return True
        return any(self._names_openai(one.start, one.end) for one in self._chapters if one.holds(sentence.prose.range))

    @cached_property
    def _chapters(self) -> list[Range]:
        return [one.range for one in self.document.sections if one.level == _CHAPTER]

    @cached_property
    def _is_of_a_product(self) -> bool:
        """Whether the page has many chapters, and few of them name OpenAI."""
        named = sum(self._names_openai(one.start, one.end) for one in self._chapters)
        return len(self._chapters) >= _MANY and bool(self._openai_named) and named < len(self._chapters) / _FEW

    @cached_property
    def _openai_named(self) -> list[int]:
        return [found.start() for found in _OPENAI.finditer(self.document.text)]

    def _names_openai(self, start: int, end: int) -> bool:
        found = bisect_left(self._openai_named, start)
        return found < len(self._openai_named) and self._openai_named[found] < end

    def heading_of(self, sentence: Sentence) -> str:
        """Return what stands above a sentence: the title of its section, and in a table the heading of its column."""
        title = title_above(self.document, sentence)
        cell = self.cells.get(sentence.prose.range)
        if cell is None:
            return title
        row = cell.head.text.strip(" *_`")
        return f"{title} | {cell.column}" + (f" | {row}" if _API_VERSION.fullmatch(row) else "")

    @cached_property
    def subject(self) -> tuple[str, ...]:
        """The members that the prose names most often as code, twice at the least: what the document is about."""
        known = names_at_any_depth()
        named = Counter(
            name
            for sentence in self.sentences
            for span in sentence.spans
            if (name := span.text.partition("=")[0].strip(" \"'")) in known
        )
        most = max(named.values(), default=0)
        return tuple(name for name, count in named.items() if count == most) if most > 1 else ()

    @cached_property
    def is_about_fingerprints(self) -> bool:
        """Whether the prose, tables aside, names ``seed`` or ``system_fingerprint`` as code, so that an answer is to show one."""
        told = (sentence for sentence in self.sentences if sentence.prose.kind != "cell")
        named = (span.text.partition("=")[0].strip(" \"'") for sentence in told for span in sentence.spans)
        return any(name in ("seed", "system_fingerprint") for name in named)

    @property
    def api_version(self) -> str:
        """The api-version of the document as a whole."""
        return self.versions.of_document.api_version

    @cached_property
    def versions(self) -> NamedVersions:
        """The api-versions that the document names, and where."""
        return NamedVersions(self)

    def version_at(self, block: Block) -> Named:
        """Return the api-version that ``block`` is judged by where it names none itself."""
        return self.versions.at(block)

    def at(self, offset: int) -> Position:
        """Return the line and column of an offset."""
        return self.document.position(offset)
