"""A page with what it includes: each ``[!INCLUDE]`` on a line of its own followed, in the order in which it is read.

Learn reads an included file for itself and puts the result in the place of the line, so that neither's structure ends
the other's (docfx, ``InclusionBlock``; *assumed* of its tabs and zones).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from conformance.document.markdown.building import read_document
from conformance.document.markdown.model import Document, Include
from conformance.document.markdown.moving import Moves
from conformance.document.markdown.outputs import find_outputs
from conformance.document.markdown.problem import DocumentError, Problem, ProblemKind
from conformance.document.markdown.snippets import locate
from conformance.document.markdown.spliced import Piece, Spliced
from conformance.files import shown

# How deep includes nest, and how many characters they add to a page: bounds of ours, far beyond any page of Learn's.
MAX_DEPTH: Final = 8
MAX_CHARACTERS: Final = 1_000_000
# What may stand before an include that has its line for itself: marks of lists and quotes.
_ALONE: Final = re.compile(r"(?:[ \t>*+-]|\d++[.)](?=[ \t]))*+")
_PARTS: Final = ("sections", "tab_groups", "zones", "blocks", "prose", "alerts", "comments", "includes", "problems")


@dataclass(frozen=True, slots=True)
class Included:
    """A file that a page includes, by itself; ``path`` is where it is, links followed."""

    path: Path
    document: Document


@dataclass(frozen=True, slots=True)
class Whole:
    """``document`` is the page with its includes, ``page`` the page alone; ``included`` are the files, each once."""

    document: Document
    page: Document
    included: tuple[Included, ...] = ()


def with_includes(page: Document, path: Path, root: Path) -> Whole:
    """Return ``page``, the file at ``path``, with what it includes; ``root`` is what ``~/`` means.

    An include that cannot be followed is a Problem; of one that is missing or outside ``root``, ``locate`` tells.
    """
    if not page.includes:
        return Whole(page, page)
    reader = _Reader(root)
    document = reader.whole(page, path, (path.resolve(),))
    return Whole(document, page, tuple(reader.files.values()))


@dataclass(frozen=True, slots=True)
class _Splice:
    """``document`` takes its place at offset ``at``."""

    at: int
    document: Document
    pieces: tuple[Piece, ...]


class _Reader:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.files: dict[Path, Included] = {}
        self.left = MAX_CHARACTERS

    def whole(self, page: Document, path: Path, way: tuple[Path, ...]) -> Document:
        """Return ``page`` with its includes; ``way`` are the files that led to it, itself the last."""
        splices: list[_Splice] = []
        problems: list[Problem] = []
        for include in _on_lines_of_their_own(page):
            found = self._found(page, include, path.parent, way)
            if isinstance(found, Problem):
                problems.append(found)
            elif found is not None:
                inner = self.whole(found.document, found.path, (*way, found.path))
                splices.append(_Splice(include.range.start, inner, _pieces(inner, found.path.parent)))
        if problems:
            page = replace(page, problems=(*page.problems, *problems))
        return _spliced(page, path.parent, splices) if splices else page

    def _found(
        self, page: Document, include: Include, folder: Path, way: tuple[Path, ...]
    ) -> "Included | Problem | None":
        """Return the file that ``include`` names, or why it is not followed; None where that is told elsewhere."""

        def problem(kind: ProblemKind, sentence: str) -> Problem:
            place = include.path_range
            return Problem(kind, place, page.position(place.start), sentence)

        name = include.path
        path = locate(page, name, include.path_range, folder=folder, root=self.root)
        if isinstance(path, Problem):
            return None
        if path in way:
            return problem("include-circle", f"`{name}` includes this file again; remove one of the two includes.")
        if len(way) > MAX_DEPTH:
            sentence = (
                f"Includes nest deeper than {MAX_DEPTH} levels here, and `{name}` is not read; include it further up."
            )
            return problem("include-too-deep", sentence)
        try:
            found = self.files.get(path) or Included(path, read_document(path.read_bytes(), shown(path)))
        except DocumentError:
            return problem("include-not-utf8", f"`{name}` is not UTF-8; save it as UTF-8.")
        except OSError as error:
            why = (error.strerror or "it cannot be opened").lower()
            return problem("include-missing", f"`{name}` cannot be read: {why}.")
        if len(found.document.text) > self.left:
            sentence = f"The page's includes have more than {MAX_CHARACTERS} characters, and `{name}` is not read; include less."
            return problem("include-too-much", sentence)
        self.left -= len(found.document.text)
        self.files[path] = found
        return found


def _on_lines_of_their_own(page: Document) -> Iterator[Include]:
    source = page.source
    for include in sorted(page.includes, key=lambda one: one.range.start):
        line = source.line_of(include.range.start)
        before = source.text[source.starts[line] : include.range.start]
        if _ALONE.fullmatch(before) and not source.text[include.range.end : source.end_of(line)].strip():
            yield include


def _pieces(document: Document, folder: Path) -> tuple[Piece, ...]:
    source = document.source
    return source.pieces if isinstance(source, Spliced) else (Piece(0, source, 0, folder),)


def _spliced(page: Document, folder: Path, splices: Sequence[_Splice]) -> Document:
    """Return ``page`` with the splices, each in front of the line that asks for it."""
    at = 0
    texts: list[str] = []
    lengths: list[int] = []
    pieces = [Piece(0, page.source, 0, folder)]
    parts: dict[str, list[Any]] = {name: [] for name in _PARTS}
    length = 0
    for splice in splices:
        texts.append(page.text[at : splice.at])
        length += splice.at - at
        at = splice.at
        inner = f"{splice.document.text}\n"
        texts.append(inner)
        lengths.append(len(inner))
        pieces += (replace(piece, at=piece.at + length) for piece in splice.pieces)
        _add(parts, splice.document, Moves((), (), length))
        length += len(inner)
        pieces.append(Piece(length, page.source, at, folder))
    texts.append(page.text[at:])
    text = "".join(texts)
    _add(parts, page, Moves([splice.at for splice in splices], lengths))
    made: dict[str, Any] = {name: tuple(sorted(found, key=_begin)) for name, found in parts.items()}
    outputs = find_outputs(made["blocks"], made["sections"], made["tab_groups"], made["zones"], made["prose"])
    return replace(page, source=Spliced.of(page.source, text, pieces), outputs=outputs, **made)


def _add(parts: dict[str, list[Any]], document: Document, moves: Moves) -> None:
    for name in _PARTS:
        parts[name] += moves(getattr(document, name))


def _begin(part: Any) -> tuple[int, int]:
    """Return what orders parts: where they begin, of two the outer one first."""
    return part.range.start, -part.range.end
