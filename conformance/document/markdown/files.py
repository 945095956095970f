"""Documents as files."""

from pathlib import Path

from conformance.document.discovery import bytes_of
from conformance.document.markdown.building import read_document
from conformance.document.markdown.model import Document
from conformance.document.markdown.problem import DocumentError
from conformance.document.markdown.source import BOM
from conformance.errors import InputError
from conformance.files import write_whole


def load_document(path: Path, name: str | None = None) -> Document:
    """Read the document at ``path``; ``name`` is what findings call it, else the path.

    Raises DocumentError where there is no file, it cannot be read, or it is not UTF-8.
    """
    shown = name or path.as_posix()
    try:
        raw = bytes_of(path, shown)
    except InputError as error:
        raise DocumentError(str(error)) from None
    return read_document(raw, shown)


def save_document(document: Document, path: Path) -> bool:
    """Write the document to ``path``, whole or not at all; return False where the file is so already.

    A link stays a link, and the file behind it keeps its mode. Raises DocumentError where it cannot be written.
    """
    target = path.resolve()
    try:
        if target.is_file() and target.read_bytes() == document.encode():
            return False
        write_whole(target, (BOM if document.source.bom else "") + document.text)
    except OSError as error:
        why = (error.strerror or "it cannot be opened").lower()
        raise DocumentError(f"{document.name} cannot be written: {why}; the old file is as it was.") from None
    return True
