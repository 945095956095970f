"""Errors that a user can cause. Each is one sentence: what is wrong, where, what to do."""

import difflib
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

_LONG: Final = 100  # characters of a word that is not remembered


class ConformanceError(Exception):
    """Something that the user can mend; ``str()`` is the sentence to show. The exit code is 2."""


class UsageError(ConformanceError):
    """The command line is wrong."""


class InputError(ConformanceError):
    """An input cannot be read."""


def nearest(word: str, known: Iterable[str], count: int = 1) -> list[str]:
    """Return the up to ``count`` names of ``known`` that ``word`` was likely meant to be, best first."""
    find = _nearest if len(word) <= _LONG else _nearest.__wrapped__
    return list(find(word, tuple(known), count))


@lru_cache(maxsize=2048)
def _nearest(word: str, names: tuple[str, ...], count: int) -> tuple[str, ...]:
    folded = _fold(word)
    same = [name for name in names if _fold(name) == folded]
    if same:
        return tuple(same[:count])
    lower = {name.lower(): name for name in names}
    return tuple(lower[name] for name in difflib.get_close_matches(word.lower(), lower, n=count, cutoff=0.7))


def _fold(word: str) -> str:
    return word.lower().replace("_", "").replace("-", "")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ``; did you mean X?`` or an empty string."""
    names = nearest(word, known)
    return f"; did you mean {names[0]}?" if names else ""


def is_slip(word: str, meant: str) -> bool:
    """Return whether ``word`` is ``meant`` with one letter too few, too many or wrong, or with two neighbours swapped."""
    if word == meant or abs(len(word) - len(meant)) > 1:
        return False
    start = next((at for at, (one, other) in enumerate(zip(word, meant, strict=False)) if one != other), len(word))
    rest, due = word[start:], meant[start:]
    swapped = rest[1:2] + rest[:1] + rest[2:]
    return due in (rest[1:], swapped) or rest[1:] == due[1:] or rest == due[1:]
