"""PowerShell's binary operators on values that may not be known."""

from typing import Final

from conformance.reading.engine.limits import MOST_CHARACTERS, MOST_ELEMENTS
from conformance.reading.powershell.convert import (
    expression_of_operand,
    is_null,
    joined,
    number_value,
    separated,
    text_value,
    truth,
)
from conformance.reading.powershell.data import (
    NULL,
    AnswerText,
    Array,
    Nothing,
    Operand,
    Slot,
    Table,
    Text,
    Truth,
    items,
)
from conformance.reading.powershell.formatting import formatted
from conformance.reading.powershell.numbers import calculated
from conformance.reading.powershell.patterns import matches, replaced, split_by
from conformance.reading.value import Dump, Edited, Either, FromAnswer, JsonText, Known, Setting, Unknown

_ORDER: Final = {"gt", "ge", "lt", "le"}
_NEGATIONS: Final = {
    "ne": "eq", "notmatch": "match", "notlike": "like", "notcontains": "contains", "notin": "in",
}  # fmt: skip
_MATCHING: Final = {"eq", "match", "like"} | _ORDER


def binary(operator: str, left: Operand, right: Operand) -> Operand:
    """Return ``left operator right``; ``operator`` in lower case without its dash. Unknown where it is not known."""
    expression = f"{expression_of_operand(left)} {operator} {expression_of_operand(right)}"
    word = operator[1:] if operator[:1] in "ic" and operator[1:] in _WORDS else operator
    exact = operator[:1] == "c" and word != operator
    if isinstance(left, Array) and left.more is None and (word in _MATCHING or _NEGATIONS.get(word) in _MATCHING):
        kept = [(slot, truth(binary(operator, slot.value, right))) for slot in left.cells]
        if any(fits is None for _, fits in kept):
            return Unknown(expression)
        return Array([slot for slot, fits in kept if fits])
    if word in _NEGATIONS:
        return negation(binary(operator.replace(word, _NEGATIONS[word]), left, right))
    found = _binary(word, left, right, exact=exact)
    return Unknown(expression) if found is None else found


def negation(value: Operand) -> Operand:
    """Return ``-not value``."""
    known = truth(value)
    if known is not None:
        return Known(not known)
    return Truth(value.of, not value.negated) if isinstance(value, Truth) else Truth(value, negated=True)


def _binary(word: str, left: Operand, right: Operand, *, exact: bool) -> Operand | None:
    match word:
        case "+":
            return _sum(left, right)
        case "*":
            return _product(left, right)
        case "-" | "/" | "%":
            return _calculated(word, left, right)
        case "..":
            return _range(left, right)
        case "and" | "or" | "xor":
            return _logical(word, left, right)
        case "eq":
            return _equal(left, right, exact=exact)
        case "gt" | "ge" | "lt" | "le":
            return _ordered(word, left, right)
        case "match" | "like":
            return _matched(word, left, right, exact=exact)
        case "contains":
            return _contained(left, right, exact=exact)
        case "in":
            return _contained(right, left, exact=exact)
        case "replace":
            return _replaced(left, right, exact=exact)
        case "join":
            return joined_by(left, right)
        case "split":
            return _split(left, right)
        case "f":
            return formatted(left, [slot.value for slot in items(right)])
        case "band" | "bor" | "bxor" | "shl" | "shr":
            return _bits(word, left, right)
    return None


def joined_by(left: Operand, right: Operand) -> Operand | None:
    """Return ``left -join right``."""
    if isinstance(left, Array) and left.more is not None:
        return None
    return separated([text_value(slot.value) for slot in items(left)], text_value(right))


def _sum(left: Operand, right: Operand) -> Operand | None:
    match left, right:
        case ((Known(None) | Nothing()), _):
            return right
        case Array(cells, more), _:
            added = [Slot(one.value, one.start, one.assigned) for one in items(right)]
            return Array([*cells, *added], more) if len(cells) + len(added) <= MOST_ELEMENTS else None
        case Table(), Table():
            merged = Table(left.kind, dict(left.cells), left.more or right.more)
            for name, slot in right.cells.values():
                if name.lower() in left.cells:
                    return None
                merged.put(name, slot)
            return merged
        case ((Text() | Setting() | Edited() | Either() | Dump() | JsonText() | AnswerText()), _):
            return joined(Text((*text_value(left).pieces, *text_value(right).pieces)))
        case FromAnswer(), Text():
            return joined(Text((*text_value(left).pieces, *right.pieces)))
    return _calculated("+", left, right)


def _product(left: Operand, right: Operand) -> Operand | None:
    times = number_value(right)
    if isinstance(times, int) and times >= 0:
        if isinstance(left, Text):
            size = sum(len(piece.value) if isinstance(piece.value, str) else 1 for piece in left.pieces)
            return joined(Text(left.pieces * times)) if size * times <= MOST_CHARACTERS else None
        if isinstance(left, Array):
            return Array(left.cells * times, left.more) if len(left.cells) * times <= MOST_ELEMENTS else None
    return _calculated("*", left, right)


