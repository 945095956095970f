"""Files that a document names: where they are, and the lines that a ``:::code`` line takes from them."""

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PureWindowsPath
from typing import Final

from conformance.document.markdown.model import Attribute, CodeInclude, Document
from conformance.document.markdown.problem import Problem, ProblemKind
from conformance.document.markdown.range import Range
from conformance.errors import did_you_mean
from conformance.exchange import Position
from conformance.files import shown, touch

# What stands before and after the tag in a comment line, by file name ending; docfx knows the same.
_SLASHES: Final = (r"//", "")
_HASH: Final = (r"#", "")
_MARKUP: Final = (r"<!--", r"-->")
_STYLES: Final = {
    _SLASHES: "c cc cpp cs cshtml fs go h hpp java js json kt php rs scala swift ts tsx",
    _HASH: "pl ps1 psm1 py r rb sh yaml yml",
    _MARKUP: "aspx cshtml html md php xaml xml",
    (r"--", ""): "hs lua sql",
    (r"'", ""): "bas vb vbs",
    (r"rem", ""): "bat cmd",
    (r"%", ""): "erl m",
    (r";", ""): "lisp",
    (r"/\*", r"\*/"): "css",
}
_RANGE: Final = re.compile(r"[ \t]*+(\d++)[ \t]*+(?:(-)[ \t]*+(\d++)?)?[ \t]*+")
_NO_OTHERS: Final[Mapping[str, Path]] = {}
_LINE_END: Final = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, slots=True)
class Snippet:
    """The lines that a ``:::code`` line stands for.

    ``text`` ends with one line end, has no common indentation and no snippet tags; ``numbers`` are its lines in the
    file, from 1.
    """

    path: Path
    text: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Wrong:
    """What is wrong with an id or a range, and the lines of the file, from 0, that it is about."""

    sentence: str
    path: Path | None = None
    lines: tuple[int, ...] = ()


