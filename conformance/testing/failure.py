"""How a test fails that does not conform: the findings, as ``conformance check`` tells them, and no traceback of ours."""

import io
from collections.abc import Sequence
from typing import Final

from conformance.checked import Checked
from conformance.finding import Finding, Severity
from conformance.reports.once import defects_once
from conformance.reports.protocol import Ending
from conformance.reports.text import TextReport
from conformance.reports.visible import visible

_WIDTH: Final = 96  # pytest puts `E   ` before each line


class NotConforming(AssertionError):
    """An exchange breaks the contract, or another rule; ``findings`` says how, those that fail nothing too."""

    def __init__(self, message: str, findings: Sequence[Finding] = ()) -> None:
        super().__init__(message)
        self.findings = tuple(findings)


NotConforming.__module__ = "conformance.testing"  # as people import it, and as pytest prints it


def told(findings: Sequence[Finding], failing: Sequence[Finding], checked: Checked) -> str:
    """Return what is wrong in one line, for pytest's summary, and below it every finding.

    A note is shown where it fails the test, else it is only in ``findings``.
    """
    first = failing[0]
    more = f" (and {len(failing) - 1} more)" if len(failing) > 1 else ""
    shown = [one for one in findings if one.severity > Severity.NOTE or one in failing]
    return f"{visible(first.rule)}: {visible(first.message)}{more}\n\n{listed(shown, checked)}"


def listed(findings: Sequence[Finding], checked: Checked) -> str:
    """Return ``findings`` as the report for a person shows them, each in full."""
    stream = io.StringIO()
    report = TextReport(stream, width=_WIDTH, every=True)
    for finding in defects_once(findings):
        report.finding(finding)
    report.close(Ending(checked))
    return stream.getvalue().rstrip()
