"""Values of dataclasses as JSON and back, by their types: no other code can come out of a file than theirs."""

import types
from collections import Counter
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints


class Unfit(Exception):
    """A value, or a text, is not what its type says."""


def encode(value: Any) -> Any:
    """Return ``value`` as JSON holds it: a dataclass as the list of its fields."""
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if is_dataclass(value):
        return [encode(getattr(value, one.name)) for one in fields(value)]
    if isinstance(value, Mapping):
        return {str(name): encode(one) for name, one in value.items()}
    if isinstance(value, tuple | list):
        return [encode(one) for one in value]
    raise Unfit(type(value).__name__)


def decode(kind: Any, value: Any) -> Any:
    """Return the value of type ``kind`` that ``encode`` made ``value`` of; raises Unfit."""
    if kind is Any or kind is object:
        return value
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _decode_union(get_args(kind), value)
    if origin is Literal:
        return _fit(value in get_args(kind), value)
    if origin is tuple:
        return _decode_tuple(get_args(kind), value)
    if origin in (dict, Mapping, Counter) or kind is Counter:
        (of,) = get_args(kind)[-1:] or (int,)
        _fit(isinstance(value, dict), value)
        made = {name: decode(int if origin is Counter else of, one) for name, one in value.items()}
        return Counter(made) if origin is Counter else made
    if is_dataclass(kind) and isinstance(kind, type):
        return _decode_fields(kind, value)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    return _fit(kind in (str, int, bool, float) and type(value) is kind, value)


def _decode_union(kinds: tuple[Any, ...], value: Any) -> Any:
    if value is None:
        return _fit(type(None) in kinds, value)
    for kind in kinds:
        if kind is not type(None):
            try:
                return decode(kind, value)
            except (Unfit, ValueError, TypeError):
                continue
    raise Unfit(repr(value))


def _decode_tuple(kinds: tuple[Any, ...], value: Any) -> tuple[Any, ...]:
    _fit(isinstance(value, list), value)
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return tuple(decode(kinds[0], one) for one in value)
    _fit(len(kinds) == len(value), value)
    return tuple(decode(kind, one) for kind, one in zip(kinds, value, strict=True))


def _decode_fields(kind: type, value: Any) -> Any:
    hints = _hints(kind)
    _fit(isinstance(value, list) and len(value) == len(hints), value)
    return kind(*(decode(hint, one) for hint, one in zip(hints, value, strict=True)))


@cache
def _hints(kind: type) -> tuple[Any, ...]:
    hints = get_type_hints(kind)
    return tuple(hints[one.name] for one in fields(kind))


def _fit(is_fit: bool, value: Any) -> Any:
    if not is_fit:
        raise Unfit(repr(value)[:80])
    return value
