"""The comments of a Python source."""

import io
import tokenize
from collections.abc import Iterator

from conformance.exchange import Position
from conformance.reading.program import Comment


def comments_of(file: str, text: str) -> tuple[Comment, ...]:
    """Return the comments of ``text``; those before the place where it stops being Python. Never raises."""
    return tuple(_comments(file, text)) if "#" in text else ()


def _comments(file: str, text: str) -> Iterator[Comment]:
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.ERRORTOKEN and token.string.strip():
                return  # what follows is tried anew at each character, and is no Python
            if token.type == tokenize.COMMENT:
                line, column = token.start
                beside = bool(token.line[:column].strip())
                yield Comment(token.string[1:].strip(), Position(file, line, column + 1), beside)
    except (tokenize.TokenError, SyntaxError, ValueError, RecursionError):
        return
