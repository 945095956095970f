"""``code-name-undefined``: code has what it needs, on the page."""

import re
from collections.abc import Iterator
from typing import Final

from conformance.document.analysis.analysis import Analysis
from conformance.document.analysis.code import Code
from conformance.document.prose.claims.moods import asks_to_add
from conformance.document.rules.rule import Confirmed, Remark, document_rule
from conformance.finding import Severity

_IMPORT: Final = re.compile(r"^[^\S\n]*+(?:import|from)\s", re.MULTILINE)
_STATEMENT: Final = re.compile(r"^(?!def |class |async def |[@#)\]}]|\s|$)", re.MULTILINE)
# Classes that other libraries export by the same name.
_OF_OTHERS_TOO: Final = frozenset({"OpenAI", "AzureOpenAI", "AsyncOpenAI", "AsyncAzureOpenAI"})


@document_rule(
    "code-name-undefined", Severity.ERROR, "each name that code reads is set or imported on the page, there or before"
)
def code_name_undefined(analysis: Analysis) -> Iterator[Remark | Confirmed]:
    for code in analysis.codes:
        program = code.program
        if program.undefined and _goes_into_a_file(analysis, code):
            continue
        for name in program.undefined:
            if name.meant is not None:  # wrong-variable says so
                continue
            if name.name in _OF_OTHERS_TOO and analysis.page.has_namesakes:
                continue
            shown = name.shown(program.language)
            yield Remark(program.place_of(name), name.message(program.language), len(shown), suggestion=name.mend)


def _goes_into_a_file(analysis: Analysis, code: Code) -> bool:
    """Whether the words before a block say to add it to code that the reader has: that imports what it needs."""
    if code.program.language != "python" or _IMPORT.search(code.program.parts[-1].text):
        return False
    # Outside of Learn, whose blocks are to run, a function alone is a piece of a file that grows along the page.
    if not analysis.is_learns and not _STATEMENT.search(code.program.parts[-1].text):
        return True
    block = code.block.range
    begin = max((one.range.end for one in analysis.document.blocks if one.range.end <= block.start), default=0)
    before = analysis.sentences_between(begin, block.start)
    return bool(before) and any(asks_to_add(sentence.text) for sentence in before[-2:])
