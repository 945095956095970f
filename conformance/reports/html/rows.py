"""Findings as the page's script reads them: a row a finding, and tables for what many of them share."""

import re
from typing import Any, Final

from conformance.finding import Finding, SpecPlace
from conformance.reports.groups import Groups
from conformance.reports.html.contract_lines import as_data

# The columns of a row, in this order; the script reads them by name.
COLUMNS: Final = (
    "group", "part", "pointer", "message", "version", "language", "file", "exchange", "spec", "payload", "chunk",
    "suggestion", "id", "line", "column", "source", "stream", "related", "predicted", "excerpt", "baseline",
)  # fmt: skip
_PLACE: Final = re.compile(r"(?:@[^/\\@]*+|#\d++|:\d++){1,4}+\Z")


class Rows:
    """Makes rows of findings. Texts that stand in many of them are kept once, and named by number."""

    def __init__(self) -> None:
        self._groups = Groups()
        self._group_numbers: dict[int, int] = {}
        self._texts: dict[str, int] = {}
        self._specs: dict[SpecPlace, int] = {}

    def row(self, finding: Finding, payload: int | None) -> list[Any]:
        """Return the row of ``finding``, without the empty columns at its end; ``payload`` is the number of its exchange."""
        group = self._groups.take(finding)
        source = finding.source
        row: list[Any] = [
            self._group_numbers.setdefault(id(group), len(self._group_numbers)),
            self._text(finding.part),
            self._text(finding.pointer),
            self._text(finding.message),
            self._text(finding.api_version),
            self._text(language_of(finding)),
            self._text(file_of(finding)),
            finding.exchange,
            self._spec(finding.spec),
            payload,
            finding.chunk_index,
            self._text(finding.suggestion),
            finding.id,
            source.line if source else None,
            source.column if source else None,
            self._text(source.file) if source else None,
            [finding.stream.line, finding.stream.column] if finding.stream else None,
            [[one.exchange, one.pointer] for one in finding.related] or None,
            1 if finding.predicted else None,
            # Where the whole is there, the piece is not needed.
            None if payload is not None or _is_in_source(finding) else _excerpt(finding),
            finding.baseline,
        ]
        while row[-1] is None:
            row.pop()
        return row

    def tables(self) -> dict[str, Any]:
        """Return what the rows refer to by number."""
        return {
            "columns": COLUMNS,
            "groups": [
                {"rule": group.first.rule, "severity": str(group.first.severity), "message": group.first.message}
                | ({"others": True} if group.others else {})
                for group in self._groups
            ],
            "texts": list(self._texts),
            "specs": [as_data(place) for place in self._specs],
        }

    def _text(self, text: str | None) -> int | None:
        return None if text is None else self._texts.setdefault(text, len(self._texts))

    def _spec(self, place: SpecPlace | None) -> int | None:
        return None if place is None else self._specs.setdefault(place, len(self._specs))


def file_of(finding: Finding) -> str | None:
    """Return the file that a finding is filed under: a sample, a document, a recording."""
    if finding.part == "document" and finding.source is not None:
        return finding.source.file
    if finding.exchange is not None:
        return _PLACE.sub("", finding.exchange) or finding.exchange
    return finding.source.file if finding.source is not None else None


def language_of(finding: Finding) -> str | None:
    """Return the language of the program, or of the passage of a document, that a finding is about."""
    exhibit, place = finding.exhibit, finding.source
    if exhibit is None or exhibit.language is not None:
        return exhibit.language if exhibit is not None else None
    if exhibit.source is not None and place is not None and place.line is not None:
        return exhibit.source.language_at(place.line)
    return None


def _is_in_source(finding: Finding) -> bool:
    return finding.part == "document" and finding.exhibit is not None and finding.exhibit.source is not None


def _excerpt(finding: Finding) -> list[Any] | None:
    excerpt = finding.excerpt
    return [excerpt.text, excerpt.start, excerpt.end] if excerpt is not None and excerpt.text else None
