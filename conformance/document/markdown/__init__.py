"""Microsoft Learn Markdown, read into plain values with exact places, and changed without touching the rest.

    document = read_document(path.read_bytes(), "how-to.md")
    for output in document.outputs:
        print(document.position(output.block.range.start), [owner.language for owner in output.owners])

Markdown that Learn would render otherwise than meant is in ``document.problems``. A document that is no UTF-8 text
raises DocumentError. markdown-it is imported when the first document is read.
"""

from conformance.document.markdown.building import read_document
from conformance.document.markdown.edit import content_edits, replace, with_line_ends
from conformance.document.markdown.files import load_document, save_document
from conformance.document.markdown.including import Included, Whole, with_includes
from conformance.document.markdown.languages import canonical_language
from conformance.document.markdown.model import (
    Alert,
    Attribute,
    Block,
    CodeInclude,
    CodeSpan,
    Comment,
    Document,
    Entry,
    Fence,
    FrontMatter,
    Include,
    Link,
    Output,
    Prose,
    Section,
    Tab,
    TabGroup,
    Zone,
)
from conformance.document.markdown.passage import Passage
from conformance.document.markdown.problem import DocumentError, Problem, ProblemKind
from conformance.document.markdown.range import Range
from conformance.document.markdown.snippets import Snippet, locate, read_snippet
from conformance.document.markdown.source import Source

__all__ = [
    "Alert",
    "Attribute",
    "Block",
    "CodeInclude",
    "CodeSpan",
    "Comment",
    "Document",
    "DocumentError",
    "Entry",
    "Fence",
    "FrontMatter",
    "Include",
    "Included",
    "Link",
    "Output",
    "Passage",
    "Problem",
    "ProblemKind",
    "Prose",
    "Range",
    "Section",
    "Snippet",
    "Source",
    "Tab",
    "TabGroup",
    "Whole",
    "Zone",
    "canonical_language",
    "content_edits",
    "load_document",
    "locate",
    "read_document",
    "read_snippet",
    "replace",
    "save_document",
    "with_includes",
    "with_line_ends",
]
