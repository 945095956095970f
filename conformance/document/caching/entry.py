"""A result as it is kept: no line of the page stands in it, and nothing that looks like a secret."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from conformance.document.caching.codec import Unfit, decode, encode
from conformance.document.checking.check import CheckedDocument
from conformance.document.markdown.source import Source
from conformance.finding import Excerpt, Finding

_LIFTED: Final = ""  # what stands for a line of the page


def written_down(result: CheckedDocument, sources: Mapping[str, Source]) -> Any:
    """Return ``result`` as JSON, without the lines that its findings show; raises Unfit where it cannot be kept.

    ``sources`` are the page and the files that it includes, by their names.
    """
    from conformance.traffic.secrets.shapes import without_named

    kept = encode(_changed(result, sources, _without_line))
    if any(without_named(text) != text for text in _texts(kept)):
        raise Unfit("it quotes a secret")
    return kept


def read_back(value: Any, page: Source) -> CheckedDocument:
    """Return the result that ``value`` was written from, for the same page; raises Unfit, InputError and OSError."""
    result: CheckedDocument = decode(CheckedDocument, value)
    return _changed(result, sources_of(page, result), _with_line)


def sources_of(page: Source, result: CheckedDocument) -> dict[str, Source]:
    """Return the page and the files that it includes by their names; raises InputError and OSError."""
    included = {one.name: Source.read(Path(one.path).read_bytes(), one.name) for one in result.included}
    return {page.name: page, **included}


def _changed(
    result: CheckedDocument, sources: Mapping[str, Source], change: Callable[[Finding, Source], Finding]
) -> CheckedDocument:
    findings = tuple(change(one, sources[result.name]) for one in result.findings)
    included = tuple(_changed(one, sources, change) for one in result.included)
    return replace(result, findings=findings, included=included)


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
