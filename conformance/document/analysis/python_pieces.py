"""Whether Python that does not parse is no slip: a session, a notebook's cell, a piece of a whole, or an elision."""

import re
from typing import Final

from conformance.reading.python.parsed import parses
from conformance.reading.python.parsing import is_newer

# What Python's prompt shows, and what only a notebook runs: a command of its own, or one of the shell, with the lines
# that it goes on with, and a name that takes what a command prints.
_PROMPT: Final = re.compile(r"^[^\S\n]*+(?:>>> |(?:In|Out) ?\[\d+\]:)", re.MULTILINE)
_MAGIC: Final = re.compile(r"^([^\S\n]*+)[%!](?:[^\n\\]|\\(?!\n)|\\\n)*+", re.MULTILINE)
_TAKEN: Final = re.compile(r"^([^\S\n]*+\w++[^\S\n]*+=[^\S\n]*+)[%!].*+$", re.MULTILINE)
# An output that stands below the call that prints it, with the mark of a quote or of a mail.
_OUTPUT: Final = re.compile(r"\n[^\S\n]*+>{1,2}[^\S\n]*+(?![>=])[\s\S]*+\Z")
# A value that the reader is to find: ``total = #FIXME``.
_TO_FILL: Final = re.compile(r"(?<![=!<>])=[^\S\n]*+#")
# A body of comments alone, in front of what goes on: ``try:``, a comment, ``finally:``.
_ONLY_COMMENTS: Final = re.compile(
    r"(:[^\S\n]*+)\n((?:[^\S\n]*+\n)*+)([^\S\n]++)(#[^\n]*+)"
    r"(?=\n(?:[^\S\n]*+(?:#[^\n]*+)?\n){0,20}+[^\S\n]*+(?:except|finally|else|elif)\b)"
)
# What a call returns, as a signature says it: ``create(model: str) -> T``.
_RETURNS: Final = re.compile(
    r"^([^\S\n]*+(?:\w++\.)*+\w++\([^\n]*?\))[^\S\n]*+->[^\S\n]*+[\w.\[\], |\"']++$", re.MULTILINE
)
# A signature as prose shows it: without a body, and perhaps with the class before the name.
_SIGNATURE: Final = re.compile(r"^([^\S\n]*+(?:async[^\S\n]++)?(?:def|class)[^\S\n]++)(?:\w++\.)*+(\w++)", re.MULTILINE)
_CALLED: Final = re.compile(r"\A\s*+(?:\w++\.)*+(?!def\b|class\b|async\b)\w++\(")
_DECORATOR: Final = re.compile(r"^[^\S\n]*+@[\w.]++(?:\([^\n()]*+\))?[^\S\n]*+$", re.MULTILINE)
_CALL_AS_PARAMETER: Final = re.compile(r"(\b\w++)\([^()\n]*+\)(?=:)")
_COMMENTED: Final = re.compile(r"(:[^\S\n]*+)\n([^\S\n]++)(#[^\n]*+)(?=\n[^\S\n]*+(?:\n|$)|$)")
# ``name = f(``, whose arguments are types: ``client: AIProjectClient,``.
_ASSIGNED: Final = re.compile(
    r"\A(?:[^\S\n]*+(?:from|import)\s[^\n]*+\n|\s*+\n)*+\s*+\w++\s*+=\s*+(?=(?:await\s)?[\w.]++\()"
)
# Links of a chain, without what they hang on.
_LINK: Final = re.compile(r"\A(?:[^\S\n]*+(?:#[^\n]*+)?\n)*+[^\S\n]*+\.(?!\.)")
_ELLIPSIS: Final = re.compile(r"\.\.\.|…")
_PLACEHOLDER: Final = re.compile(r"(?<![^\s])\{[a-z]+(?: [a-z]+)++\}(?!\S)|(?<=[=(\[,\s])<[A-Za-z][\w .-]*>")
_COMMENT: Final = re.compile(r"^[^\S\n]*+#.*+$", re.MULTILINE)
_COMMENT_BEHIND: Final = re.compile(r"(?<![^\S\n])[^\S\n]++# [^\n\"']{0,400}+$|(?<=,)[^\S\n]++#[^\n]*+", re.MULTILINE)
_PIECE_OF: Final = ("{}", "f(\n{}\n)", "{{\n{}\n}}", "if x:\n    pass\n{}", "try:\n    pass\n{}")
_AROUND: Final = 2  # lines


def is_piece(text: str, line: int) -> bool:
    """Whether ``text``, which fails to parse at ``line`` (from 0), is Python all the same, as documents show it."""
    if _PROMPT.search(text):
        return True
    lines = text.split("\n")
    near = lines[max(line - _AROUND, 0) : line + _AROUND]
    if any(_ELLIPSIS.search(one) or _TO_FILL.search(one) for one in near) or is_newer(text):
        return True
    plain = _dedented(_PLACEHOLDER.sub("x", _TAKEN.sub(r"\1None", _MAGIC.sub(r"\1pass", text))))
    if parses(f"async def f():\n{text}"):  # the end of a function, and what follows it
        return True
    if _LINK.match(plain):
        plain = f"(x\n{plain}\n)"
    plain = _with_bodies(_OUTPUT.sub("", _RETURNS.sub(r"\1", plain)))
    return any(parses(whole.format(plain)) for whole in _PIECE_OF) or _is_signature(plain) or _lacks_its_end(plain)


def _is_signature(text: str) -> bool:
    """Whether a text is nothing but the heads of functions, without bodies, or a call with types in place of values."""
    heads: list[str] = []
    text = _CALLED.sub("def called(", _ASSIGNED.sub("", _COMMENT_BEHIND.sub("", _DECORATOR.sub("", text))))
    text = _CALL_AS_PARAMETER.sub(r"\1", text)
    for line in _SIGNATURE.sub(r"\1\2", _COMMENT.sub("", text)).split("\n"):
        if line.lstrip().startswith(("def ", "async def ", "class ")):
            heads.append(line.strip())
        elif heads and line.strip():
            heads[-1] += f" {line.strip()}"
        elif line.strip():
            return False
    return bool(heads) and all(parses(f"{head.rstrip(';').rstrip(':')}: pass") for head in heads)


def _with_bodies(text: str) -> str:
    """Return ``text`` with a body wherever only a comment stands for it."""
    return _COMMENTED.sub(r"\1\n\2pass\3", _ONLY_COMMENTS.sub(r"\1\2\n\3pass \4", text))


def _lacks_its_end(text: str) -> bool:
    """Whether only the body of what the last line begins is missing: the reader's own code goes there."""
    lines = [line for line in text.split("\n") if line.strip()]
    if not lines:
        return False
    indent = len(lines[-1]) - len(lines[-1].lstrip())
    return any(parses(f"{text}\n{' ' * deep}pass") for deep in (indent, indent + 2, indent + 4))


def _dedented(text: str) -> str:
    """Return ``text`` without the indentation of its first line of code, as far as the others have it."""
    lines = text.split("\n")
    first = next((line for line in lines if line.strip() and not line.lstrip().startswith("#")), "")
    indent = first[: len(first) - len(first.lstrip())]
    if not indent:
        return text
    return "\n".join(line.lstrip() if line.lstrip().startswith("#") else line.removeprefix(indent) for line in lines)
