"""A result as it is kept: no line of the page stands in it, and nothing that looks like a secret."""

from dataclasses import replace
from typing import Any, Final

from conformance.document.caching.codec import Unfit, decode, encode
from conformance.document.checking.check import CheckedDocument
from conformance.document.markdown.source import Source
from conformance.finding import Excerpt, Finding

_LIFTED: Final = ""  # what stands for a line of the page


def written_down(result: CheckedDocument, source: Source) -> Any:
    """Return ``result`` as JSON, without the lines of the page that its findings show; raises Unfit where it cannot be kept."""
    from conformance.traffic.secrets.shapes import without_named

    kept = encode(replace(result, findings=tuple(_without_line(one, source) for one in result.findings)))
    if any(without_named(text) != text for text in _texts(kept)):
        raise Unfit("it quotes a secret")
    return kept


def read_back(value: Any, source: Source) -> CheckedDocument:
    """Return the result that ``value`` was written from, for the same page; raises Unfit."""
    result: CheckedDocument = decode(CheckedDocument, value)
    return replace(result, findings=tuple(_with_line(one, source) for one in result.findings))


def _without_line(finding: Finding, source: Source) -> Finding:
    excerpt = finding.excerpt
    if finding.exhibit is not None:
        raise Unfit("it brings a request along")
    if excerpt is None:
        return finding
    if excerpt.text != _line(finding, source):
        raise Unfit("it shows another text than its line")
    return replace(finding, excerpt=Excerpt(_LIFTED, excerpt.start, excerpt.end))


def _with_line(finding: Finding, source: Source) -> Finding:
    if finding.excerpt is None:
        return finding
    return replace(finding, excerpt=Excerpt(_line(finding, source), finding.excerpt.start, finding.excerpt.end))


def _line(finding: Finding, source: Source) -> str:
    place = finding.source
    if place is None or place.line is None or not 0 < place.line <= len(source.lines):
        raise Unfit("it stands nowhere")
    return source.lines[place.line - 1]


def _texts(value: Any) -> list[str]:
    found, todo = [], [value]
    while todo:
        one = todo.pop()
        if isinstance(one, str):
            found.append(one)
        elif isinstance(one, list):
            todo += one
        elif isinstance(one, dict):
            todo += [*one, *one.values()]
    return found
