"""Make, from the structure of a regular expression, the texts on which it does most work.

Work beyond the length of a text comes from repetition: a part that can be repeated in two ways, two neighbours that can
share a text out between them, or a beginning that stands everywhere and is followed each time to the end. So each
repetition of a pattern is pumped: behind what leads to it, together with it, and alone; and something stands at the end
that does not match.
"""

import re
from collections.abc import Iterator
from importlib import import_module
from itertools import islice, product, takewhile
from typing import Any

from tests.expressions.discovering import AnyPattern

parser: Any = import_module("re._parser")
compiler: Any = import_module("re._compiler")

ALPHABET = "a0 _-A.\"'`\t\n,:;/=\\()[]{}<>|*#$@!?&%+~^é\u2028\x00"
ENDS = ("\x00", " a")
SEPARATORS = ("", " ", "\n", "a")
REPEATS = {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}
_MANY = 8
_WAYS = 4


def pumped(pattern: AnyPattern) -> Iterator[tuple[str, str, str]]:
    """Yield beginnings, what is repeated, and ends, each once."""
    seen: dict[tuple[str, str], None] = {}
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    for before, body, after in _repeats(tree, ""):
        pumps = list(dict.fromkeys(text for text in _examples(body) if text))
        pumps += [one + other for one, other in product(pumps, pumps) if one != other][:4]
        pumps += [after, pumps[0] + after] if after and pumps else []
        for pump in pumps:
            for start, repeated in ((before, pump), ("", pump), ("", before + pump), ("", before + pump + after)):
                seen[start, repeated] = None
                seen[start, repeated + " "] = None
        if before:
            seen.update(dict.fromkeys(("", before + separator) for separator in SEPARATORS))
    seen.update(dict.fromkeys(("", one) for one in _examples(tree) if one))
    for start, repeated in seen:
        for end in ENDS:
            yield start, repeated, end


def repeats(pattern: AnyPattern) -> bool:
    """Say whether a part of the pattern takes text of any length: without one a match ends soon wherever it begins."""
    return next(_repeats(parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG), ""), None) is not None


def _repeats(sequence: Any, before: str) -> Iterator[tuple[str, Any, str]]:
    """Yield each repetition's body, with the shortest text that leads to it, and what follows up to the next one."""
    items = list(sequence)
    for index, (operation, argument) in enumerate(items):
        name = str(operation)
        if name in REPEATS:
            _, most, body = argument
            if most is parser.MAXREPEAT or most > _MANY:
                following = takewhile(lambda item: str(item[0]) not in REPEATS, items[index + 1 :])
                yield before, body, next(iter(_examples(following)), "")
            yield from _repeats(body, before)
        else:
            for inner in _inner(name, argument):
                yield from _repeats(inner, before)
        before += next(iter(_examples([(operation, argument)])), "")


def _inner(name: str, argument: Any) -> list[Any]:
    match name:
        case "SUBPATTERN":
            return [argument[3]]
        case "BRANCH":
            return list(argument[1])
        case "ATOMIC_GROUP":
            return [argument]
        case "ASSERT" | "ASSERT_NOT":
            return [argument[1]]
        case "GROUPREF_EXISTS":
            return [one for one in argument[1:] if one is not None]
    return []


def _examples(sequence: Any) -> list[str]:
    """Return a few texts that match the sequence, the shortest ways first; at most as many as are worth trying."""
    found = [""]
    for operation, argument in sequence:
        ways = _ways(str(operation), argument)
        found = list(islice(dict.fromkeys(a + b for a, b in product(found, ways)), _WAYS * 2))
    return found


def _ways(name: str, argument: Any) -> list[str]:
    match name:
        case "LITERAL":
            return [chr(argument)]
        case "NOT_LITERAL":
            return [one for one in ALPHABET if ord(one) != argument][:_WAYS]
        case "ANY":
            return ["a", " ", '"']
        case "IN":
            return _of_class(argument)
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            least, _, body = argument
            if least == 0:
                return ["", *_examples(body)[:2]]
            return [one * least for one in _examples(body)]
        case "SUBPATTERN" | "BRANCH" | "ATOMIC_GROUP":
            return [text for inner in _inner(name, argument) for text in _examples(inner)[:_WAYS]] or [""]
    return [""]  # what looks around or refers back takes no text of its own


def _of_class(members: Any) -> list[str]:
    probe = parser.SubPattern(parser.State(), [(parser.IN, members)])
    chosen = compiler.compile(probe)
    return [one for one in _spread(members) if chosen.fullmatch(one)][: _WAYS + 2]


def _spread(members: Any) -> str:
    own = "".join(
        chr(argument if str(operation) == "LITERAL" else argument[0])
        for operation, argument in members
        if str(operation) in ("LITERAL", "RANGE")
    )
    return ALPHABET[:5] + own + ALPHABET[5:]
