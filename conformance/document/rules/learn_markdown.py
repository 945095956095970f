"""``learn-markdown``: Learn renders the document as it is meant, and each file that it names is there."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from conformance.document.analysis.analysis import Analysis
from conformance.document.markdown import CodeInclude, Document, Fence, Problem, Snippet, locate, read_snippet
from conformance.document.markers import NONE, Folders, Marker, dangling, marker_of, snippet_of, source_of
from conformance.document.rules.rule import Confirmed, Remark, beside, document_rule
from conformance.finding import Severity

_BESIDE: Final = "~/../"
_OF_ZONES: Final = ("zone-unclosed", "zone-nested", "zone-end-alone")
_ZONE: Final = re.compile(r"^[^\S\n]*+:::[^\S\n]*+zone(-end)?\b", re.MULTILINE)
_TOP_OF_A_REPOSITORY: Final = ".git"


@document_rule(
    "learn-markdown", Severity.ERROR, "Learn renders the Markdown as meant, and each file that it names is there"
)
def learn_markdown(analysis: Analysis) -> Iterator[Remark | Confirmed]:
    if analysis.is_mdx or analysis.is_notebook:
        return
    alternate = _zones_alternate(analysis.document.text)
    for problem in (*analysis.document.problems, *_problems(analysis)):
        if problem.kind not in _OF_ZONES or not alternate:
            yield _remark(problem, Severity.NOTE if _is_elsewhere(problem, analysis.document) else None)
    severity = Severity.NOTE if _is_alone(analysis) else None
    for problem in _includes(analysis):
        yield _remark(problem, severity)


def _zones_alternate(text: str) -> bool:
    """Whether each zone's begin is followed by its end: Learn takes an end that is indented below a list for one, too."""
    marks = [bool(found[1]) for found in _ZONE.finditer(text)]
    return len(marks) % 2 == 0 and all(ends is bool(number % 2) for number, ends in enumerate(marks))


def _is_elsewhere(problem: Problem, document: Document) -> bool:
    """Whether a ``:::code`` line names a file of a repository that Learn puts beside this one (``~/../NAME/``)."""
    return document.text[problem.range.start : problem.range.start + len(_BESIDE)] == _BESIDE


def _remark(problem: Problem, severity: Severity | None = None) -> Remark:
    length = problem.range.end - problem.range.start
    related = tuple(map(beside, problem.others))
    return Remark(problem.position, _sentence(problem), length, severity=severity, related=related)


def _problems(analysis: Analysis) -> Iterator[Problem]:
    document = analysis.document
    for block in document.blocks:
        folders = analysis.folders.at(document, block.range)
        if isinstance(block, CodeInclude) and block.source.value:
            snippet = read_snippet(
                document, block, folder=folders.folder, root=folders.root, repositories=folders.repositories
            )
            if isinstance(snippet, Problem):
                yield snippet
        elif isinstance(block, Fence):
            for marker in (marker_of(document, block, "sample"), marker_of(document, block, "output-of")):
                if isinstance(marker, Problem):
                    yield marker
                elif isinstance(marker, Marker):
                    yield from _behind(document, marker, folders)
    yield from dangling(document)


def _includes(analysis: Analysis) -> Iterator[Problem]:
    document = analysis.document
    for include in document.includes:
        folders = analysis.folders.at(document, include.range)
        path = locate(document, include.path, include.path_range, folder=folders.folder, root=folders.root)
        if isinstance(path, Problem):
            yield path


def _is_alone(analysis: Analysis) -> bool:
    """Whether a page of Learn was taken out of its repository, where its includes are."""
    front_matter = analysis.document.front_matter
    dated = front_matter is not None and any(entry.key.startswith("ms.") for entry in front_matter.entries)
    return dated and not (analysis.folders.root / _TOP_OF_A_REPOSITORY).exists()


def _behind(document: Document, marker: Marker, folders: Folders) -> Iterator[Problem]:
    """Yield what is wrong with the file, or the snippet, that a marker names."""
    found: Snippet | Path | Problem
    if marker.key == "sample":
        found = snippet_of(document, marker, folders)
    elif marker.value != NONE:
        found = source_of(document, marker, folders)
    else:
        return
    if isinstance(found, Problem):
        yield found


def _sentence(problem: Problem) -> str:
    text = problem.sentence.rstrip(".")
    return text[:1].lower() + text[1:] if text[1:2].islower() else text
