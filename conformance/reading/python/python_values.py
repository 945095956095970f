"""Between the objects of a source that is followed and Python's own values, for what is known entirely."""

import json
from decimal import Decimal
from typing import Any, Final

from conformance.reading.engine.limits import MOST_CHARACTERS, MOST_ELEMENTS
from conformance.reading.python.objects import DictObject, Key, ListObject, Object, Serialized, Slot
from conformance.reading.value import Known

# More is not followed: no request is that large, and a source must not fill the memory.
MOST_BITS: Final = 13_000
_DEEPEST: Final = 60


class NotKnown(Exception):
    """A value is not known entirely, or larger than what is followed."""


def python_value(item: Object, depth: int = 0) -> Any:
    """Return ``item`` as Python's own value; raises NotKnown where a part of it is not known."""
    if depth > _DEEPEST:
        raise NotKnown
    match item:
        case Known(value):
            return float(value) if isinstance(value, Decimal) else value
        case ListObject(elements, None, kind) if len(elements) <= MOST_ELEMENTS:
            values = [python_value(slot.value, depth + 1) for slot in elements]
            return values if kind == "list" else tuple(values) if kind == "tuple" else set(map(_hashable, values))
        case DictObject(entries, None) if len(entries) <= MOST_ELEMENTS:
            return {python_key(key): python_value(slot.value, depth + 1) for key, slot in entries.items()}
        case Serialized() if item.text is not None:
            return item.text
    raise NotKnown


def python_key(key: Key) -> Any:
    """Return a dict's key as Python's own value."""
    return float(key) if isinstance(key, Decimal) else key


def lift(value: Any) -> Object:
    """Return Python's own ``value`` as an object; raises NotKnown where it is none that is followed, or too large."""
    match value:
        case None | bool():
            return Known(value)
        case str() if len(value) <= MOST_CHARACTERS:
            return Known(value)
        case int() if value.bit_length() <= MOST_BITS:
            return Known(value)
        case float() if value - value == 0:
            return Known(Decimal(repr(value)))
        case Decimal() if value.is_finite():
            return Known(value)
        case list() | tuple() | set() | frozenset() if len(value) <= MOST_ELEMENTS:
            kind = "list" if isinstance(value, list) else "tuple" if isinstance(value, tuple) else "set"
            return ListObject([Slot(lift(one)) for one in value], kind=kind)  # type: ignore[arg-type]
        case dict() if len(value) <= MOST_ELEMENTS:
            return DictObject({lift_key(key): Slot(lift(one)) for key, one in value.items()})
    raise NotKnown


def lift_key(key: Any) -> Key:
    """Return Python's own ``key`` as that of a dict; raises NotKnown where it is none that is followed."""
    if isinstance(key, float):
        return Decimal(repr(key))
    if key is None or isinstance(key, str | int | Decimal):
        return key
    raise NotKnown


def json_key(key: Key) -> str:
    """Return ``key`` as ``json.dumps`` writes it."""
    if isinstance(key, str):
        return key
    return str(json.dumps(python_key(key)))


def _hashable(value: Any) -> Any:
    try:
        hash(value)
    except TypeError:
        raise NotKnown from None
    return value