def read_snippet(
    document: Document,
    include: CodeInclude,
    *,
    folder: Path,
    root: Path,
    repositories: Mapping[str, Path] = _NO_OTHERS,
) -> Snippet | Problem:
    """Return the lines that ``include`` stands for; ``folder`` is the document's own, ``root`` what ``~/`` means.

    ``repositories`` are the folders of others by their names: ``~/NAME/…`` is a file of one.

    A file that is missing, unreadable or outside ``root``, and an id or a range that it does not have, are a Problem.
    """
    path = locate(
        document, include.source.value, include.source.range, folder=folder, root=root, repositories=repositories
    )
    if isinstance(path, Problem):
        return path
    name, place = include.source.value, include.source.range
    try:
        lines = _LINE_END.split(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError:
        return _problem(document, "include-not-utf8", place, f"`{name}` is not UTF-8; save it as UTF-8.")
    except OSError as error:
        why = (error.strerror or "it cannot be opened").lower()
        return _problem(document, "include-missing", place, f"`{name}` cannot be read: {why}.")
    if not lines[-1]:
        lines.pop()
    kind: ProblemKind = "include-range"
    taken: list[int] | _Wrong = list(range(len(lines)))
    if include.id is not None and include.id.value:
        kind, place, taken = "include-id", include.id.range, _tagged(lines, path, name, include.id)
    elif include.lines is not None:
        place, taken = include.lines.range, _numbered(lines, name, include.lines)
    if isinstance(taken, _Wrong):
        others = tuple(Position(shown(taken.path), line + 1, 1) for line in taken.lines if taken.path)
        return replace(_problem(document, kind, place, taken.sentence), others=others)
    text = _dedented([lines[number] for number in taken]).rstrip()
    return Snippet(path, f"{text}\n", tuple(number + 1 for number in taken))


def locate(
    document: Document,
    path: str,
    place: Range,
    *,
    folder: Path,
    root: Path,
    repositories: Mapping[str, Path] = _NO_OTHERS,
) -> Path | Problem:
    """Return the file that ``path``, written at ``place``, names: under ``root`` or in another repository, or else a Problem."""
    if "\\" in path or ":" in path or PureWindowsPath(path).anchor:
        sentence = f"`{path}` is not a path relative to the document; write one with `/`, or `~/` for the top folder."
        return _problem(document, "include-outside", place, sentence)
    name, _, inside = path.removeprefix("~/").partition("/")
    other = repositories.get(name) if path.startswith("~/") else None
    top = (other or root).resolve()
    below = path.removeprefix("~/") if other is None else inside
    target = _resolved(top / below if path.startswith("~/") else folder / path)
    if not target.is_relative_to(top):
        sentence = f"`{path}` leaves the folder that the document may take files from; move the file into it."
        return _problem(document, "include-outside", place, sentence)
    touch(target)
    if not _is_file(target):
        touch(target.parent)
        near = did_you_mean(target.name, _files_in(target.parent))
        sentence = (
            f"`{path}` is not there{near}" if near else f"`{path}` is not there; correct the path or add the file."
        )
        return _problem(document, "include-missing", place, sentence)
    return target


def _resolved(path: Path) -> Path:
    """Return ``path`` with its links followed, as far as they lead somewhere."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # a circle of links
        return Path(os.path.normpath(path))


def _is_file(path: Path) -> bool:
    """Whether ``path`` is a file; one that no system can have, such as too long a name, is none."""
    try:
        return path.is_file()
    except OSError:
        return False


def _files_in(folder: Path) -> list[str]:
    try:
        return [other.name for other in folder.iterdir() if _is_file(other)]
    except OSError:
        return []


def _tagged(lines: list[str], path: Path, name: str, id: Attribute) -> "list[int] | _Wrong":
    """Return the lines between the tags of ``id``, without other tags, or what is wrong."""
    tag = _tag_pattern(path)
    tags = {number: found for number, line in enumerate(lines) if (found := tag.fullmatch(line))}
    # Learn takes the id with or without its old prefix, in any case.
    wanted = (id.value.lower(), f"snippet{id.value.lower()}")
    mine = [(number, bool(found[1])) for number, found in tags.items() if found[2].lower() in wanted]
    starts = [number for number, closes in mine if not closes]
    if not starts:
        known = dict.fromkeys(found[2] for found in tags.values() if not found[1])
        listed = f"; it has {', '.join(known)}" if known else ""
        hint = did_you_mean(id.value, known) or f"{listed}; correct the id or add the tags."
        return _Wrong(f"`{name}` has no snippet `{id.value}`{hint}")
    if len(starts) > 1:
        return _Wrong(f"`{name}` has the snippet `{id.value}` twice; rename one.", path, (starts[0], starts[1]))
    end = next((number for number, closes in mine if closes and number > starts[0]), None)
    if end is None:
        return _Wrong(f"The snippet `{id.value}` of `{name}` has no end; add its closing tag.", path, (starts[0],))
    return [number for number in range(starts[0] + 1, end) if number not in tags]


def _tag_pattern(path: Path) -> re.Pattern[str]:
    """Return what a line with a tag looks like in a file of this kind; groups are the ``/`` of an end and the id."""
    ending = path.suffix.lstrip(".").lower()
    styles = [style for style, endings in _STYLES.items() if ending in endings.split()] or list(_STYLES)
    before, after = ("|".join(dict.fromkeys(marks)) for marks in zip(*styles, strict=True))
    return re.compile(rf"\s*+(?:{before})\s*+<\s*+(/?)\s*+([\w.-]++)\s*+>\s*+(?:{after})\s*+", re.IGNORECASE)


def _numbered(lines: list[str], name: str, written: Attribute) -> "list[int] | _Wrong":
    """Return the lines of a range such as ``2-6,8,12-``, or what is wrong with it."""
    taken: list[int] = []
    for part in written.value.split(","):
        found = _RANGE.fullmatch(part)
        if found is None:
            return _Wrong(f"`{written.value}` is not a range of lines; write one such as 2-6,8.")
        first = int(found[1])
        last = int(found[3]) if found[3] else len(lines) if found[2] else first
        if not 1 <= first <= last:
            return _Wrong(
                f"`{part.strip()}` is not a range of lines; the first one is 1, and the end follows the start."
            )
        if last > len(lines) or first > len(lines):
            return _Wrong(f"`{part.strip()}` lies beyond the last line of `{name}`; correct the range.")
        taken += range(first - 1, last)
    return taken


def _dedented(lines: Iterable[str]) -> str:
    """Return lines joined by ``\\n`` without their common indentation; tabs count as up to four spaces, as in Learn."""
    expanded = [_spaced(line) for line in lines]
    common = min((len(line) - len(line.lstrip(" ")) for line in expanded if line.strip()), default=0)
    return "\n".join(line[common:] if line.strip() else "" for line in expanded)


def _spaced(line: str) -> str:
    rest = line.lstrip(" \t")
    return line[: len(line) - len(rest)].expandtabs(4) + rest


def _problem(document: Document, kind: ProblemKind, place: Range, sentence: str) -> Problem:
    return Problem(kind, place, document.position(place.start), sentence)
