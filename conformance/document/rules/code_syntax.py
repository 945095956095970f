"""``code-syntax``: code parses."""

import json
import re
from collections.abc import Iterator
from typing import Final

from conformance.document.analysis.analysis import Analysis
from conformance.document.analysis.code import Code
from conformance.document.analysis.held_language import other_language
from conformance.document.analysis.python_pieces import is_piece
from conformance.document.markdown import Fence, Range
from conformance.document.rules.rule import Confirmed, Remark, document_rule
from conformance.finding import Severity
from conformance.wire.json_text import NotJson, read_json

# What a document leaves out, or explains, inside of JSON: it is no slip then.
_ELIDED: Final = re.compile(r"\.\.\.|…|^[^\S\n]*+(?://|#)|<[^<>\n]+>|\{\{|\s//\s|[,{}\[\]\"][^\S\n]*+#\s", re.MULTILINE)
_BETWEEN: Final = re.compile(r"[\s,]*+")


@document_rule(
    "code-syntax", Severity.ERROR, "Python, PowerShell and JSON parse"
)  # PowerShell: checking/powershell_syntax.py
def code_syntax(analysis: Analysis) -> Iterator[Remark | Confirmed]:
    swallowing = {one.range for one in analysis.document.problems if one.kind == "fence-swallows"}
    outputs = {output.block.range for output in analysis.document.outputs}
    for code in analysis.codes:
        problem = code.reading.problem
        if problem is None or not code.is_own(problem.place) or _is_other_language(code, outputs):
            continue
        if code.block.range in swallowing:  # learn-markdown says why
            continue
        line = (problem.place.line or 1) - code.program.own
        if code.program.language != "python" or not is_piece(code.program.parts[-1].text, line):
            message = f"the code does not parse here: {problem.reason}; fix it, because everyone who copies it gets this error"
            yield Remark(code.position(problem.place), message)
    for block in analysis.document.blocks:
        if isinstance(block, Fence) and block.language == "json" and not _ELIDED.search(block.content):
            yield from _json(analysis, block)


def _is_other_language(code: Code, outputs: set[Range]) -> bool:
    """Whether a block holds another language than its label says, which ``fence-language`` tells."""
    block = code.block
    return isinstance(block, Fence) and other_language(block, block.range in outputs) is not None


def _json(analysis: Analysis, fence: Fence) -> Iterator[Remark]:
    try:
        if fence.content.strip():
            read_json(fence.content)
    except NotJson as problem:
        if _is_piece_of_json(fence.content) or other_language(fence) is not None:
            return
        if problem.offset < len(fence.content) or fence.close is not None:
            place = analysis.at(fence.passage.offset(min(problem.offset, max(len(fence.content) - 1, 0))))
            yield Remark(place, f"this is not JSON: {problem.reason}; fix it, or label the fence otherwise")


def _is_piece_of_json(text: str) -> bool:
    """Whether a text is members, or elements, without the brackets around them, or an object in each line.

    One that ends with a comma outside of all words is the beginning of something longer.
    """
    plain = text.strip().removesuffix(",")
    if plain != text.strip():
        return True
    return any(_is_json(whole) for whole in (f"{{{plain}}}", f"[{plain}]")) or _are_values(plain)


def _are_values(text: str) -> bool:
    """Whether a text is JSON values, one behind the other."""
    decoder, at = json.JSONDecoder(), 0
    try:
        while at < len(text):
            _, end = decoder.raw_decode(text, at)
            between = _BETWEEN.match(text, end)
            at = between.end() if between else end
    except (ValueError, RecursionError):
        return False
    return True


def _is_json(text: str) -> bool:
    try:
        read_json(text)
    except NotJson:
        return False
    return True
