"""RFC 6901 JSON pointers."""

from collections.abc import Iterable
from functools import lru_cache

Path = tuple[str | int, ...]


def pointer_of(path: Iterable[str | int]) -> str:
    """Return the pointer of ``path``; ``""`` for the root."""
    pointer = ""
    for token in path:
        if isinstance(token, int):
            pointer += f"/{token}"
        elif "~" in token or "/" in token:
            pointer += "/" + token.replace("~", "~0").replace("/", "~1")
        else:
            pointer += "/" + token
    return pointer


@lru_cache(maxsize=1 << 15)
def tokens_of(pointer: str) -> tuple[str, ...]:
    """Return the tokens of ``pointer``, array indices as text; ``()`` for the root."""
    if not pointer:
        return ()
    return tuple(token.replace("~1", "/").replace("~0", "~") for token in pointer[1:].split("/"))
