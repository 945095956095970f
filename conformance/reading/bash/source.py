"""Shell commands as documents show them, made ready for the grammar: prompts and placeholders are no commands."""

import re
from typing import Final

# `<your-resource>` is a place for the reader's own, and to a shell a redirection.
_PLACEHOLDER: Final = re.compile(r"(?<![<\d&])<(?! |-)([A-Za-z][\w .,/'’-]{0,60}[\w.'’])>(?!>)")
_IN_PLACE: Final = {"<": "\ue000", ">": "\ue001", " ": "\ue002", "'": "\ue003", "’": "\ue004", "/": "\ue005"}
_PROMPT: Final = re.compile(r"^([^\S\n]*)[$%>] (?=\S)", re.MULTILINE)


def prepared(text: str) -> str:
    """Return ``text``, as long as it was, with neutral characters where a document's own would mislead a shell."""
    if _PROMPT.match(text.lstrip("\n")):
        text = _PROMPT.sub(lambda found: f"{found[1]}  ", text)
    return _PLACEHOLDER.sub(_marked, text.replace("\0", "\ufffd"))


def _marked(found: re.Match[str]) -> str:
    return "".join(_IN_PLACE.get(one, one) for one in found[0])
