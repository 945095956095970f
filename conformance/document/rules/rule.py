"""What a rule about a document declares and yields."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from conformance.exchange import Position
from conformance.finding import Related, Severity, SpecPlace
from conformance.rules.declaration import About, Declaration

if TYPE_CHECKING:
    from conformance.document.analysis.analysis import Analysis


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that is wrong at ``place`` of the document; ``length`` is how much of the line it is about.

    ``severity`` replaces the rule's own where the circumstances weigh.
    """

    place: Position
    message: str
    length: int = 0
    suggestion: str | None = None
    severity: Severity | None = None
    spec: SpecPlace | None = None
    api_version: str | None = None
    related: tuple[Related, ...] = ()


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A claim of the document that holds: ``claim`` in one sentence, where it is made, and what proves it."""

    claim: str
    place: Position
    spec: SpecPlace | None = None


def beside(place: Position) -> Related:
    """Return another place that a remark is about: messages name no lines, so that a shift of lines is no new finding."""
    return Related(f"{place.file}:{place.line}", "")


Check = Callable[["Analysis"], Iterator[Remark | Confirmed]]


@dataclass(frozen=True)
class DocumentRule(Declaration):
    """A rule about a document; file, id, page and test share one name.

    ``safe``: its suggestion in place of the text that a remark marks surely mends it, so that a program may write it.
    """

    about: ClassVar[About] = "document"
    pages: ClassVar[str] = "conformance.document.rules.pages"
    check: Check = field(repr=False)
    safe: bool = False


def document_rule(
    rule_id: str, severity: Severity, says: str, *, safe: bool = False
) -> Callable[[Check], DocumentRule]:
    """Declare the decorated function as rule ``rule_id``."""

    def declare(check: Check) -> DocumentRule:
        return DocumentRule(rule_id, severity, says, check, safe)

    return declare
