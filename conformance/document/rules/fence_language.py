"""``fence-language``: a fence says what it holds."""

import ast
import json
import re
from collections.abc import Iterator
from typing import Final

from conformance.document.checking.study import Study
from conformance.document.markdown import Fence
from conformance.document.markdown.languages import KNOWN_LABELS
from conformance.document.rules.rule import Confirmed, Remark, document_rule
from conformance.errors import nearest
from conformance.finding import Severity

_POWERSHELL: Final = re.compile(
    r"^[^\S\n]*+(?:\$\w++(?:\.\w++)*+\s*+\+?=|(?:Invoke|Write|Get|Set|New|ConvertTo|ConvertFrom)-\w+)", re.MULTILINE
)
_PYTHON: Final = re.compile(r"^(?:import \w+|from \w[\w.]* import |def \w+\(|print\()", re.MULTILINE)
_SHELL: Final = re.compile(r"^[^\S\n]*+(?:\$ )?(?:curl|pip3? install|export \w+=|az |npm |dotnet )", re.MULTILINE)


@document_rule("fence-language", Severity.WARNING, "a fence is labelled with the language that it holds")
def fence_language(study: Study) -> Iterator[Remark | Confirmed]:
    outputs = {output.block.range for output in study.document.outputs}
    for block in study.document.blocks:
        if not isinstance(block, Fence) or not block.content.strip():
            continue
        holds = _holds(block, block.range in outputs)
        if not block.label:
            message = "this fence has no language, so it is shown without colours and without a way to copy it"
            yield Remark(study.at(block.open.start), f"{message}; label it `{holds}`", len(block.mark), holds)
        elif block.language not in KNOWN_LABELS and (names := nearest(block.label.lower(), KNOWN_LABELS)):
            message = f"`{block.label}` is no language that Learn knows; did you mean `{names[0]}`?"
            yield Remark(study.at(block.label_range.start), message, len(block.label), names[0])
        elif _is_other(block, holds):
            message = f"the fence is labelled `{block.label}` and holds {_NAMES[holds]}; label it `{holds}`"
            yield Remark(study.at(block.label_range.start), message, len(block.label), holds)


_NAMES: Final = {"json": "JSON", "powershell": "PowerShell", "python": "Python", "bash": "shell commands"}


def _holds(fence: Fence, is_output: bool) -> str:
    """Return the label that fits the content; ``output`` where nothing tells."""
    text = fence.content
    if _is_json(text):
        return "json"
    if is_output:
        return "output"
    if _PYTHON.search(text) and _is_python(text):
        return "python"
    if _POWERSHELL.search(text):
        return "powershell"
    return "bash" if _SHELL.search(text) else "output"


def _is_other(fence: Fence, holds: str) -> bool:
    """Whether a labelled fence surely holds another language: it has the marks of that one, and does not parse as its own."""
    if holds not in _NAMES or holds == fence.language:
        return False
    match fence.language:
        case "python":
            return holds == "json" or (not _is_python(fence.content) and holds in ("powershell", "bash"))
        case "json":
            return holds in ("python", "powershell", "bash")
        case "powershell":
            return holds in ("python", "json") and "$" not in fence.content
    return False


def _is_json(text: str) -> bool:
    if text.lstrip()[:1] not in ("{", "["):
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _is_python(text: str) -> bool:
    try:
        ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True
