"""What a rule about a record declares."""

from dataclasses import dataclass
from typing import ClassVar

from conformance.rules.declaration import About, Declaration


@dataclass(frozen=True)
class RecordRule(Declaration):
    """The declaration of a rule about a row, whatever exchange it holds."""

    about: ClassVar[About] = "record"
    pages: ClassVar[str] = "conformance.judging.records.pages"
