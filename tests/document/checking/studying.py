"""Check documents that a test writes, in memory or beside files of their own."""

from datetime import date
from pathlib import Path
from typing import Final

from conformance.document.checking.check import CheckedDocument, check
from conformance.document.checking.powershell_syntax import problems_of
from conformance.document.checking.study import Study
from conformance.document.markdown import Document, read_document
from conformance.document.markers import Folders
from conformance.finding import Finding
from tests.shared_folder import ROOT

TODAY: Final = date(2025, 6, 1)
NOWHERE: Final = Path("/nowhere")

Place = tuple[str, int, int]


def studied(
    text: str,
    folder: Path = NOWHERE,
    others: tuple[str, ...] = (),
    today: date = TODAY,
    max_age: int = 365,
    pwsh: Path | None = None,
    name: str = "how-to.md",
) -> Study:
    """Return the study of a document; ``folder`` holds what it includes, ``others`` are checked with it."""
    document = read_document(text.encode(), name)
    more: tuple[Document, ...] = tuple(
        read_document(other.encode(), f"{number}.md") for number, other in enumerate(others)
    )
    syntax = problems_of(document, str(pwsh)) if pwsh else {}
    return Study(document, Folders(folder, folder, ROOT), today, max_age, more, dict(syntax))


def checked(
    text: str,
    folder: Path = NOWHERE,
    others: tuple[str, ...] = (),
    today: date = TODAY,
    max_age: int = 365,
    pwsh: Path | None = None,
) -> CheckedDocument:
    return check(studied(text, folder, others, today, max_age, pwsh))


def place_of(finding: Finding) -> Place:
    """Return rule, line and column."""
    assert finding.source is not None, finding
    return finding.rule, finding.source.line or 0, finding.source.column or 0


def told(result: CheckedDocument, rule: str) -> list[Finding]:
    """Return the findings of one rule."""
    return [finding for finding in result.findings if finding.rule == rule]
