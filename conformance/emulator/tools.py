"""Which tool an answer calls, and with what.

``tool_choice`` decides where it says ``required`` or names one. By itself (``auto``) a tool is called where the last
message is the user's and holds the tool's name, or a key word of name or description: a word of at least four letters
that is not one of ``COMMON``. Of several such tools all are called; with ``parallel_tool_calls`` false, the first of
those that share most words with the message.
"""

import json
import re
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Final

from conformance.emulator.choice_content import Call
from conformance.emulator.instances import instance_of
from conformance.emulator.merging import Unsatisfiable

_WORD: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+|[^\W\d_]+")
_SHORTEST: Final = 4
COMMON: Final = frozenset((
    "about", "above", "after", "again", "also", "answer", "based", "before", "being", "below", "between", "both",
    "call", "called", "current", "does", "each", "find", "following", "from", "function", "gets", "give", "given",
    "have", "help", "helper", "here", "information", "into", "just", "know", "like", "list", "look", "made", "make",
    "more", "most", "name", "need", "only", "other", "over", "please", "provide", "provided", "return", "returns",
    "same", "should", "show", "some", "such", "tell", "text", "than", "that", "their", "them", "then", "there",
    "these", "they", "this", "those", "through", "tool", "under", "until", "user", "uses", "using", "value", "very",
    "want", "were", "what", "when", "where", "which", "while", "will", "with", "word", "would", "your",
))  # fmt: skip
_ALPHABET: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


@dataclass(frozen=True, slots=True)
class Tool:
    """A function that may be called."""

    name: str
    description: str
    parameters: Any

    def words(self) -> frozenset[str]:
        """Return the key words of name and description, in small letters."""
        found = (word.lower() for word in _WORD.findall(f"{self.name} {self.description}"))
        return frozenset(word for word in found if len(word) >= _SHORTEST and word not in COMMON)


def tools_of(body: dict[str, Any]) -> list[Tool]:
    """Return the functions that ``body`` declares, be it as ``tools`` or as ``functions``."""
    declared = [tool.get("function") for tool in body.get("tools") or () if isinstance(tool, dict)]
    declared = declared or list(body.get("functions") or ())
    return [
        Tool(str(one["name"]), str(one.get("description") or ""), one.get("parameters"))
        for one in declared
        if isinstance(one, dict) and "name" in one
    ]


def chosen(body: dict[str, Any]) -> tuple[list[Tool], bool]:
    """Return the tools that the answer to ``body`` calls, none of them perhaps, and whether ``body`` named the one."""
    tools = tools_of(body)
    choice = body.get("tool_choice") if body.get("tools") else body.get("function_call")
    if not tools or choice == "none":
        return [], False
    if isinstance(choice, dict) and "allowed_tools" in choice:
        choice = choice["allowed_tools"].get("mode")
    if isinstance(choice, dict):
        wanted = choice.get("function", choice).get("name")
        return [tool for tool in tools if tool.name == wanted][:1], True
    message = last_user_text(body)
    wanted_tools = matching(tools, message) if message is not None else []
    if choice == "required" and not wanted_tools:
        wanted_tools = tools[:1]
    if wanted_tools and (body.get("functions") or body.get("parallel_tool_calls") is False):
        words = _words(message or "")
        wanted_tools = [max(wanted_tools, key=lambda tool: len(tool.words() & words))]
    return wanted_tools, False


def matching(tools: list[Tool], message: str) -> list[Tool]:
    """Return the tools that ``message`` asks for; see above for how."""
    words, lower = _words(message), message.lower()
    return [tool for tool in tools if tool.name.lower() in lower or tool.words() & words]


def last_user_text(body: dict[str, Any]) -> str | None:
    """Return the text of the last message where it is the user's, else None."""
    messages = body.get("messages") or [{}]
    last = messages[-1]
    return text_of(last) if isinstance(last, dict) and last.get("role") == "user" else None


def text_of(message: dict[str, Any]) -> str:
    """Return the text of a message, all its parts together."""
    content = message.get("content")
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, list) else []
    return "\n".join(str(part["text"]) for part in parts if isinstance(part, dict) and "text" in part)


def call_of(tool: Tool, numbers: bytes, index: int) -> Call:
    """Return the call of ``tool`` that ``numbers`` choose; its arguments are valid wherever an instance is found."""
    digest = blake2b(numbers, digest_size=32, salt=index.to_bytes(2, "big")).digest()
    schema = tool.parameters if tool.parameters is not None else {"type": "object", "properties": {}}
    try:
        arguments = instance_of(schema, digest)
    except Unsatisfiable:
        arguments = {}
    identity = "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in digest[:24])
    return Call(f"call_{identity}", tool.name, json.dumps(arguments, ensure_ascii=False, separators=(",", ":")))


def _words(text: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _WORD.findall(text))
