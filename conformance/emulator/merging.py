"""Schemas that apply together, as one; and what a reference leads to."""

import math
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import unquote


class Unsatisfiable(Exception):
    """No instance was found: there may be none, or it would be too large."""


_LARGER: Final = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties", "minContains")
_SMALLER: Final = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties", "maxContains")


def merged(one: Any, other: Any) -> Mapping[str, Any]:
    """Return a schema for what conforms to both; of keywords that cannot be joined ``other``'s counts.

    Raises Unsatisfiable where nothing can conform.
    """
    if one is False or other is False:
        raise Unsatisfiable
    if not isinstance(one, Mapping):
        return other if isinstance(other, Mapping) else {}
    if not isinstance(other, Mapping) or not other:
        return one
    both = {**one, **other}
    for name in one.keys() & other.keys():
        both[name] = _joined(name, one[name], other[name])
    return both


def _joined(name: str, one: Any, other: Any) -> Any:
    if one == other:
        return one
    if name == "properties":
        return {key: _together(one.get(key), other.get(key)) for key in (*one, *(k for k in other if k not in one))}
    if name == "required":
        return list(dict.fromkeys((*one, *other)))
    if name == "enum":
        return [value for value in one if value in other]
    if name == "type":
        return _types(one, other)
    if name in _LARGER:
        return max(one, other)
    if name in _SMALLER:
        return min(one, other)
    if name == "multipleOf" and isinstance(one, int) and isinstance(other, int):
        return math.lcm(one, other)
    if name == "items":
        return _together(one, other)
    if name == "allOf":
        return [*one, *other]
    if name == "additionalProperties" and False in (one, other):
        return False
    return other


def _together(one: Any, other: Any) -> Any:
    if one is None or other is None:
        return other if one is None else one
    return {"allOf": [one, other]}


def _types(one: Any, other: Any) -> Any:
    left = [one] if isinstance(one, str) else list(one)
    right = [other] if isinstance(other, str) else list(other)
    if "number" in left and "integer" in right:
        left.append("integer")
    if "number" in right and "integer" in left:
        right.append("integer")
    both = [name for name in left if name in right]
    if not both:
        raise Unsatisfiable
    return both[-1] if len(both) == 1 or "integer" in both else both


def resolved(root: Any, reference: Any) -> Any:
    """Return what ``reference`` (``#/$defs/x``) leads to in ``root``; raises Unsatisfiable where it leads nowhere."""
    if not isinstance(reference, str) or not reference.startswith("#"):
        raise Unsatisfiable
    at = root
    for token in unquote(reference[1:]).split("/")[1:]:
        key = token.replace("~1", "/").replace("~0", "~")
        if isinstance(at, Mapping) and key in at:
            at = at[key]
        elif isinstance(at, list) and key.isdecimal() and int(key) < len(at):
            at = at[int(key)]
        else:
            raise Unsatisfiable
    return at
