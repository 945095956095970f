"""The report for a person at a terminal: what is wrong, where, what to write instead; then what was checked."""

from collections import Counter
from typing import Final, TextIO

from conformance.exchange import Position
from conformance.finding import Finding, Severity
from conformance.reports.excerpt import excerpt_lines
from conformance.reports.kinds import Kinds
from conformance.reports.protocol import Beginning, Ending, Format
from conformance.reports.terminal import COLOURS, colour_of, painted, width_of
from conformance.reports.text_summary import summary
from conformance.reports.visible import folded, visible

_DIM: Final = "\x1b[2m"
_BOLD: Final = "\x1b[1m"
_INDENT: Final = "  "


class TextReport:
    """Writes findings as they come.

    Of one kind (rule, version and member) only the first few are shown in full; notes only where ``notes`` is set.
    The rest is counted, and the end says how much of what. ``every`` shows all. ``fold`` breaks long sentences.
    ``brief`` leaves the end out.
    """

    def __init__(
        self,
        stream: TextIO,
        colour: bool = False,
        width: int = 100,
        notes: bool = False,
        every: bool = False,
        fold: bool = False,
        brief: bool = False,
    ) -> None:
        self._stream = stream
        self._colour = colour
        self._width = width
        self._fold = fold
        self._brief = brief
        self._found: Counter[Severity] = Counter()
        self._kinds = Kinds(shown=None if every else 10, notes=notes or every)

    def finding(self, finding: Finding) -> None:
        """Show one finding, or count it where it is one of many."""
        if self._kinds.silent(finding):
            return
        self._found[finding.severity] += 1
        if not self._kinds.show(finding):
            return
        severity = self._painted(str(finding.severity), COLOURS[finding.severity])
        place = self._painted(_where(finding), _BOLD)
        self._stream.write(f"{severity} {visible(finding.rule)}  {place}\n")
        for line in self._folded(visible(finding.message)):
            self._stream.write(f"{_INDENT}{line}\n")
        if finding.excerpt is not None:
            line, carets = excerpt_lines(finding.excerpt, self._width - 2 * len(_INDENT))
            self._stream.write(
                f"{_INDENT * 2}{line}\n{_INDENT * 2}{self._painted(carets, COLOURS[finding.severity])}\n"
            )
        for name, text in _details(finding):
            self._stream.write(f"{_INDENT}{self._painted(f'{name}:', _DIM)} {visible(text)}\n")
        self._stream.write("\n")

    def close(self, ending: Ending) -> None:
        """Say what was counted and not shown, then in one line what was checked and found."""
        if self._brief:
            return
        for line in self._kinds.rest(self._width) if ending.instead is None else ():
            self._stream.write(f"{line}\n")
        more = " --all shows every finding." if self._kinds.brief else ""
        said = ending.instead or f"{summary(ending.checked, self._found, ending.sentence)}{more}"
        self._stream.writelines(f"{line}\n" for line in (said, *ending.lines))

    def _folded(self, sentence: str) -> list[str]:
        """Return ``sentence`` in lines that fit; where nobody sets a width, as in a pipe, it stays one that grep finds whole."""
        return folded(sentence, self._width - len(_INDENT)) if self._fold else [sentence]

    def _painted(self, text: str, colour: str) -> str:
        return painted(text, colour, self._colour)


def _begin(stream: TextIO, beginning: Beginning) -> TextReport:
    look = beginning.look
    if not look.brief:
        stream.writelines(f"{line}\n" for line in beginning.lines)
    colour, width = colour_of(stream, look.colour), width_of(stream)
    return TextReport(stream, colour, width, look.notes, look.every, fold=stream.isatty(), brief=look.brief)


FORMAT: Final = Format(_begin, once=True)


def _where(finding: Finding) -> str:
    """Return exchange, part and pointer: ``traffic.ndjson:3 request /seed``; of a document its line and column."""
    if finding.part == "document" and finding.source is not None:
        return visible(_place(finding.source))
    part = finding.part if finding.chunk_index is None else f"{finding.part} {finding.chunk_index}"
    pointer = "" if finding.part == "spec" else finding.pointer
    return visible(" ".join(word for word in (finding.exchange, part, pointer) if word))


def _place(source: Position) -> str:
    return ":".join(str(word) for word in (source.file, source.line, source.column) if word is not None)


def _details(finding: Finding) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    if finding.suggestion is not None:
        # Nobody writes an answer but the service.
        label = "expected" if finding.part in ("response", "chunk", "status") else "write"
        found.append((label, finding.suggestion))
    if finding.spec is not None:
        line = f":{finding.spec.line}:{finding.spec.column}" if finding.spec.line is not None else ""
        found.append(("contract", f"{finding.spec.file}{line} {finding.spec.pointer}"))
    elif finding.api_version is not None:
        found.append(("api-version", finding.api_version))
    if finding.source is not None and finding.part != "document":
        found.append(("source", _place(finding.source)))
    elif finding.stream is not None:
        place = f"line {finding.stream.line}"
        found.append(("stream", place if finding.stream.column is None else f"{place}, column {finding.stream.column}"))
    if finding.id is not None:
        found.append(("id", finding.id))
    found.extend(("see", f"{related.exchange} {related.pointer}".rstrip()) for related in finding.related)
    return found
