"""Which documents are meant by the paths of a command line, and which folder a document may take files from."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from conformance.errors import InputError
from conformance.files import repository_of

_SUFFIXES: Final = (".md", ".mdx", ".ipynb")


def documents_in(paths: Sequence[str]) -> list[Path]:
    """Return the documents that ``paths`` name, each once: files as they are, of folders every Markdown file and notebook below.

    Hidden folders are passed over. Raises InputError where a path is not there.
    """
    found: dict[Path, Path] = {}
    for name in paths:
        path = Path(name)
        if path.is_dir():
            documents = sorted(_below(path))
        elif path.exists():
            documents = [path]
        else:
            raise InputError(f"{name} is not there; name a Markdown file or a folder of them.")
        for document in documents:
            found.setdefault(document.resolve(), document)
    return list(found.values())


def bytes_of(path: Path, name: str) -> bytes:
    """Return the bytes of the document at ``path``, which sentences call ``name``; raises InputError."""
    try:
        return path.read_bytes()
    except OSError as error:
        why = (error.strerror or "it cannot be opened").lower()
        raise InputError(f"{name} cannot be read: {why}; name a Markdown file.") from None


def root_of(document: Path) -> Path:
    """Return the folder that ``document`` may take files from, which is also what ``~/`` means in it.

    It is the top of the repository around the document; without one the current folder, where the document lies under
    it, else the document's own folder.
    """
    folder = document.resolve().parent
    top = repository_of(folder)
    if top is not None:
        return top
    here = Path.cwd().resolve()
    return here if folder.is_relative_to(here) else folder


def _below(folder: Path) -> Iterator[Path]:
    for parent, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            if name.lower().endswith(_SUFFIXES):
                yield Path(parent, name)
