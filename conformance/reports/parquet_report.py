"""Findings as Parquet: the columns of ``conformance.arrow.FINDINGS``, row groups as they come, counts in the metadata."""

import json
from typing import Any, BinaryIO, Final, TextIO

from conformance.extras import MissingExtra
from conformance.finding import Finding
from conformance.reports.protocol import Beginning, Ending, Format

_ROWS: Final = 10_000


class ParquetReport:
    """Writes findings to a binary stream; what was checked stands in the file's metadata, ``conformance.checked``.

    Raises MissingExtra where pyarrow is not installed.
    """

    def __init__(self, stream: BinaryIO) -> None:
        try:
            import pyarrow.parquet
        except ImportError:
            raise MissingExtra("--format parquet", "pyarrow", "arrow") from None
        from conformance.reports.arrow_schema import FINDINGS

        self._writer: Any = pyarrow.parquet.ParquetWriter(stream, FINDINGS)
        self._waiting: list[Finding] = []

    def finding(self, finding: Finding) -> None:
        """Take one finding; memory stays flat however many there are."""
        self._waiting.append(finding)
        if len(self._waiting) >= _ROWS:
            self._write()

    def close(self, ending: Ending) -> None:
        """Write what was checked and finish."""
        self._write()
        counts = {"checked": ending.checked.as_json(), **ending.members}
        self._writer.add_key_value_metadata(
            {f"conformance.{name}": json.dumps(value, ensure_ascii=False) for name, value in counts.items()}
        )
        self._writer.close()

    def abandon(self) -> None:
        """Let go of the stream before it is closed: the writer would still write to it at its end."""
        self._writer.close()

    def _write(self) -> None:
        from conformance.reports.arrow_schema import findings_as_batch

        if self._waiting:
            self._writer.write_batch(findings_as_batch(self._waiting))
            self._waiting = []


def _begin(stream: TextIO, _: Beginning) -> ParquetReport:
    return ParquetReport(stream.buffer)


FORMAT: Final = Format(_begin, binary=True)
