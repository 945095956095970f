"""The texts that a source writes between quotes, and what of them is not a value but a place for the reader's own."""

import ast
import re
from typing import Final

from conformance.reading.program import Language
from conformance.reading.python.parsed import parsed

# <your-resource>, YOUR-DEPLOYMENT-NAME-HERE, your_api_key, REPLACE_WITH_KEY, {your-key}, [your endpoint]
_PLACEHOLDER: Final = re.compile(
    r"<[^<>\n]+>|\{(?:your|my)[^{}\n]+\}|\[(?:your|my)[^\[\]\n]+\]|(?:your|my|replace|insert|enter|add|put)[-_ ][\w -]+|[\w-]+[-_ ]here|x{3,}|\.{3}|…",
    re.IGNORECASE,
)
# Where an Azure OpenAI resource answers, and a URL whose host is itself a place for the reader's own.
_BEGINS: Final = re.compile(
    r"[frbuFRBU]*[\"'@\s]*(https?://(?:[^\s\"'`/]+?\.(?:openai|cognitiveservices|services\.ai)\.azure\.(?:com|us|cn)"
    r"|(?:<[^<>\s]+>|\{(?:your|my)[^{}\s]+\}|(?:your|my)[-_][\w-]*)[\w.-]*)(?::\d+)?)",
    re.IGNORECASE,
)
# api_key="…", 'api-key' = '…', "api-key": "…", $apiKey = '…'; and a literal without anything else in it
_GIVEN_TO_A_KEY: Final = re.compile(r"(?:api|subscription)[-_]?key[\"']?\s*[=:]\s*\Z", re.IGNORECASE)
_QUOTED: Final = re.compile(r"[rbuRBU]?[\"']([^\"'${}\n]*)[\"']")
_POWERSHELL: Final = frozenset(
    {
        "expandable_here_string_literal",
        "expandable_string_literal",
        "generic_token",
        "verbatim_here_string_characters",
        "verbatim_string_characters",
    }
)

Span = tuple[int, int]


def is_placeholder(text: str) -> bool:
    """Say whether ``text`` stands for something that a reader is to put in its place."""
    return bool(_PLACEHOLDER.fullmatch(text.strip()))


def literals(text: str, language: Language) -> list[Span]:
    """Return where the literals of ``text`` stand, their quotes included, in order; none where it does not parse."""
    if language not in ("python", "powershell"):
        return []
    return sorted(set(_powershell(text) if language == "powershell" else _python(text)))


def resources_in(text: str, spans: list[Span]) -> list[Span]:
    """Return where in ``spans`` a literal begins with the URL of a resource: its scheme, host and port.

    One inside a sentence is told to a reader, and nothing is sent there.
    """
    found = {
        (start + match.start(1), start + match.end())
        for start, end in spans
        if (match := _BEGINS.match(text[start:end])) is not None
    }
    return sorted(found)


def written_in(text: str, spans: list[Span], value: str) -> list[Span]:
    """Return where in ``spans`` ``value`` stands: as a whole literal, a placeholder also inside of one."""
    found: set[Span] = set()
    for start, end in spans:
        at = text.find(value, start, end) if value else -1
        if at >= 0 and (is_placeholder(value) or _is_whole(text[start:at], text[at + len(value) : end])):
            found.add((at, at + len(value)))
    return sorted(found)


def keys_in(text: str, spans: list[Span]) -> list[Span]:
    """Return where in ``spans`` literals stand, without their quotes, that are given to a name for a key."""
    found: set[Span] = set()
    for start, end in spans:
        literal = _QUOTED.fullmatch(text[start:end])
        if literal is not None and literal[1] and _GIVEN_TO_A_KEY.search(text, text.rfind("\n", 0, start) + 1, start):
            found.add((start + literal.start(1), start + literal.end(1)))
    return sorted(found)


def _is_whole(before: str, after: str) -> bool:
    return not before.strip("\"'rbuRBU@\n") and not after.strip("\"'@\n")


def replaced(text: str, places: dict[Span, str]) -> str:
    """Return ``text`` with other text at ``places``, of which none overlaps another."""
    for start, end in sorted(places, reverse=True):
        text = text[:start] + places[start, end] + text[end:]
    return text


def _python(text: str) -> list[Span]:
    try:
        nodes = parsed(text).nodes
    except (SyntaxError, ValueError, RecursionError):
        return []
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)

    def offset(line: int, column: int) -> int:
        return starts[line - 1] + len(lines[line - 1].encode()[:column].decode(errors="replace"))

    return [
        (offset(node.lineno, node.col_offset), offset(node.end_lineno or 1, node.end_col_offset or 0))
        for node in nodes
        if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))
    ]


def _powershell(text: str) -> list[Span]:
    import tree_sitter
    import tree_sitter_powershell

    raw = text.encode("utf-8", "replace")
    language = tree_sitter.Language(tree_sitter_powershell.language())
    todo = [tree_sitter.Parser(language).parse(raw).root_node]
    found = []
    while todo:
        node = todo.pop()
        if node.type in _POWERSHELL:
            start, end = (len(raw[:byte].decode("utf-8", "replace")) for byte in (node.start_byte, node.end_byte))
            found.append((start, end))
        todo.extend(node.children)
    return found
