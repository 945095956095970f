"""What was done with each block of a document: nothing passes unread without a word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from conformance.document.analysis.analysis import Analysis
from conformance.document.analysis.code import Code
from conformance.document.markdown import Block, Fence
from conformance.exchange import Position
from conformance.finding import place_as_json

BlockState = Literal["read", "no chat call", "not read"]

# A chat completion by the names that libraries and the API have for it.
_ASKS: Final = re.compile(
    r"chat[./_]completions\b|ChatCompletion\.a?create\b|CompleteChat\w{0,40}+\(|[gG]etChatCompletions\w{0,40}+\(|GetChatClient\("
    r"|createChatCompletion\(|Chat\.Completions\.New|ChatCompletionsOptions"
)
# In a language that nobody reads here also the client, and the body of a request.
_NAMES_THE_API: Final = re.compile(
    r"\bAzureOpenAI(?:Client|AsyncClient)?\b|\b(?:from|import|using|require\()\s*[\"'(]?(?:Azure\.AI\.)?[oO]pen[aA][iI]\b|\"messages\"\s*:\s*\["
)
_CALL: Final = re.compile(
    r"chat\.completions\.\w{1,40}+\(|ChatCompletion\.create\(|CompleteChat\w{0,40}+\(|\bcurl\b|^POST ++(?:https?:/)?/",
    re.MULTILINE,
)
_DEFINITION: Final = re.compile(r"^[^\S\n]*+(?:async )?(?:def|function|class)\b", re.MULTILINE)
# A package that is installed, or a project that is made, asks for nothing.
_INSTALLS: Final = re.compile(
    r"^[^\S\n]*+(?:[$%>!] ?)?(?:pip3?|uv|python3? -m pip|npm|yarn|pnpm|dotnet|go get|conda|poetry|mvn|brew|az|azd) ",
    re.MULTILINE,
)
_LANGUAGES: Final = {
    "csharp": "C#", "fsharp": "F#", "go": "Go", "java": "Java", "kotlin": "Kotlin", "php": "PHP", "ruby": "Ruby",
    "rust": "Rust", "swift": "Swift", "vb": "Visual Basic", "cpp": "C++", "dart": "Dart", "scala": "Scala", "r": "R",
    "cmd": "cmd", "yaml": "YAML", "perl": "Perl", "razor": "Razor",
}  # fmt: skip
# Labels whose blocks may be code of any language.
_ANY_CODE: Final = frozenset({"", "text", "console", "http", "diff"})
_DATA: Final = frozenset({"markdown", "json", "jsonl", "xml", "toml", "ini", "output", "log", "mermaid", "html", "css"})


@dataclass(frozen=True, slots=True)
class BlockAccount:
    """One block: where it stands, its language, what was done with it, and why it was not read, as half a sentence.

    ``length`` is that of the mark that opens it, 0 where none does.
    """

    place: Position
    language: str
    state: BlockState
    reason: str | None = None
    length: int = 0
    last_line: int = 0

    def as_json(self) -> dict[str, Any]:
        said = {
            "source": place_as_json(self.place),
            "language": self.language or None,
            "state": self.state,
            "reason": self.reason,
        }
        return {name: value for name, value in said.items() if value is not None}


def accounts_of(analysis: Analysis) -> tuple[BlockAccount, ...]:
    """Return what was done with each block, in the order of the document."""
    return tuple(_accounts(analysis))


def _accounts(analysis: Analysis) -> Iterator[BlockAccount]:
    outputs = {output.block.range for output in analysis.document.outputs}
    read = {block.fence.range for block in analysis.json_blocks}
    for block in analysis.document.blocks:
        code = analysis.code_of(block)
        language = code.program.language if code is not None else block.language
        reason = None
        if (code is not None and (code.calls or code.others)) or block.range in read:
            state: BlockState = "read"
        else:
            reason = None if block.range in outputs else _why(block, code)
            state = "no chat call" if reason is None else "not read"
        last = analysis.at(block.range.end).line or 0
        mark = len(block.mark) if isinstance(block, Fence) else 0
        yield BlockAccount(analysis.at(block.range.start), language, state, reason, mark, last)


def _why(block: Block, code: Code | None) -> str | None:
    """Return why a block that asks for a chat completion was not read; None where it does not ask."""
    if code is not None:
        return _why_no_call(code) if _ASKS.search(code.program.parts[-1].text) else None
    if not isinstance(block, Fence):
        return "the lines that it shows cannot be found" if block.language in ("python", "powershell") else None
    text = block.content
    if block.language in _DATA:
        return None
    if not _ASKS.search(text):
        names = block.language in _LANGUAGES and block.language not in ("yaml", "cmd") and _NAMES_THE_API.search(text)
        if not names or _INSTALLS.search(text):
            return None
    if block.language in _LANGUAGES:
        return f"{_LANGUAGES[block.language]} is not read"
    if block.language in _ANY_CODE:
        return _why_unlabelled(block) if _is_call(text) else None
    return f"`{block.label}` is not read" if _is_call(text) else None


def _why_unlabelled(block: Fence) -> str:
    return f"it is labelled `{block.label}`" if block.label else "it has no label that says its language"


def _is_call(text: str) -> bool:
    """Whether a block of no known language calls something, and does not only name a URL or a path."""
    return bool(_CALL.search(text))


def _why_no_call(code: Code) -> str:
    reading = code.reading
    if (problem := reading.problem) is not None:
        return f"it does not parse ({problem.reason})"
    unclear = [one for one in reading.not_understood if code.is_own(one.place) and _ASKS.search(one.statement)]
    if unclear:
        return f"`{_shortened(unclear[0].statement)}` is not understood"
    if _DEFINITION.search(code.program.parts[-1].text):
        return "its call stands in a function that no block before it calls"
    return "no request follows from it for sure"


def _shortened(statement: str) -> str:
    return statement if len(statement) <= 60 else f"{statement[:57]}…"
