"""What a rule declares: data that reports, pages, settings and tests read."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar, Literal

from conformance.finding import Severity

About = Literal["exchange", "run", "record", "document"]
# Which part of an exchange has to be there for a rule to say anything.
Of = Literal["any", "request", "answer", "stream"]


@dataclass(frozen=True)
class Declaration:
    """One rule: ``says`` in half a sentence what holds where it is silent.

    ``about`` is what it looks at, and ``of`` the part of that without which it says nothing. ``pages`` is the package
    that holds its page.
    """

    about: ClassVar[About]
    pages: ClassVar[str]
    id: str
    severity: Severity
    says: str
    of: Of = field(default="any", kw_only=True)

    @cached_property
    def page(self) -> str:
        """The page of explanation, in Markdown; raises FileNotFoundError where the rule has none."""
        from importlib import resources  # slow to import, and who judges reads no page

        return resources.files(self.pages).joinpath(f"{self.id}.md").read_text(encoding="utf-8")
