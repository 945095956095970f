"""What keeping one document in step takes: new text for blocks, and outputs that a run has to print."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from conformance.document.markdown import (
    Block,
    CodeInclude,
    Document,
    DocumentError,
    Fence,
    Problem,
    Range,
    content_edits,
    locate,
    read_snippet,
    replace,
)
from conformance.document.markers import NONE, Folders, dangling, marker_of, problem, snippet_of, source_of

# Where one of these is, what follows it may be read otherwise than was meant, and nothing is changed.
_UNSURE: Final = frozenset({"code-include-invalid", "comment-unclosed", "fence-unclosed", "front-matter-unclosed"})
_RUNNABLE: Final = {"python": ".py", "powershell": ".ps1"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """An output that a run of ``program`` prints; ``marked`` where a marker asks for it, and not the code above alone."""

    fence: Fence
    program: Path
    place: Range
    marked: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """``snippets`` are blocks with the text that they should have; with ``problems`` nothing is to be written."""

    document: Document
    snippets: tuple[tuple[Fence, str], ...] = ()
    outputs: tuple[Wanted, ...] = ()
    problems: tuple[Problem, ...] = ()

    def updated(self, printed: Mapping[Path, str]) -> Document:
        """Return the document in step; outputs of programs that are not in ``printed`` stay as they are.

        Raises DocumentError where a block cannot hold its text, which no ordinary Markdown brings about.
        """
        texts = [*self.snippets, *((one.fence, printed[one.program]) for one in self.printed_by(printed))]
        edits: dict[Range, str] = {}
        for fence, text in texts:
            if fence.content != text:
                edits |= content_edits(fence, text)
        if not edits:
            return self.document
        changed = replace(self.document, edits)
        self._verify(changed, {fence.range: text for fence, text in texts})
        return changed

    def printed_by(self, printed: Mapping[Path, str]) -> Iterator[Wanted]:
        """Yield the outputs of programs that were run."""
        return (one for one in self.outputs if one.program in printed)

    def _verify(self, changed: Document, texts: Mapping[Range, str]) -> None:
        """Raise DocumentError where a text is not read back as it was written: the next update would write again."""
        same = len(changed.blocks) == len(self.document.blocks)
        for before, after in zip(self.document.blocks, changed.blocks, strict=False):
            text = texts.get(before.range)
            held = same and isinstance(after, Fence) and after.content == text
            if text is not None and not held:
                line = self.document.position(before.range.start).line
                raise DocumentError(f"{changed.name}:{line}: the block cannot hold its new text there; move the block.")


@dataclass
class _Planner:
    document: Document
    folders: Folders
    snippets: list[tuple[Fence, str]] = field(default_factory=list)
    outputs: list[Wanted] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def plan(self) -> Plan:
        document = self.document
        self.problems += [one for one in document.problems if one.kind in _UNSURE]
        self.problems += dangling(document)
        marked = {block.range: self._block(block) for block in document.blocks}
        for output in document.outputs:
            block = output.block
            if isinstance(block, Fence) and block.close is not None and not marked[block.range]:
                self._output_below(block, output.owners)
        problems = sorted(self.problems, key=lambda one: one.range)
        return Plan(document, tuple(self.snippets), tuple(self.outputs), tuple(problems))

    def _block(self, block: Block) -> bool:
        """Plan what the markers of ``block`` ask for; return whether there is one."""
        sample = marker_of(self.document, block, "sample")
        output = marker_of(self.document, block, "output-of")
        for found in (sample, output):
            if isinstance(found, Problem):
                self.problems.append(found)
                return True
        if isinstance(block, CodeInclude):
            if sample or output:
                sentence = (
                    "A `:::code` line takes its text from `source`; remove the marker before it, or write a fence."
                )
                self.problems.append(problem(self.document, block.range, sentence))
            self._include(block)
            return bool(sample or output)
        if sample and output:
            sentence = "A block is a sample or an output, and this one is marked as both; remove one marker."
            self.problems.append(problem(self.document, block.range, sentence))
        elif sample and not isinstance(sample, Problem):
            snippet = snippet_of(self.document, sample, self.folders)
            if isinstance(snippet, Problem):
                self.problems.append(snippet)
            elif block.close is not None:
                self.snippets.append((block, snippet.text))
        elif output and not isinstance(output, Problem) and output.value != NONE:
            program = source_of(self.document, output, self.folders)
            if isinstance(program, Problem):
                self.problems.append(program)
            elif program.suffix.lower() not in _RUNNABLE.values():
                sentence = f"{output.says} names no .py and no .ps1 file, so that no run prints its output; correct it."
                self.problems.append(problem(self.document, output.range, sentence))
            elif block.close is not None:
                self.outputs.append(Wanted(block, program, output.range, marked=True))
        return bool(sample or output)

    def _include(self, include: CodeInclude) -> None:
        folders = self.folders
        found = read_snippet(
            self.document, include, folder=folders.folder, root=folders.root, repositories=folders.repositories
        )
        if isinstance(found, Problem):
            self.problems.append(found)

    def _output_below(self, fence: Fence, owners: tuple[Block, ...]) -> None:
        """Plan the first output below code that a marker or a ``:::code`` line names: its file's run prints it."""
        programs = [program for owner in owners if (program := self._program(owner, fence)) is not None]
        if programs:
            # The same is printed in every language; Python runs wherever this does.
            first = next((one for one in programs if one.suffix.lower() == ".py"), programs[0])
            self.outputs.append(Wanted(fence, first, fence.range, marked=False))

    def _program(self, owner: Block, fence: Fence) -> Path | None:
        first = next(iter(self.document.outputs_of(owner)), None)
        if first is None or first.block.range != fence.range or owner.language not in _RUNNABLE:
            return None
        if isinstance(owner, CodeInclude):
            place = owner.source
            folders = self.folders
            found = locate(
                self.document,
                place.value,
                place.range,
                folder=folders.folder,
                root=folders.root,
                repositories=folders.repositories,
            )
        else:
            marker = marker_of(self.document, owner, "sample")
            if marker is None or isinstance(marker, Problem):
                return None
            found = source_of(self.document, marker, self.folders)
        usable = isinstance(found, Path) and found.suffix.lower() == _RUNNABLE[owner.language]
        return found if usable and isinstance(found, Path) else None


def plan(document: Document, folders: Folders) -> Plan:
    """Return what keeping ``document`` in step takes. Reads the files that it names, and runs nothing."""
    return _Planner(document, folders).plan()


def programs_of(plans: list[Plan]) -> Iterator[Path]:
    """Yield each program that has to run, once."""
    seen: set[Path] = set()
    for one in plans:
        for wanted in one.outputs:
            if wanted.program not in seen:
                seen.add(wanted.program)
                yield wanted.program
