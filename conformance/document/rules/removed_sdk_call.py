"""``removed-sdk-call``: code calls what the openai package still has."""

import ast
import re
from collections.abc import Iterator
from typing import Final

from conformance.document.analysis.analysis import Analysis
from conformance.document.analysis.code import Code
from conformance.document.analysis.javascript_sdk import misused
from conformance.document.rules.rule import Confirmed, Remark, document_rule
from conformance.exchange import Position
from conformance.finding import Severity
from conformance.reading.python.parsed import parsed
from conformance.reading.python.parsing import REFUSALS

# What raises APIRemovedInV1 from 1.0 on, and what takes its place (openai, `lib/_old_api.py` and its migration guide).
_REMOVED: Final = {
    "ChatCompletion": "client.chat.completions.create",
    "Completion": "client.completions.create",
    "Embedding": "client.embeddings.create",
    "Edit": None,
    "Image": "client.images.generate",
    "Moderation": "client.moderations.create",
    "Audio": "client.audio.transcriptions.create",
}
_METHODS: Final = frozenset({"create", "acreate", "transcribe", "translate"})
# A page for the old package says so: in an installation, in words, or in the title of a tab.
_PINNED: Final = re.compile(
    r"\bopenai@\^?[0-3]\b|\bopenai(?:[ -]python)?(?: (?:library|package|sdk))?(?:\[[\w,]{1,40}\])?[ `\"']{0,2}(?:version |v)?"
    r"(?:(?:==|~=|<=)[ ]?0\.\d|<[ ]?(?:0\.\d|1\b)|[ ]?0\.\d"
    r"|[^.\n]{0,30}\b(?:less|older|earlier|lower)[ ]than[ ]v?1\b|[^.\n]{0,30}\b(?:below|before|prior[ ]to)[ ]v?1\b)",
    re.IGNORECASE,
)


@document_rule(
    "removed-sdk-call", Severity.ERROR, "Python calls nothing that openai 1 removed, unless the page pins an older one"
)
def removed_sdk_call(analysis: Analysis) -> Iterator[Remark | Confirmed]:
    if _PINNED.search(analysis.document.text):
        return
    for code in analysis.codes:
        if code.program.language == "javascript":
            yield from _javascript(code)
        if code.program.language != "python" or "openai" not in code.program.text:
            continue
        for node, name in _calls(code):
            new = _REMOVED[name]
            mend = f"make a client and write `{new}`" if new else "it has no successor"
            message = (
                f"`openai.{name}` was removed in openai 1.0, and this call raises APIRemovedInV1; {mend}, "
                "or pin the old package with `pip install openai==0.28`"
            )
            yield Remark(_place(code, node), message, len(f"openai.{name}"), new)


def _javascript(code: Code) -> Iterator[Remark]:
    for one in misused(code.program.parts[-1].text):
        if one.kind == "removed":
            message = (
                f"`{one.name}` was removed in version 4 of the openai package, and this call fails; write `{one.meant}`, "
                "or pin the old package with `npm install openai@3`"
            )
            yield Remark(code.own_position(one.offset), message, len(one.name))


def _calls(code: Code) -> Iterator[tuple[ast.Attribute, str]]:
    """Yield the removed classes that the block itself calls, in its order."""
    try:
        if not any(name in code.program.text for name in _REMOVED):
            return
        nodes = parsed(code.program.text).nodes
    except REFUSALS:
        return
    found = []
    for node in nodes:
        match node:
            case ast.Call(ast.Attribute(ast.Attribute(ast.Name("openai"), name) as of, method)):
                if name in _REMOVED and method in _METHODS and node.lineno >= code.program.own:
                    found.append((of, name))
    yield from sorted(found, key=lambda one: (one[0].lineno, one[0].col_offset))


def _place(code: Code, node: ast.Attribute) -> Position:
    line = code.program.text.split("\n")[node.lineno - 1]
    column = len(line.encode("utf-8", "replace")[: node.col_offset].decode("utf-8", "replace")) + 1
    return code.program.in_document(Position(code.program.place, node.lineno, column))
