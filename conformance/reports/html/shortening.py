"""A payload cut to what a page can hold: long strings lose their end, long lists their middle, and each cut says how much.

What is left is JSON but for the marks: ``"begin"~1200`` is a string of which 1200 characters are left out, and ``~380``
among elements or members stands for so many of them.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Final

from conformance.wire.pointer import tokens_of

LONGEST_STRING: Final = 2000
LONGEST_TEXT: Final = 20_000  # of a body that is not JSON
ENOUGH: Final = 100_000  # below it nothing but strings is cut
MOST: Final = 400_000
_FIRST: Final = 20  # elements or members that are kept of each, beside those on the way to a finding

_STRING: Final = re.compile(r'"(?:[^"\\]++|\\.)*+"?+', re.DOTALL)
_WHOLE_PIECES: Final = re.compile(r'"(?:[^"\\]|\\u[0-9a-fA-F]{4}|\\[^u])*+', re.DOTALL)
_TOKEN: Final = re.compile(r'"(?:[^"\\]++|\\.)*+"?+(?:~\d+)?+|[\[\]{},:]|[^\s\[\]{},:"]+', re.DOTALL)


def shortened_text(text: str) -> tuple[str, int]:
    """Return the beginning of a text that is not JSON, and how many characters of it are left out."""
    return text[:LONGEST_TEXT], max(0, len(text) - LONGEST_TEXT)


def shortened_json(text: str, pointers: Iterable[str]) -> str | None:
    """Return valid JSON ``text`` cut as the page can read it; what leads to ``pointers`` stays. None where it is too much."""
    if len(text) > LONGEST_STRING:
        text = _STRING.sub(_cut, text)
    if len(text) > ENOUGH:
        kept: set[tuple[str, ...]] = set()
        for pointer in pointers:
            path = tokens_of(pointer)
            kept.update(path[: depth + 1] for depth in range(len(path)))
        tokens = (match[0] for match in _TOKEN.finditer(text))
        text = "".join(_value(next(tokens), tokens, (), kept))
    return text if len(text) <= MOST else None


def _cut(match: re.Match[str]) -> str:
    whole = match[0]
    if len(whole) <= LONGEST_STRING:
        return whole
    begin = _WHOLE_PIECES.match(whole, 0, LONGEST_STRING)
    kept = begin[0] if begin else '"'
    return f'{kept}"~{len(whole) - len(kept) - 1}'


def _value(token: str, tokens: Iterator[str], path: tuple[str, ...], kept: set[tuple[str, ...]]) -> Iterator[str]:
    """Yield the pieces of the value that begins with ``token``."""
    if token not in ("{", "["):
        yield token
        return
    yield token
    closing = "}" if token == "{" else "]"
    number = left_out = 0
    separator = ""
    while (token := next(tokens)) != closing:
        if token == ",":
            continue
        name = str(number)
        head = ""
        if closing == "}":
            name, head = _name(token), f"{token}:"
            next(tokens)
            token = next(tokens)
        below = (*path, name)
        if number < _FIRST or below in kept:
            if left_out:
                yield f"{separator}~{left_out}"
                separator, left_out = ",", 0
            yield separator + head
            yield from _value(token, tokens, below, kept)
            separator = ","
        else:
            left_out += 1
            _skip(token, tokens)
        number += 1
    if left_out:
        yield f"{separator}~{left_out}"
    yield closing


def _name(token: str) -> str:
    """Return a member's name; of one that was cut no pointer is kept."""
    return str(json.loads(token)) if "\\" in token and token.endswith('"') else token[1:-1]


def _skip(token: str, tokens: Iterator[str]) -> None:
    depth = 0
    while True:
        depth += (token in ("{", "[")) - (token in ("}", "]"))
        if depth == 0:
            return
        token = next(tokens)
