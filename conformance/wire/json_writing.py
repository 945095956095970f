"""Write a JSON value as it was read: a number with a fraction keeps its digits, which no float might hold."""

import json
from decimal import Decimal
from typing import Any


def write_json(value: Any) -> str:
    """Return ``value`` as JSON on one line; a Decimal stands with its own digits, and never as an integer.

    Raises TypeError where a part of it is not a JSON value, ValueError where a number is none that JSON can say.
    """
    match value:
        case dict():
            return "{" + ", ".join(f"{_text(str(name))}: {write_json(one)}" for name, one in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(map(write_json, value)) + "]"
        case Decimal():
            if not value.is_finite():
                raise ValueError(str(value))
            digits = str(value)
            return digits if "." in digits or "E" in digits else f"{digits}.0"
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _text(name: str) -> str:
    return json.dumps(name, ensure_ascii=False)
