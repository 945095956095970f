"""What is wrong with a document as Markdown: a value where reading can go on, an error where it cannot."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from conformance.errors import InputError

if TYPE_CHECKING:
    from conformance.document.markdown.range import Range
    from conformance.exchange import Position

ProblemKind = Literal[
    "alert-text",
    "alert-unknown",
    "code-include-invalid",
    "comment-unclosed",
    "fence-swallows",
    "fence-unclosed",
    "front-matter-duplicate",
    "front-matter-line",
    "front-matter-unclosed",
    "include-circle",
    "include-id",
    "include-missing",
    "include-not-utf8",
    "include-outside",
    "include-range",
    "include-too-deep",
    "include-too-much",
    "marker",
    "nesting-too-deep",
    "tab-end-is-heading",
    "tab-group-nested",
    "tab-group-unclosed",
    "tab-id-duplicate",
    "tab-id-invalid",
    "tab-level",
    "zone-end-alone",
    "zone-invalid",
    "zone-nested",
    "zone-unclosed",
]


class DocumentError(InputError):
    """A document that cannot be read, changed or written; ``str()`` is the sentence to show."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that Learn renders otherwise than was meant; the sentence says what, and what to do.

    ``others`` are further places that it is about: the sentence names no line, so that it stays when lines shift.
    """

    kind: ProblemKind
    range: "Range"
    position: "Position"
    sentence: str
    others: tuple["Position", ...] = ()
