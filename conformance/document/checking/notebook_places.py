"""What was found in the page of a notebook, with the places of its file."""

import re
from dataclasses import replace
from typing import Final

from conformance.document.checking.check import CheckedDocument
from conformance.document.markdown.notebook import Notebook
from conformance.exchange import Position
from conformance.finding import Edit, Excerpt, Finding, Related

_LINE: Final = re.compile(r":(\d+)(?!\d)")


def in_file(result: CheckedDocument, notebook: Notebook | None) -> CheckedDocument:
    """Return ``result`` of the page of ``notebook`` as a result of its file; that of another document as it is."""
    if notebook is None:
        return result
    places = _Places(notebook, result.name)
    blocks = (
        replace(one, place=places.of(one.place), last_line=places.of(Position(result.name, one.last_line, 1)).line or 0)
        for one in result.blocks
    )
    return replace(
        result,
        findings=tuple(map(places.finding, result.findings)),
        confirmed=tuple(replace(one, place=places.of(one.place)) for one in result.confirmed),
        blocks=tuple(blocks),
    )


class _Places:
    def __init__(self, notebook: Notebook, name: str) -> None:
        self._notebook = notebook
        self._name = name

    def of(self, place: Position) -> Position:
        """Return a place of the page in the file; one elsewhere stays itself."""
        if place.file != self._name or place.line is None:
            return place
        return self._notebook.position(place.line, place.column or 1)

    def finding(self, finding: Finding) -> Finding:
        source = finding.source
        mine = source is not None and source.file == self._name
        return replace(
            finding,
            exchange=self._exchange(finding.exchange) if finding.exchange is not None else None,
            source=self.of(source) if source is not None else None,
            related=tuple(Related(self._exchange(one.exchange), one.pointer) for one in finding.related),
            excerpt=self._excerpt(finding) if mine else finding.excerpt,
            edits=self._edits(finding.edits),
        )

    def _exchange(self, place: str) -> str:
        """Return ``NAME:LINE`` with the line of the file."""
        found = _LINE.match(place, len(self._name)) if place.startswith(self._name) else None
        if found is None:
            return place
        return f"{self._name}:{self._notebook.position(int(found[1]), 1).line}{place[found.end() :]}"

    def _excerpt(self, finding: Finding) -> Excerpt | None:
        """Return the line of the cell in place of the line of the page, which lacks what only a notebook runs."""
        excerpt, line = finding.excerpt, finding.source.line if finding.source is not None else None
        if excerpt is None or line is None:
            return None
        text, shift = self._notebook.line(line)
        if not text or not text.endswith(excerpt.text[max(excerpt.start, 0) :]):
            return Excerpt(excerpt.text, excerpt.start, excerpt.end)
        return Excerpt(text, excerpt.start + shift, excerpt.end + shift)

    def _edits(self, edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
        """Return the edits as JSON writes them; none where one of them changes what the file does not hold."""
        import json

        found = []
        for one in edits:
            place = self._notebook.span(one.start.line or 1, one.start.column or 1, one.end.column or 1)
            if place is None or one.start.line != one.end.line:
                return ()
            found.append(Edit(*place, json.dumps(one.text, ensure_ascii=False)[1:-1]))
        return tuple(found)
