"""Read JSON as it was written: numbers stay exact, and what a lenient parser swallows is noticed.

An integer becomes ``int``; a number that is *written* with a point or an exponent becomes
``Decimal``, so that ``42.0`` is told from ``42``. Duplicate keys: the last one counts.
"""

import json
from decimal import Decimal, InvalidOperation
from typing import Any, Final, NamedTuple

from jiter import from_json

# The service's own limit is not published; System.Text.Json stops at 64 and jsonschema's recursion at about 120.
MAX_DEPTH: Final = 100
# int() refuses more digits than this (sys.set_int_max_str_digits), and no bound of a contract is that large.
_MAX_DIGITS: Final = 4000
_LARGEST_EXPONENT: Final = 99_999
_CONTAINERS: Final = frozenset({dict, list})


class NotJson(ValueError):
    """The text is not JSON: ``reason`` says why, ``offset`` where it stops being (in code points)."""

    def __init__(self, reason: str, offset: int) -> None:
        super().__init__(reason, offset)
        self.reason = reason
        self.offset = offset


class _Unusual(Exception):
    """The quick reading met something that the careful one has to look at: ``NaN``, or a key for the second time."""


class JsonText(NamedTuple):
    """A JSON text and its value; ``duplicates`` where some object holds a key twice."""

    text: str
    value: Any
    duplicates: bool


def read_json(text: str, encoded: bytes | None = None) -> JsonText:
    """Parse ``text`` exactly; ``encoded`` is the same in UTF-8, where that is at hand.

    Raises NotJson where it is not RFC 8259 JSON, ``NaN`` included, or nests deeper than MAX_DEPTH.
    """
    duplicates = is_deep = False
    many = text.count("{") + text.count("[") > MAX_DEPTH
    try:
        value = _read_quickly(encoded or text.encode())
        is_deep = many and _is_deep(value)
    except ValueError:
        value, duplicates = _read_carefully(text)
        is_deep = many
    if is_deep and (offset := _too_deep(text)) is not None:
        raise NotJson(f"it nests deeper than {MAX_DEPTH} levels", offset)
    return JsonText(text, value, duplicates)


def _is_deep(value: Any) -> bool:
    """Say whether a value, of whose text nothing was left out, nests deeper than MAX_DEPTH."""
    level = [value] if type(value) in _CONTAINERS else []
    for _ in range(MAX_DEPTH):
        inside = (one.values() if type(one) is dict else one for one in level)
        level = [one for parts in inside for one in parts if type(one) in _CONTAINERS]
        if not level:
            return False
    return True


def read_quickly(text: str) -> Any:
    """Return the value of a usual JSON text, as ``read_json`` does; None where only that can tell what it is."""
    try:
        value = _read_quickly(text.encode())
    except ValueError:
        return None
    return value if text.count("{") + text.count("[") <= MAX_DEPTH else None


def _read_quickly(text: bytes) -> Any:
    """Parse what is JSON without anything unusual; raises where there is anything to look at, which need not be wrong.

    jiter, which the openai SDK brings, notices a key that stands twice and keeps numbers exact, at the pace of a
    bare ``json.loads``.
    """
    return from_json(text, allow_inf_nan=False, cache_mode="keys", catch_duplicate_keys=True, float_mode="decimal")


def _read_carefully(text: str) -> tuple[Any, bool]:
    """Parse what the quick reading stumbled over: huge numbers, duplicate keys, or no JSON."""
    duplicates = False

    def last_wins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal duplicates
        members = dict(pairs)
        duplicates = duplicates or len(members) != len(pairs)
        return members

    decoder = json.JSONDecoder(
        parse_float=_any_decimal, parse_int=_any_integer, parse_constant=_refuse, object_pairs_hook=last_wins
    )
    try:
        value = decoder.decode(text)
    except json.JSONDecodeError as error:
        if text.startswith("\ufeff"):
            raise NotJson("it begins with a byte order mark", 0) from None
        raise NotJson(_REASONS.get(error.msg, error.msg[:1].lower() + error.msg[1:]), error.pos) from None
    except RecursionError:
        raise NotJson(f"it nests deeper than {MAX_DEPTH} levels", _too_deep(text) or 0) from None
    except _Unusual as constant:
        raise NotJson(f"`{constant}` is not a JSON value", _constant_offset(text, str(constant))) from None
    return value, duplicates


def _refuse(name: str) -> Any:
    raise _Unusual(name)


def _any_integer(digits: str) -> int | Decimal:
    return int(digits) if len(digits) <= _MAX_DIGITS else Decimal(digits)


def _any_decimal(number: str) -> Decimal:
    """Read a number whose exponent even Decimal cannot hold as the largest or smallest of its kind."""
    try:
        value = Decimal(number)
    except InvalidOperation:
        mantissa, _, exponent = number.lower().partition("e")
        value = Decimal(mantissa)
        clamp = -_LARGEST_EXPONENT if exponent.startswith("-") else _LARGEST_EXPONENT
        value = value.scaleb(clamp) if value else value
    return value


def _too_deep(text: str) -> int | None:
    from conformance.wire.locate import first_deeper_than

    return first_deeper_than(text, MAX_DEPTH)


def _constant_offset(text: str, name: str) -> int:
    from conformance.wire.locate import find_bare_word

    return find_bare_word(text, name)


_REASONS: Final = {
    "Expecting value": "a value is missing",
    "Extra data": "something follows the value",
    "Expecting property name enclosed in double quotes": "a member's name in double quotes is missing",
    "Expecting ':' delimiter": "the `:` after a member's name is missing",
    "Expecting ',' delimiter": "a `,` or the closing bracket is missing",
    "Illegal trailing comma before end of object": "a comma stands before the closing bracket",
    "Illegal trailing comma before end of array": "a comma stands before the closing bracket",
    "Unterminated string starting at": "a string is not closed",
    "Invalid control character at": "a control character stands unescaped in a string",
    "Invalid \\escape": "a backslash escape is unknown",
    "Invalid \\uXXXX escape": "a \\u escape is not four hexadecimal digits",
}
