"""Take secrets out of a JSON text and change nothing else: not a number, not a space, not a key that stands twice."""

import json
import re
from collections.abc import Callable
from typing import Final

from conformance.traffic.secrets.names import carries_secret
from conformance.traffic.secrets.shapes import MARK, without_named, without_shapes

_TOKEN: Final = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)|[\[\]{},:]', re.DOTALL)
_WORD: Final = re.compile(r"[^\s]{1,4096}")
# json.loads makes a decoder each time that it is told not to be strict.
_string: Final = json.JSONDecoder(strict=False).decode
# Where `token` is a piece of text and `code` names an error.
_OF_TEXT: Final = frozenset({"logprobs", "top_logprobs"})
_OF_ERRORS: Final = frozenset(
    {"error", "innererror", "inner_error", "details", "errors", "last_error", "incomplete_details"}
)
_UNTOUCHED: Final = frozenset(
    {"obfuscation", "system_fingerprint", "model", "object", "finish_reason", "role", "service_tier"}
)

# Called with the names that lead to a string and the string; returns what stands in its place, or None to keep it.
Content = Callable[[tuple[str, ...], str], str | None]


def redacted_json(text: str, content: Content | None = None) -> str:
    """Return ``text``, which is JSON, with each secret as ``REDACTED``; ``content`` may take texts away too."""
    out: list[str] = []
    done = 0
    names: list[str | None] = []  # the name behind which each open object or list stands
    key: str | None = None
    expects_key: list[bool] = []
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token in "{[":
            names.append(key)
            expects_key.append(token == "{")
            key = None
        elif token in "}]":
            if names:
                names.pop()
                expects_key.pop()
            key = None
        elif token == ",":
            key = None
        elif token[0] == '"':
            if expects_key and expects_key[-1] and key is None:
                key = _string(token)
                new = key if isinstance(key, str) and not _is_shaped(key) else MARK
                if new != key:
                    out += (text[done : match.start()], json.dumps(new))
                    done = match.end()
                continue
            value = _string(token)
            path = tuple(name for name in (*names, key) if name is not None)
            new = _value(path, value, content)
            if new != value:
                out += (text[done : match.start()], json.dumps(new, ensure_ascii=False))
                done = match.end()
    return "".join((*out, text[done:])) if out else text


def _value(path: tuple[str, ...], value: str, content: Content | None) -> str:
    """Return what stands in the place of the string ``value`` at ``path``."""
    if not value:
        return value
    if content is not None and (new := content(path, value)) is not None:
        return new
    name = path[-1] if path else ""
    if name in _UNTOUCHED:
        return value
    if carries_secret(name) and not _is_harmless(path, value):
        return MARK
    if value[:1] in "{[" and value[-1:] in "}]":
        try:
            json.loads(value)
        except (ValueError, RecursionError):
            return without_named(value)
        return redacted_json(value, None)
    return without_named(value)


def _is_harmless(path: tuple[str, ...], value: str) -> bool:
    """Whether a member that is named like a secret's is a token of a text, or the code of an error."""
    name = path[-1].lower()
    if name in ("token", "tokens") and _OF_TEXT.intersection(path):
        return True
    if name == "code":
        return bool(_OF_ERRORS.intersection(path[:-1])) or _WORD.fullmatch(value) is None
    return False


def _is_shaped(name: str) -> bool:
    return without_shapes(name) != name
