"""What in a document is about a chat completion: JSON that is its answer, or the request for one, and code that names it."""

import re
from collections.abc import Mapping
from typing import Any, Final

from conformance.document.prose.vocabulary import names_of_members

# What other operations call their answers (openai, ``types``).
_OTHERS: Final = ("text_completion", "list", "embedding", "response", "edit", "thread.run", "batch", "file")
_NAMES_THE_API: Final = re.compile(
    r"chat[./_]completions?\b|ChatCompletion|CompleteChat|(?<![A-Za-z])(?:Async)?(?:Azure)?OpenAI\(|openai\.azure\.com"
)


def is_chat_answer(body: Mapping[str, Any]) -> bool:
    """Whether an object is an answer or an error: another operation's ``object``, or a choice with ``text``, is none."""
    choices = body.get("choices")
    if isinstance(body.get("error"), dict):
        return True
    if "choices" not in body or body.get("object") in _OTHERS:
        return False
    return not (isinstance(choices, list) and any(isinstance(one, dict) and "text" in one for one in choices))


def is_chat_request(body: Mapping[str, Any]) -> bool:
    """Whether an object has the shape of a request: messages with a role each, and another member of a request.

    JSON that merely holds ``messages`` is a line of training data, a prompt template, or another program's; so is one
    whose other members are mostly unknown.
    """
    messages = body.get("messages")
    if not isinstance(messages, list) or not any(isinstance(one, dict) and "role" in one for one in messages):
        return False
    known = [name for name in body if name != "messages" and name in names_of_members()]
    return bool(known) and 2 * len(known) + 1 >= len(body)


def names_the_api(text: str) -> bool:
    """Whether code, of whatever language, names a chat completion, a client for it, or its host."""
    return bool(_NAMES_THE_API.search(text))
