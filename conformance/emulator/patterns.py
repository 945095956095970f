"""A string that a regular expression matches."""

import importlib
import random
from typing import Any, Final

from conformance.emulator.merging import Unsatisfiable

# The tree that `re` itself compiles from: the one description of a pattern that Python has.
_parser: Final[Any] = importlib.import_module("re._parser")
_constants: Final[Any] = importlib.import_module("re._constants")

_MORE_THAN_NEEDED: Final = 3
_LONGEST: Final = 2_000
_PRINTABLE: Final = [chr(code) for code in range(32, 127)]
_CATEGORIES: Final = {
    "CATEGORY_DIGIT": "0123456789",
    "CATEGORY_WORD": "abcdefghijklmnopqrstuvwxyz0123456789_",
    "CATEGORY_SPACE": " ",
    "CATEGORY_NOT_DIGIT": "abcxyz",
    "CATEGORY_NOT_WORD": "-.",
    "CATEGORY_NOT_SPACE": "abcxyz0189",
}


def matching(pattern: str, chance: random.Random, fewest: int, most: int | None) -> str:
    """Return a string that ``pattern`` matches, of ``fewest`` to ``most`` characters; raises Unsatisfiable.

    A pattern without anchors is found anywhere: what lacks in length is put behind it.
    """
    try:
        tree = _parser.parse(pattern)
    except Exception:
        raise Unsatisfiable from None
    for more in (_MORE_THAN_NEEDED, 0, max(fewest, 1), 10):
        text = _Writer(chance, more).of(tree)
        if len(text) < fewest and not pattern.endswith("$"):
            text += "a" * (fewest - len(text))
        if fewest <= len(text) and (most is None or len(text) <= most):
            return text
    raise Unsatisfiable


class _Writer:
    def __init__(self, chance: random.Random, more: int) -> None:
        self._chance = chance
        self._more = more
        self._groups: dict[int, str] = {}
        self._left = _LONGEST

    def of(self, tree: Any) -> str:
        return "".join(self._node(str(operation), argument) for operation, argument in tree)

    def _node(self, operation: str, argument: Any) -> str:
        self._left -= 1
        if self._left < 0:
            raise Unsatisfiable
        if operation == "LITERAL":
            return chr(argument)
        if operation == "NOT_LITERAL":
            return "b" if chr(argument) == "a" else "a"
        if operation == "ANY":
            return self._chance.choice("abcxyz")
        if operation == "IN":
            return self._chance.choice(_set(argument))
        if operation == "BRANCH":
            return self.of(self._chance.choice(argument[1]))
        if operation in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            low, high, tree = argument
            top = min(int(high), int(low) + self._more)
            return "".join(self.of(tree) for _ in range(self._chance.randint(int(low), max(int(low), top))))
        if operation == "SUBPATTERN":
            group, _, _, tree = argument
            text = self.of(tree)
            if group is not None:
                self._groups[group] = text
            return text
        if operation == "ATOMIC_GROUP":
            return self.of(argument)
        if operation == "GROUPREF":
            return self._groups.get(argument, "")
        if operation in ("AT", "ASSERT_NOT"):
            return ""  # the validator decides whether it holds
        raise Unsatisfiable


def _set(parts: Any) -> list[str]:
    """Return the characters that a set in brackets allows; raises Unsatisfiable where there is none that can be told."""
    negated, allowed = False, []
    for operation, argument in parts:
        name = str(operation)
        if name == "NEGATE":
            negated = True
        elif name == "LITERAL":
            allowed.append(chr(argument))
        elif name == "RANGE":
            allowed += [chr(code) for code in range(argument[0], min(argument[1], argument[0] + 200) + 1)]
        elif name == "CATEGORY":
            allowed += _CATEGORIES.get(str(argument), "")
    if negated:
        allowed = [character for character in _PRINTABLE if character not in allowed]
    if not allowed:
        raise Unsatisfiable
    return allowed