def _calculated(operator: str, left: Operand, right: Operand) -> Operand | None:
    if isinstance(left, Array | Table) or isinstance(right, Array | Table):
        return None
    one, other = number_value(left), number_value(right)
    found = None if one is None or other is None else calculated(operator, one, other)
    return None if found is None else Known(found)


def _range(left: Operand, right: Operand) -> Operand | None:
    one, other = number_value(left), number_value(right)
    if one is None or other is None or abs(float(other) - float(one)) >= MOST_ELEMENTS:
        return None
    first, last = round(one), round(other)
    step = 1 if last >= first else -1
    return Array([Slot(Known(number)) for number in range(first, last + step, step)])


def _logical(word: str, left: Operand, right: Operand) -> Operand | None:
    one, other = truth(left), truth(right)
    if word == "xor":
        return None if one is None or other is None else Known(one != other)
    decides = word == "or"
    if decides in (one, other):
        return Known(decides)
    if one is None and other is None:
        return None
    if one is None or other is None:
        return left if one is None else right
    return Known(not decides)


def _equal(left: Operand, right: Operand, *, exact: bool) -> Operand | None:
    for one, other in ((left, right), (right, left)):
        if is_null(one):
            known = is_null(other)
            return Truth(other, negated=True) if known is None else Known(known)
    if isinstance(left, Known) and isinstance(left.value, bool):
        known = truth(right)
        return None if known is None else Known(left.value == known)
    if isinstance(right, Text) and not right.pieces and isinstance(left, Setting | Edited | Text | Either):
        return negation(left)
    if isinstance(left, Text):
        here, there = left.known, text_value(right).known
        if here is None or there is None:
            return None
        return Known(here == there if exact else here.casefold() == there.casefold())
    if isinstance(left, Table | FromAnswer | Unknown | Setting | Either | Edited):
        return None
    first, second = number_value(left), number_value(right)
    return None if first is None or second is None else Known(first == second)


def _ordered(word: str, left: Operand, right: Operand) -> Operand | None:
    if isinstance(left, Text):
        here, there = left.known, text_value(right).known
        if here is None or there is None:
            return None
        order = (here.casefold() > there.casefold()) - (here.casefold() < there.casefold())
    else:
        first, second = number_value(left), number_value(right)
        if first is None or second is None or isinstance(left, Table | Array):
            return None
        order = (first > second) - (first < second)
    return Known({"gt": order > 0, "ge": order >= 0, "lt": order < 0, "le": order <= 0}[word])


def _matched(word: str, left: Operand, right: Operand, *, exact: bool) -> Operand | None:
    pattern = text_value(right).known
    if pattern is None:
        return None
    if isinstance(left, AnswerText):
        # The text of an answer is a JSON object: what it begins with is known, and nothing else.
        begins = word == "match" and pattern.startswith("^") and matches(pattern, "{", word, exact=exact)
        return Known(True) if begins else None
    known = text_value(left).known
    found = None if known is None else matches(pattern, known, word, exact=exact)
    return None if found is None else Known(found)


def _contained(values: Operand, value: Operand, *, exact: bool) -> Operand | None:
    if isinstance(values, Array) and values.more is not None:
        return None
    found = [truth(_equal(slot.value, value, exact=exact) or Unknown("")) for slot in items(values)]
    if True in found:
        return Known(True)
    return None if None in found else Known(False)


def _replaced(left: Operand, right: Operand, *, exact: bool) -> Operand | None:
    arguments = [text_value(slot.value).known for slot in items(right)]
    text = text_value(left).known
    if text is None or not arguments or None in arguments:
        return None
    found = replaced(text, arguments[0] or "", (arguments[1] or "") if len(arguments) > 1 else "", exact=exact)
    return None if found is None else Text.of(found)


def _split(left: Operand, right: Operand) -> Operand | None:
    text, pattern = text_value(left).known, text_value(items(right)[0].value if items(right) else NULL).known
    if text is None or pattern is None or len(items(right)) > 1:
        return None
    parts = split_by(text, pattern)
    return None if parts is None else Array([Slot(Text.of(part)) for part in parts])


def _bits(word: str, left: Operand, right: Operand) -> Operand | None:
    one, other = number_value(left), number_value(right)
    if not isinstance(one, int) or not isinstance(other, int) or (word in ("shl", "shr") and not 0 <= other < 64):
        return None
    if word in ("shl", "shr"):
        found = one << other if word == "shl" else one >> other
        return Known(found) if abs(found) < 2**31 else None
    return Known({"band": one & other, "bor": one | other, "bxor": one ^ other}[word])


_WORDS: Final = _MATCHING | set(_NEGATIONS) | {"contains", "in", "replace", "split"}
