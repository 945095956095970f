"""``code-syntax``: code parses."""

import ast
import re
from collections.abc import Iterator
from typing import Final

from conformance.document.checking.study import Code, Study
from conformance.document.markdown import Fence
from conformance.document.rules.rule import Confirmed, Remark, document_rule
from conformance.finding import Severity
from conformance.wire.json_text import NotJson, read_json

# What a document leaves out, or explains, inside of JSON: it is no slip then.
_ELIDED: Final = re.compile(r"\.\.\.|…|^[^\S\n]*+(?://|#)|<[^<>\n]+>|\{\{|\s//\s", re.MULTILINE)
# What Python's prompt shows, and what only a notebook runs.
_PROMPT: Final = re.compile(r"^[^\S\n]*+(?:>>> |In \[\d+\]:)", re.MULTILINE)
_MAGIC: Final = re.compile(r"^([^\S\n]*+)[%!][\w%!].*$", re.MULTILINE)
_PIECE_OF: Final = ("f(\n{}\n)", "{{\n{}\n}}", "if x:\n    pass\n{}", "try:\n    pass\n{}")


@document_rule(
    "code-syntax", Severity.ERROR, "Python, PowerShell and JSON parse"
)  # PowerShell: checking/powershell_syntax.py
def code_syntax(study: Study) -> Iterator[Remark | Confirmed]:
    for code in study.codes:
        problem = code.reading.problem
        if problem is not None and code.is_own(problem.place) and not _is_piece(code):
            message = f"the code does not parse here: {problem.reason}; mend it, for whoever copies it gets this error"
            yield Remark(code.position(problem.place), message)
    for block in study.document.blocks:
        if isinstance(block, Fence) and block.language == "json" and not _ELIDED.search(block.content):
            yield from _json(study, block)


def _is_piece(code: Code) -> bool:
    """Whether Python is a session at a prompt, a notebook's cell, or a piece of a whole: an argument, a branch."""
    text = code.program.parts[-1].text
    if code.program.language != "python":
        return False
    if _PROMPT.search(text):
        return True
    plain = _dedented(_MAGIC.sub(r"\1pass", text))
    return any(_parses(whole.format(plain)) for whole in ("{}", *_PIECE_OF))


def _dedented(text: str) -> str:
    """Return ``text`` without the indentation of its first line, as far as the others have it."""
    lines = text.split("\n")
    first = next((line for line in lines if line.strip()), "")
    indent = first[: len(first) - len(first.lstrip())]
    return "\n".join(line.removeprefix(indent) for line in lines) if indent else text


def _parses(text: str) -> bool:
    try:
        ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _json(study: Study, fence: Fence) -> Iterator[Remark]:
    try:
        if fence.content.strip():
            read_json(fence.content)
    except NotJson as problem:
        if _is_piece_of_json(fence.content):
            return
        if problem.offset < len(fence.content) or fence.close is not None:
            place = study.at(fence.passage.offset(min(problem.offset, max(len(fence.content) - 1, 0))))
            yield Remark(place, f"this is no JSON: {problem.reason}; mend it, or label the fence otherwise")


def _is_piece_of_json(text: str) -> bool:
    """Whether a text is members, or elements, without the brackets around them, or an object in each line."""
    plain = text.strip().removesuffix(",")
    wholes = [f"{{{plain}}}", f"[{plain}]", f"[{','.join(line for line in plain.splitlines() if line.strip())}]"]
    return any(_is_json(whole) for whole in wholes)


def _is_json(text: str) -> bool:
    try:
        read_json(text)
    except NotJson:
        return False
    return True
