"""The comments that tie a block of a document to a sample: what they may say, and what they name.

    <!-- sample: python/sdk/story_with_seed.py -->      the block below is the sample's snippet
    <!-- sample: ../code/chat.py#snippet_chat -->       … of a file beside the document, and the snippet is named
    <!-- output-of: python/sdk/story_with_seed.py -->   the block below is what a run of the sample prints
    <!-- output-of: none -->                            the block below is nobody's, and stays as it is

A path is the sample's name in reports, below the folder of samples; one that is not there, and one that begins with
``./``, ``../`` or ``~/``, is read like that of a ``:::code`` line. A snippet without a name is ``snippet_STEM``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Literal, get_args

from conformance.document.markdown import (
    Attribute,
    Block,
    CodeInclude,
    Comment,
    Document,
    Problem,
    Range,
    Snippet,
    locate,
    read_snippet,
)

Key = Literal["sample", "output-of"]
NONE: Final = "none"
_KEYS: Final = get_args(Key)
_OF_THE_DOCUMENT: Final = ("./", "../", "~/")


@dataclass(frozen=True, slots=True)
class Folders:
    """Where files that a document names may be: beside it, below its ``root``, in the folder of ``samples``, and in other ``repositories``."""

    folder: Path
    root: Path
    samples: Path
    repositories: Mapping[str, Path] = field(default_factory=dict)

    def at(self, document: Document, place: Range) -> "Folders":
        """Return the folders of the file that ``place`` of ``document`` stands in: an include has its own."""
        folder = document.source.folder_at(place.start)
        return self if folder is None else replace(self, folder=folder)


@dataclass(frozen=True, slots=True)
class Marker:
    """One marker; ``value`` is without the name of a snippet, and ``range`` is where the comment stands."""

    key: Key
    value: str
    snippet: str | None
    range: Range

    @property
    def says(self) -> str:
        """The marker as a sentence quotes it."""
        return f"`{self.key}: {self.value}`"


def marker_of(document: Document, block: Block, key: Key) -> Marker | Problem | None:
    """Return the marker ``key`` right before ``block``, None without one, and a Problem where there are two."""
    found = [marker for comment in block.markers if (marker := _read(comment)) and marker.key == key]
    if len(found) > 1:
        return problem(document, found[1].range, f"Two markers `{key}:` stand before one block; remove one.")
    return found[0] if found else None


def dangling(document: Document) -> Iterator[Problem]:
    """Yield a Problem for each marker that stands before no block."""
    used = {comment.range for block in document.blocks for comment in block.markers}
    for comment in document.comments:
        marker = _read(comment)
        if marker is not None and comment.range not in used:
            sentence = (
                f"The marker {marker.says} stands before no block of code; put it right before one, or remove it."
            )
            yield problem(document, comment.range, sentence)


def source_of(document: Document, marker: Marker, folders: Folders) -> Path | Problem:
    """Return the file that ``marker`` names, or a Problem."""
    return _located(document, marker, folders)[0]


def snippet_of(document: Document, marker: Marker, folders: Folders) -> Snippet | Problem:
    """Return the snippet that ``marker`` names, or a Problem."""
    path, folder, root = _located(document, marker, folders)
    if isinstance(path, Problem):
        return path
    include = CodeInclude(
        label="",
        language="",
        source=Attribute("source", marker.value, marker.range),
        id=Attribute("id", marker.snippet or f"snippet_{path.stem}", marker.range),
        lines=None,
        attributes=(),
        range=marker.range,
        prefix="",
    )
    return read_snippet(document, include, folder=folder, root=root)


def problem(document: Document, place: Range, sentence: str) -> Problem:
    """Return the Problem of a marker, or of the block that it is about, at ``place``."""
    return Problem("marker", place, document.position(place.start), sentence)


def _located(document: Document, marker: Marker, folders: Folders) -> tuple[Path | Problem, Path, Path]:
    folders = folders.at(document, marker.range)
    beside = locate(document, marker.value, marker.range, folder=folders.folder, root=folders.root)
    if marker.value.startswith(_OF_THE_DOCUMENT):
        return beside, folders.folder, folders.root
    sample = locate(document, marker.value, marker.range, folder=folders.samples, root=folders.samples)
    if isinstance(sample, Problem) and not isinstance(beside, Problem):
        return beside, folders.folder, folders.root
    return sample, folders.samples, folders.samples


def _read(comment: Comment) -> Marker | None:
    directive = comment.directive
    if directive is None:
        return None
    value, _, snippet = directive[1].partition("#")
    for key in _KEYS:
        if directive[0] == key:
            return Marker(key, value.strip(), snippet.strip() or None, comment.range)
    return None
