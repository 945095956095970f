"""A document as a report may show it: its text without secrets, and which lines are in which language."""

from conformance.document.markdown import Document, Fence
from conformance.document.markdown.notebook import Notebook
from conformance.exhibit import Passage, SourceExhibit
from conformance.traffic.secrets.exhibit import source_exhibit


def exhibit_of_document(document: Document, known: tuple[str, ...] = ()) -> SourceExhibit:
    """Return ``document`` to be shown; ``known`` are secrets by value."""
    passages = []
    for block in document.blocks:
        if isinstance(block, Fence) and block.language:
            first = document.position(block.range.start).line or 1
            last = document.position(max(block.range.start, block.range.end - 1)).line or first
            passages.append(Passage(first, last, block.language))
    return source_exhibit(document.name, document.source.text, passages, known)


def exhibit_of_notebook(notebook: Notebook) -> SourceExhibit:
    """Return the file of ``notebook`` to be shown."""
    return source_exhibit(notebook.source.name, notebook.source.text)
