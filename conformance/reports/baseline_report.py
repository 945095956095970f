"""The findings of a run as a baseline: what is known from now on. They are kept by kind until the end."""

from typing import Final, TextIO

from conformance.baselines.baseline import Key, Known, key_of
from conformance.baselines.file import write_lines
from conformance.finding import Finding
from conformance.reports.protocol import Beginning, Ending, Format


class BaselineReport:
    """Counts findings by file and fingerprint."""

    def __init__(self, stream: TextIO, _beginning: Beginning) -> None:
        self._stream = stream
        self._known: dict[Key, Known] = {}

    def finding(self, finding: Finding) -> None:
        """Take one finding."""
        file, of_finding = key = key_of(finding)
        before = self._known.get(key)
        count = before.count + 1 if before else 1
        self._known[key] = Known(finding.rule, file, of_finding, finding.message, count)

    def close(self, _ending: Ending) -> None:
        """Write the file."""
        self._stream.writelines(write_lines(self._known.values()))


FORMAT: Final = Format(BaselineReport, known=True)
