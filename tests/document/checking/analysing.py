"""Check documents that a test writes, in memory or beside files of their own."""

from datetime import date
from pathlib import Path
from typing import Final

from conformance.document.analysis.analysis import Analysis
from conformance.document.analysis.question import Question
from conformance.document.checking.check import CheckedDocument, check
from conformance.document.checking.powershell_syntax import scripts_of, syntax_findings
from conformance.document.checking.several import with_syntax
from conformance.document.markdown import read_document
from conformance.document.markdown.tab_names import tab_names
from conformance.document.markers import Folders
from conformance.finding import Finding
from tests.shared_folder import ROOT

TODAY: Final = date(2025, 6, 1)
NOWHERE: Final = Path("/nowhere")

Place = tuple[str, int, int]


def analysed(
    text: str,
    folder: Path = NOWHERE,
    others: tuple[str, ...] = (),
    today: date = TODAY,
    max_age: int = 365,
    name: str = "how-to.md",
) -> Analysis:
    """Return the analysis of a document; ``folder`` holds what it includes, ``others`` are checked with it."""
    document = read_document(text.encode(), name)
    all_tabs = tuple(found for other in others for found in tab_names(other))
    return Analysis(document, Folders(folder, folder, ROOT), Question(today, max_age), all_tabs)


def checked(
    text: str,
    folder: Path = NOWHERE,
    others: tuple[str, ...] = (),
    today: date = TODAY,
    max_age: int = 365,
    pwsh: Path | None = None,
) -> CheckedDocument:
    analysis = analysed(text, folder, others, today, max_age)
    found = syntax_findings(scripts_of(analysis.document), str(pwsh)) if pwsh else []
    return with_syntax(check(analysis), found)


def place_of(finding: Finding) -> Place:
    """Return rule, line and column."""
    assert finding.source is not None, finding
    return finding.rule, finding.source.line or 0, finding.source.column or 0


def told(result: CheckedDocument, rule: str) -> list[Finding]:
    """Return the findings of one rule."""
    return [finding for finding in result.findings if finding.rule == rule]
