"""``learn-markdown``: Learn renders the document as it is meant, and each file that it names is there."""

from collections.abc import Iterator

from conformance.document.markdown import CodeInclude, Fence, Problem, locate, read_snippet
from conformance.document.markers import dangling, marker_of
from conformance.document.rules.rule import Confirmed, Remark, document_rule
from conformance.document.study import Study
from conformance.finding import Severity


@document_rule(
    "learn-markdown", Severity.ERROR, "Learn renders the Markdown as meant, and each file that it names is there"
)
def learn_markdown(study: Study) -> Iterator[Remark | Confirmed]:
    for problem in (*study.document.problems, *_problems(study)):
        yield Remark(problem.position, _sentence(problem), problem.range.end - problem.range.start)


def _problems(study: Study) -> Iterator[Problem]:
    document, folders = study.document, study.folders
    at = {"folder": folders.folder, "root": folders.root}
    for block in document.blocks:
        if isinstance(block, CodeInclude) and block.source.value:
            snippet = read_snippet(document, block, **at)
            if isinstance(snippet, Problem):
                yield snippet
        elif isinstance(block, Fence):
            for marker in (marker_of(document, block, "sample"), marker_of(document, block, "output-of")):
                if isinstance(marker, Problem):
                    yield marker
    for include in document.includes:
        path = locate(document, include.path, include.path_range, **at)
        if isinstance(path, Problem):
            yield path
    yield from dangling(document)


def _sentence(problem: Problem) -> str:
    text = problem.sentence.rstrip(".")
    return text[:1].lower() + text[1:] if text[1:2].islower() else text
