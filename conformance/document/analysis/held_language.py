"""Which language a fence holds, told from its content alone."""

import ast
import json
import re
from typing import Final

from conformance.document.markdown import Fence
from conformance.reading.python.parsed import parsed, parses
from conformance.reading.python.parsing import REFUSALS

# The languages that can be told, by the label that fits, as a sentence calls them.
NAMES: Final = {
    "json": "JSON",
    "powershell": "PowerShell",
    "python": "Python",
    "bash": "shell commands",
    "javascript": "JavaScript",
    "csharp": "C#",
}
_POWERSHELL: Final = re.compile(
    r"^[^\S\n]*+(?:\$\w++(?:\.\w++)*+\s*+\+?=|(?:Invoke|Write|Get|Set|New|ConvertTo|ConvertFrom)-[A-Z]\w+)",
    re.MULTILINE,
)
_PYTHON: Final = re.compile(r"^(?:import \w+|from \w[\w.]* import |def \w+\(|print\()", re.MULTILINE)
_PYTHON_IMPORT: Final = re.compile(r"^(?:import \w[\w.]*(?: as \w+)?|from \w[\w.]* import [^;\n]+)$", re.MULTILINE)
_COMMAND: Final = r"(?:\$ )?(?:sudo )?(?:curl|pip3?|python3? -m pip|uv|export \w+=|az|npm|dotnet|cd|git)(?: |$)"
_SHELL: Final = re.compile(rf"^[^\S\n]*+{_COMMAND}", re.MULTILINE)
_INSTALL: Final = re.compile(r"^[^\S\n]*+(?:\$ )?(?:curl|pip3? install|export \w+=|az |npm |dotnet )", re.MULTILINE)
_JAVASCRIPT: Final = re.compile(
    r"^[^\S\n]*+(?:(?:const|let)[^\S\n][\w{},\t ]*+=\s|import\s[^\n;]*?\sfrom\s+[\"']|console\.log\()", re.MULTILINE
)
_CSHARP: Final = re.compile(r"^[^\S\n]*+(?:using\s+[A-Z][\w.]*+;|(?:var|[A-Z]\w*+)\s+\w++\s*+=\s*+new\b)", re.MULTILINE)
# Members of a schema, a request or an answer: a literal that holds one is data and no code.
_DATA: Final = re.compile(r'^[^\S\n]*+"(?:type|\$schema|choices|messages|object|error)"\s*+:', re.MULTILINE)
_ASSIGNS: Final = re.compile(r"^[^\S\n]*+\$\w++[^\S\n]*+=", re.MULTILINE)
_CONTINUED: Final = re.compile(r"\\[^\S\n]*$", re.MULTILINE)
_JSON_WORDS: Final = frozenset({"true", "false", "null"})


def held_language(fence: Fence, is_output: bool = False) -> str:
    """Return the label that fits the content; ``output`` where nothing tells."""
    text = fence.content
    if is_json(text):
        return "json"
    if is_output:
        return "output"
    if _PYTHON.search(text) and parses(text):
        return "python"
    if _CSHARP.search(text):
        return "csharp"
    if _JAVASCRIPT.search(text):
        return "javascript"
    if _INSTALL.search(text) and not _PYTHON_IMPORT.search(text):
        return "bash"
    if _POWERSHELL.search(text) and not _PYTHON_IMPORT.search(text):
        return "powershell"
    return "output"


def other_language(fence: Fence, is_output: bool = False) -> str | None:
    """Return the language that a labelled fence surely holds in place of its own, else None.

    It has the marks of that one, and cannot be its own.
    """
    label, text = fence.language, fence.content
    if label not in _JUDGES:
        return None
    holds = held_language(fence, is_output)
    return holds if holds in NAMES and holds != label and _JUDGES[label](holds, text) else None


def _not_python(holds: str, text: str) -> bool:
    if holds == "json":
        return _has_json_words(text) or (text.count("\n") > 1 and bool(_DATA.search(text)))
    if parses(text):
        return False
    return holds != "bash" or _all_commands(text)


def _not_json(holds: str, _text: str) -> bool:
    return holds in ("python", "powershell", "bash")


def _not_powershell(holds: str, text: str) -> bool:
    if holds == "bash":
        return bool(_CONTINUED.search(text)) and "curl" in text and "`\n" not in text
    return holds in ("python", "json") and "$" not in text


def _not_shell(holds: str, text: str) -> bool:
    if holds == "powershell":
        return not _SHELL.search(text) and bool(_ASSIGNS.search(text))
    return holds == "json" or (holds == "python" and bool(_PYTHON_IMPORT.search(text)))


def _not_compiled(holds: str, text: str) -> bool:
    return holds == "python" and bool(_PYTHON_IMPORT.search(text)) and ";\n" not in f"{text}\n"


_JUDGES: Final = {
    "python": _not_python,
    "json": _not_json,
    "powershell": _not_powershell,
    "bash": _not_shell,
    **dict.fromkeys(("csharp", "javascript", "typescript", "java", "go"), _not_compiled),
}


def _all_commands(text: str) -> bool:
    """Whether each line is a command, or goes on with one, or is empty or a comment."""
    goes_on = False
    for line in text.split("\n"):
        plain = line.strip()
        if plain and not plain.startswith("#") and not goes_on and not _SHELL.match(line):
            return False
        goes_on = plain.endswith("\\")
    return True


def _has_json_words(text: str) -> bool:
    """Whether JSON holds ``true``, ``false`` or ``null``, which Python knows by other names: else it is a literal of both."""
    try:
        nodes = parsed(text.strip()).nodes
    except REFUSALS:
        return True
    return any(isinstance(node, ast.Name) and node.id in _JSON_WORDS for node in nodes)


def is_json(text: str) -> bool:
    """Whether a text is one JSON object or array."""
    if text.lstrip()[:1] not in ("{", "["):
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
