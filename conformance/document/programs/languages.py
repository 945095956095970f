"""Which blocks of a document are programs, and of which language."""

import re
from typing import Final

from conformance.document.markdown import Block, Fence
from conformance.reading.program import Language

# What runs as a program of its own; of a shell's commands only curl does, and all else is read.
RUN: Final = frozenset({"python", "powershell"})
_BY_LABEL: Final[dict[str, Language]] = {
    "python": "python",
    "powershell": "powershell",
    "bash": "bash",
    "azurecli": "bash",
    "javascript": "javascript",
    "typescript": "javascript",
    "tsx": "javascript",
    "jsx": "javascript",
}
# Labels, and no label, under which commands are shown too; ``curl`` tells.
_PERHAPS_SHELL: Final = frozenset({"", "console", "text", "cmd", "http"})
_CURL: Final = re.compile(r"^[^\S\n]*+(?:[$%>] )?(?:\w+=\$\()?curl\s", re.MULTILINE)
# A request in the words of HTTP stands under these labels.
_PERHAPS_HTTP: Final = frozenset({"", "http", "text", "msgraph"})
_REQUEST: Final = re.compile(r"^[^\S\n]*+(?:GET|POST)[^\S\n]++(?:https?://|/|\{)\S*+", re.MULTILINE)
# What belongs to a request: the command itself, and what it takes from variables and files.
_SHELL: Final = re.compile(r"\bcurl\b|^[^\S\n]*+(?:export )?\w++=|>[^\S\n]*+\w", re.MULTILINE)


def program_language(block: Block) -> Language | None:
    """Return the language of the program that ``block`` is, None where it is none that is read.

    Shell commands that neither send a request nor set anything, such as an installation, are no program.
    """
    language = _BY_LABEL.get(block.language)
    if not isinstance(block, Fence):
        return language
    if language is None and block.language in _PERHAPS_SHELL:
        language = "bash" if _CURL.search(block.content) else None
    if language is None and block.language in _PERHAPS_HTTP and _REQUEST.search(block.content):
        return "http"
    if language == "bash" and (block.content.lstrip()[:1] in ("{", "[") or not _SHELL.search(block.content)):
        return None
    return language
