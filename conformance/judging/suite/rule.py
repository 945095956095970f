"""What a rule about a run declares; a run calls its function with what it looks at."""

from dataclasses import dataclass
from typing import ClassVar

from conformance.rules.declaration import About, Declaration


@dataclass(frozen=True)
class SuiteRule(Declaration):
    """The declaration of a rule that looks at more than one exchange, or at how a sample ended."""

    about: ClassVar[About] = "run"
    pages: ClassVar[str] = "conformance.judging.suite.pages"
