"""What a sentence, a title or a comment as a whole is about: a choice, the past, the future, a difference, an omission."""

import re
from typing import Final

from conformance.document.prose.words import any_of, expression, word_of

_FUTURE: Final = word_of("planned", "upcoming", "will", "next", "future")
_RETIREMENT: Final = word_of(r"retir\w+", "no longer")
_HISTORY: Final = word_of(
    "added", "introduced", "first", "since", r"deprecat\w+", r"retir\w+", "removed", r"replac\w+", "before", "until",
    "later", "newer", "older", "earlier",
)  # fmt: skip
_CHOICE: Final = word_of(
    "if", "or", "instead", r"e\.g", "such as", "like", "examples?", r"alternativ\w+", "others?", "try", "change", "replace",
    "modify", "switch", "not", "never", "than", "newer", "older", "also", "upgrade", "could", "can", "unless", "except",
    "when", "works", "available",
)  # fmt: skip
_DIFFERENCE: Final = word_of(
    "differs?", "different(?:ly)?", "unlike", "whereas", "in contrast", "only (?:in|for|with|available|supported)",
    "(?:not|n't|no longer) (?:yet )?(?:supported|available|support|have|use|send)", "instead",
)  # fmt: skip
_ADDITION: Final = word_of(
    "add",
    "insert",
    "replace",
    "update",
    "modify",
    "change",
    "paste",
    "append",
    "edit",
    "uncomment",
    "highlights",
    "excerpt",
    "excerpts",
)
_CHAT: Final = word_of("chat")
_PARAMETERS: Final = word_of("parameters?", "member", "field", "property", "set", "send", "seed", "response", "request")
_KEYLESS: Final = word_of("entra", "keyless", "passwordless", "azure ad", "aad", "managed identity")
_KEYED: Final = expression(r"\bkeys?\b(?!less)")
_SEED: Final = re.compile(r"[\"']?seed[\"']?\s*[=:]\s*(-?\d{1,40}+)[,;]?")
_COMMENTED_SEED: Final = expression(r"[\"']?seed[\"']?\s*[=:]\s*-?\d+")
_ABOUT_SEEDS: Final = word_of("seeds?")
_OMITS: Final = any_of(
    "without",
    "no",
    r"omit\w*",
    r"remov\w+",
    r"drop\w*",
    r"leav\w+\s+out",
    "don't",
    r"do\s+not",
    "isn't",
    r"is\s+not",
    "unset",
)
_WITHOUT_SEED: Final = expression(rf"\b{_OMITS}\b[^.;]{{0,40}}\bseed\b")


def tells_of_the_future(text: str) -> bool:
    """Whether a sentence tells of what is yet to come."""
    return bool(_FUTURE.search(text))


def tells_of_retirement(text: str) -> bool:
    """Whether a sentence tells of what ends."""
    return bool(_RETIREMENT.search(text))


def tells_history(text: str) -> bool:
    """Whether a sentence tells of a version's past or future, and so names no version to use."""
    return bool(_HISTORY.search(text))


def offers_a_choice(text: str) -> bool:
    """Whether a comment tells of another case, or of a choice, and so not of what stands beside it."""
    return bool(_CHOICE.search(text))


def tells_of_a_difference(text: str) -> bool:
    """Whether a sentence says that things differ on purpose."""
    return bool(_DIFFERENCE.search(text))


def asks_to_add(text: str) -> bool:
    """Whether a sentence asks to put code into a file that the reader has."""
    return bool(_ADDITION.search(text))


def is_about_chat(text: str) -> bool:
    """Whether a sentence names chat."""
    return bool(_CHAT.search(text))


def is_about_parameters(text: str) -> bool:
    """Whether a sentence is about what is sent or answered, so that a name in it is a member's."""
    return bool(_PARAMETERS.search(text))


def is_about_tokens(title: str) -> bool:
    """Whether a title is about authenticating without a key."""
    return bool(_KEYLESS.search(title)) and not _KEYED.search(title)


def is_about_seeds(title: str) -> bool:
    """Whether a title names a seed."""
    return bool(_ABOUT_SEEDS.search(title))


def leaves_out_the_seed(text: str) -> bool:
    """Whether a sentence, without the marks of its code, says that there is no ``seed``."""
    return bool(_WITHOUT_SEED.search(text))


def is_commented_seed(comment: str) -> bool:
    """Whether a comment of code holds a ``seed`` that was taken out of it."""
    return bool(_COMMENTED_SEED.match(comment))


def seed_in(code: str) -> int | None:
    """Return the seed that inline code gives, ``seed=42``; None where it gives none."""
    found = _SEED.fullmatch(code)
    return int(found[1]) if found else None
