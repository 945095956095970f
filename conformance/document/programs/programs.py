"""The programs of a document: each block of a language that is read, with what it needs to run.

A block runs as the reader sees it, also where a marker or a ``:::code`` line ties it to a file: that the file runs is
``conformance run``'s proof. Where it reads names that it does not set, the nearest blocks before it that set them run with it, and those between
that change them: of the same language, outside of tabs or in a tab of the same id, and in no other zone.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from conformance.document.markdown import (
    Block,
    CodeInclude,
    Document,
    Fence,
    Problem,
    Range,
    locate,
    read_snippet,
)
from conformance.document.markers import NONE, Folders, Marker, marker_of, snippet_of, source_of
from conformance.document.programs.languages import RUN, program_language
from conformance.document.programs.names import names_of
from conformance.document.programs.naming import BlockNames
from conformance.document.programs.program import Part, Program
from conformance.document.programs.undefined import Undefined, block_names, undefined_names
from conformance.files import shown
from conformance.reading.program import Language
from conformance.reading.reader import SUFFIXES

# Blocks that change a value which another reads; a page shows a conversation in a few.
_MOST_CHANGES: Final = 20


def programs_of(document: Document, folders: Folders) -> Iterator[Program]:
    """Yield the programs of ``document`` in the order of their blocks."""
    finder = _Finder(document, folders)
    for block in document.blocks:
        if finder.runs(block):
            yield finder.program(block)


@dataclass
class _Finder:
    document: Document
    folders: Folders
    parts: dict[Range, Part] = field(default_factory=dict)
    names: dict[Range, BlockNames] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.outputs = frozenset(output.block.range for output in self.document.outputs)
        # The blocks of each language, and where each begins.
        self.of_language: dict[Language, list[Block]] = {}
        for block in self.document.blocks:
            if (language := self._language(block)) is not None:
                self.of_language.setdefault(language, []).append(block)
        self.starts = {language: [one.range.start for one in blocks] for language, blocks in self.of_language.items()}

    def runs(self, block: Block) -> bool:
        """Say whether ``block`` is code of a language that can be read, and nobody's output."""
        return self._language(block) is not None

    def _language(self, block: Block) -> Language | None:
        return None if block.range in self.outputs else program_language(block)

    def program(self, block: Block) -> Program:
        language = self._language(block) or "python"
        behind = self._behind(block)
        documented = self._documented(block)
        if isinstance(behind, str):
            return Program(self.document, block, language, (), wrong=behind, unusable=True)
        if behind is not None and SUFFIXES.get(Path(behind[1]).suffix.lower()) != language:
            other = f"the block is {language}, and {behind[1]} is not"
            return Program(self.document, block, language, (), wrong=other, unusable=True)
        if isinstance(block, Fence) and block.close is None:
            return Program(self.document, block, language, (), wrong="the fence is not closed", unusable=True)
        parts, lacking = self._with_what_it_needs(block, language)
        wrong = f"it reads {_listed(lacking)}, which no block before it sets" if lacking else None
        file = behind[1] if behind is not None else None
        undefined = tuple(self._undefined(block, language))
        return Program(self.document, block, language, parts, file, documented, wrong, undefined=undefined)

    def _undefined(self, block: Block, language: Language) -> Iterator[Undefined]:
        """Yield the names that ``block`` reads and that nothing on the reader's way sets, here as there."""

        def earlier() -> Iterator[BlockNames]:
            for other in self._before(block, language):
                if self._reaches(other, block):
                    yield self._names(other, language)

        yield from undefined_names(self._names(block, language), earlier(), language)

    def _before(self, block: Block, language: Language) -> list[Block]:
        """Return the blocks of a language that begin before ``block``."""
        blocks = self.of_language.get(language, [])
        return blocks[: bisect_left(self.starts[language], block.range.start)] if blocks else []

    def _names(self, block: Block, language: Language) -> BlockNames:
        if block.range not in self.names:
            self.names[block.range] = block_names(self._part(block).text, language)
        return self.names[block.range]

    def _documented(self, block: Block) -> Fence | None:
        """Return the first output below ``block``, which it should print; None where that is marked as nobody's."""
        output = next(iter(self.document.outputs_of(block)), None)
        if output is None or not isinstance(output.block, Fence):
            return None
        marker = marker_of(self.document, output.block, "output-of")
        return None if isinstance(marker, Marker) and marker.value == NONE else output.block

    def _behind(self, block: Block) -> tuple[Part, str] | str | None:
        """Return what ``block`` shows of a file, with the file's name; None without one, and what is wrong with it."""
        if isinstance(block, CodeInclude):
            folders = self.folders.at(self.document, block.range)
            snippet = read_snippet(
                self.document, block, folder=folders.folder, root=folders.root, repositories=folders.repositories
            )
            path = locate(
                self.document,
                block.source.value,
                block.source.range,
                folder=folders.folder,
                root=folders.root,
                repositories=folders.repositories,
            )
        else:
            marker = marker_of(self.document, block, "sample")
            if marker is None:
                return None
            if isinstance(marker, Problem):
                return _half(marker)
            snippet = snippet_of(self.document, marker, self.folders)
            path = source_of(self.document, marker, self.folders)
        if isinstance(snippet, Problem):
            return _half(snippet)
        if isinstance(path, Problem):
            return _half(path)
        part = Part.of_fence(block) if isinstance(block, Fence) else Part.of_include(block, snippet)
        name = path.relative_to(self.folders.samples).as_posix() if path.is_relative_to(self.folders.samples) else None
        return part, name or shown(path)

    def _with_what_it_needs(
        self, block: Fence | CodeInclude, language: Language
    ) -> tuple[tuple[Part, ...], frozenset[str]]:
        """Return the parts that ``block`` runs with, itself the last, and the names that none of them sets."""
        own = self._part(block)
        parts, lacking = [own], names_of(own.text, language).needs
        optional, changing = frozenset[str](), 0
        for earlier in reversed(self._before(block, language) if lacking else []):
            if not lacking:
                break
            if not self._reaches(earlier, block):
                continue
            if isinstance(earlier, Fence) and earlier.close is None:
                continue
            part = self._part(earlier)
            names = names_of(part.text, language)
            gives, changes = bool(names.gives & lacking), bool(names.changes & lacking) and changing < _MOST_CHANGES
            if changes and not gives:
                # What a change needs may stand nowhere: it is read as far as it is known.
                optional |= names.needs - lacking
                changing += 1
            if gives or changes:
                lacking = (lacking - names.gives) | names.needs
                parts.insert(0, part)
        # What a shell's variables hold that nobody sets, the environment says.
        return tuple(parts), lacking - optional if language in RUN else frozenset()

    def _part(self, block: Block) -> Part:
        if block.range not in self.parts:
            behind = self._behind(block)
            if isinstance(behind, tuple):
                self.parts[block.range] = behind[0]
            elif isinstance(block, Fence):
                self.parts[block.range] = Part.of_fence(block)
            else:
                self.parts[block.range] = Part(block, "", ())
        return self.parts[block.range]

    def _reaches(self, earlier: Block, block: Block) -> bool:
        """Say whether a reader of ``block`` has seen ``earlier``: the same tab, and no other zone, around both.

        An include may have tabs of its own inside of the page's.
        """
        before, here = self.document.tabs_at(earlier.range), self.document.tabs_at(block.range)
        if before and here and not {tab.id for _, tab in before} & {tab.id for _, tab in here}:
            return False
        inside = {group.range: tab.id for group, tab in here}
        if any(inside.get(group.range, tab.id) != tab.id for group, tab in before):
            return False
        pivots = [
            {name for zone in self.document.zones_at(one.range) for name in zone.pivots} for one in (earlier, block)
        ]
        return not all(pivots) or bool(pivots[0] & pivots[1])


def _half(problem: Problem) -> str:
    """Return the sentence of a Problem without its full stop."""
    return problem.sentence.rstrip(".")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names))
