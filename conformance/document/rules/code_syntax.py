"""``code-syntax``: code parses."""

import re
from collections.abc import Iterator
from typing import Final

from conformance.document.markdown import Fence
from conformance.document.rules.rule import Confirmed, Remark, document_rule
from conformance.document.study import Study
from conformance.finding import Severity
from conformance.wire.json_text import NotJson, read_json

# What a document leaves out, or explains, inside of JSON: it is no slip then.
_ELIDED: Final = re.compile(r"\.\.\.|…|(?:^|\s)//|^\s*#|<[^<>\n]+>", re.MULTILINE)


@document_rule("code-syntax", Severity.ERROR, "Python, PowerShell and JSON parse")
def code_syntax(study: Study) -> Iterator[Remark | Confirmed]:
    for code in study.codes:
        problem = code.reading.problem
        if problem is not None and code.is_own(problem.place):
            message = f"the code does not parse here: {problem.reason}; mend it, for whoever copies it gets this error"
            yield Remark(code.position(problem.place), message)
    for block in study.document.blocks:
        if isinstance(block, Fence) and block.language == "json" and not _ELIDED.search(block.content):
            yield from _json(study, block)
        for found in study.syntax.get(block.range, ()):
            yield Remark(
                found.place,
                f"PowerShell does not parse this: {found.reason}; mend it, for whoever copies it gets this error",
            )


def _json(study: Study, fence: Fence) -> Iterator[Remark]:
    try:
        if fence.content.strip():
            read_json(fence.content)
    except NotJson as problem:
        if problem.offset < len(fence.content) or fence.close is not None:
            place = study.at(fence.passage.offset(min(problem.offset, max(len(fence.content) - 1, 0))))
            yield Remark(place, f"this is no JSON: {problem.reason}; mend it, or label the fence otherwise")
