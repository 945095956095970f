"""The heading that a piece of prose stands under."""

from conformance.document.markdown import Document
from conformance.document.prose.sentences import Sentence


def title_above(document: Document, sentence: Sentence) -> str:
    """Return the title of the innermost section that holds ``sentence``, empty without one."""
    inner = document.sections_at(sentence.prose.range)
    return inner[-1].title if inner else ""
