"""How likely each token was: numbers that are plausible, and the same for the same text."""

import math
from hashlib import blake2b
from typing import Any, Final

# What the model might have said instead. They are words of stories, and that they are these is of no meaning.
_INSTEAD: Final = (
    " the", " a", " and", " of", " in", " light", ",", ".", " was", " it", " that", " first", " then", " dark",
    " star", " time", " quiet", " one", " all", " before", " world", " slowly",
)  # fmt: skip
_SPREAD: Final = 1 << 32


def logprobs_of(pieces: list[str], alternatives: int) -> list[dict[str, Any]]:
    """Return one entry a token, with ``alternatives`` of the likeliest, itself among them."""
    return [_entry(piece, place, alternatives) for place, piece in enumerate(pieces)]


def _entry(piece: str, place: int, alternatives: int) -> dict[str, Any]:
    digest = blake2b(f"{place} {piece}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
    share = 0.55 + 0.44 * int.from_bytes(digest[:4], "big") / _SPREAD
    top = []
    left = 1 - share
    start = digest[4]
    names = [_INSTEAD[(start + number) % len(_INSTEAD)] for number in range(len(_INSTEAD))]
    others = iter(name for name in names if name != piece)
    token = _likely(piece, share)
    for number in range(alternatives):
        if number == 0:
            top.append(token)
            continue
        left /= 2
        top.append(_likely(next(others), min(left, share / 2)))
    return {**token, "top_logprobs": top}


def _likely(token: str, share: float) -> dict[str, Any]:
    data = token.encode("utf-8", "surrogatepass")
    return {"token": token, "logprob": round(math.log(share), 7), "bytes": list(data)}
