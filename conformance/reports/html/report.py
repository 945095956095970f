"""The page of findings: groups first, each finding on demand, with its payload, its contract, and what to write."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from tempfile import SpooledTemporaryFile
from typing import Any, Final, TextIO

from markupsafe import Markup

from conformance.exhibit import ExchangeExhibit, SourceExhibit
from conformance.finding import Finding, Severity
from conformance.reports.html.embedding import embedded
from conformance.reports.html.page import render
from conformance.reports.html.payloads import Payloads
from conformance.reports.html.rows import Rows
from conformance.reports.html.rule_pages import rule_pages
from conformance.reports.html.samples import as_data
from conformance.reports.protocol import Beginning, Ending, Format
from conformance.reports.text_summary import plural, summary

_STYLES: Final = ("base.css", "findings.css")
_SCRIPTS: Final = ("dom.js", "json_tree.js", "findings_data.js", "detail.js", "groups.js", "source.js", "samples.js", "findings.js")  # fmt: skip
_IN_MEMORY: Final = 8 << 20  # characters of rows or payloads that are kept before they go to a file
TOGETHER: Final = 1000  # findings of one exchange that are looked at together


class HtmlReport:
    """Gathers findings, and writes the page when it is closed: what it says first is known last."""

    def __init__(self, stream: TextIO, beginning: Beginning) -> None:
        self._stream = stream
        self._beginning = beginning
        self._open = ExitStack()
        self._rows_file, exchanges, texts = (self._spool() for _ in range(3))
        self._exchanges_file, self._texts_file = exchanges, texts
        self._rows = Rows()
        self._payloads = Payloads(exchanges, texts)
        self._sources: dict[str, SourceExhibit] = {}
        self._found: Counter[Severity] = Counter()
        self._waiting: list[Finding] = []

    def finding(self, finding: Finding) -> None:
        """Take one finding; those of one exchange come one after another."""
        waiting = self._waiting
        if waiting and (_exchange(finding) is not _exchange(waiting[-1]) or len(waiting) >= TOGETHER):
            self._flush()
        waiting.append(finding)

    def close(self, ending: Ending) -> None:
        """Write the page."""
        self._flush()
        counts = [(str(severity), self._found[severity]) for severity in reversed(Severity)]
        tables = self._rows.tables() | {"lacking": self._payloads.lacking}
        tables["rules"] = rule_pages({group["rule"] for group in tables["groups"]})
        pieces = render(
            "findings.html.jinja",
            _STYLES,
            _SCRIPTS,
            title=f"conformance {self._beginning.command}".rstrip(),
            ran=[*self._beginning.lines, *ending.lines],
            summary=ending.instead or summary(ending.checked, self._found, ending.sentence),
            counts=[(name, count, plural(count, name)) for name, count in counts],
            groups=tables["groups"],
            tables=tables,
            rows=_lines(self._rows_file),
            exchanges=_lines(self._exchanges_file),
            texts=_lines(self._texts_file),
            sources=[_source(one) for one in self._sources.values()],
            sources_title=_title_of(self._sources),
            samples=[as_data(one) for one in ending.samples()],
        )
        with self._open:
            for piece in pieces:
                self._stream.write(piece)

    def abandon(self) -> None:
        """Close the files that hold rows and payloads."""
        self._open.close()

    def _flush(self) -> None:
        if not self._waiting:
            return
        exchange = _exchange(self._waiting[0])
        number = self._payloads.add(exchange, self._waiting) if exchange is not None else None
        for finding in self._waiting:
            if finding.exhibit is not None and finding.exhibit.source is not None:
                self._sources.setdefault(finding.exhibit.source.file, finding.exhibit.source)
            self._found[finding.severity] += 1
            self._rows_file.write(f"{embedded(self._rows.row(finding, number))}\n")
        self._waiting.clear()

    def _spool(self) -> "SpooledTemporaryFile[str]":
        return self._open.enter_context(SpooledTemporaryFile(_IN_MEMORY, "w+", encoding="utf-8", newline=""))


FORMAT: Final = Format(HtmlReport, once=True, whole=True)


def _exchange(finding: Finding) -> ExchangeExhibit | None:
    return finding.exhibit.exchange if finding.exhibit is not None else None


def _lines(file: "SpooledTemporaryFile[str]") -> Iterator[Markup]:
    """Yield what was written, line by line; it was made safe for a script element as it was written."""
    file.seek(0)
    for line in file:
        yield Markup(line)  # noqa: S704


def _title_of(sources: Iterable[str]) -> str:
    """Return what the view of sources is called: documents where they are Markdown, else the samples' code."""
    names = list(sources)
    if not all(name.lower().endswith((".md", ".mdx", ".markdown", ".ipynb")) for name in names):
        return "Code"
    return "Document" if len(names) == 1 else "Documents"


def _source(exhibit: SourceExhibit) -> dict[str, Any]:
    passages = [[one.first, one.last, one.language] for one in exhibit.passages]
    return {"file": exhibit.file, "text": exhibit.text, "passages": passages}
