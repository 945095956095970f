"""Strings and numbers that keep to the bounds of a JSON Schema."""

import math
import random
from collections.abc import Mapping
from typing import Any, Final

from conformance.emulator.merging import Unsatisfiable
from conformance.emulator.patterns import matching

_WORDS: Final = (
    "amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "harbor", "indigo", "juniper", "kelp", "lark",
    "meadow", "north", "opal", "pine", "quartz", "river", "stone", "tide", "umber", "vale", "willow", "yarrow",
)  # fmt: skip
_LONGEST: Final = 20_000
_FORMATS: Final[Mapping[str, tuple[str, ...]]] = {
    "date-time": ("2024-05-17T09:30:00Z", "2023-11-06T18:00:00Z"),
    "date": ("2024-05-17", "2023-11-06"),
    "time": ("09:30:00Z", "18:00:00Z"),
    "duration": ("PT30M", "P1D"),
    "email": ("ada@example.com", "grace@example.com"),
    "hostname": ("www.example.com", "example.org"),
    "ipv4": ("192.0.2.1", "198.51.100.7"),
    "ipv6": ("2001:db8::1", "2001:db8::7"),
    "uri": ("https://example.com/a", "https://example.org/b"),
    "uri-reference": ("/a/b", "https://example.com/a"),
    "json-pointer": ("/a/0", ""),
    "regex": ("[a-z]+", "^a"),
}


def string_for(schema: Mapping[str, Any], chance: random.Random) -> str:
    """Return a string; raises Unsatisfiable where it would be too long or where a pattern cannot be followed."""
    fewest, most = int(schema.get("minLength", 0)), schema.get("maxLength")
    if fewest > _LONGEST or (most is not None and most < fewest):
        raise Unsatisfiable
    if "pattern" in schema:
        return matching(str(schema["pattern"]), chance, fewest, None if most is None else int(most))
    kind = schema.get("format")
    if kind == "uuid":
        digits = f"{chance.getrandbits(128):032x}"
        return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"
    if isinstance(kind, str) and kind in _FORMATS:
        return chance.choice(_FORMATS[kind])
    text = chance.choice(_WORDS)
    while len(text) < fewest:
        text += " " + chance.choice(_WORDS)
    if most is not None:
        text = text[: int(most)]
        if text.endswith(" ") and len(text) <= fewest:
            text = text[:-1] + "s"
    return text


def number_for(schema: Mapping[str, Any], whole: bool, chance: random.Random) -> int | float:
    """Return a number; raises Unsatisfiable where the bounds leave none."""
    low, low_open = _tightest(schema.get("minimum"), schema.get("exclusiveMinimum"), max)
    high, high_open = _tightest(schema.get("maximum"), schema.get("exclusiveMaximum"), min)
    step = schema.get("multipleOf", 1 if whole else None)
    if step is None:
        return _decimal(low, low_open, high, high_open, chance)
    if whole and step != int(step):
        step = 1  # a multiple of 0.5 that is whole: chance and the validator see to it
    fewest = math.ceil(low / step) if low is not None else None
    most = math.floor(high / step) if high is not None else None
    if fewest is not None and low_open and fewest * step <= low:
        fewest += 1
    if most is not None and high_open and high is not None and most * step >= high:
        most -= 1
    if fewest is None:
        fewest = 1 if most is None or most >= 1 else most - 9
    if most is None:
        most = fewest + 9
    if most < fewest:
        raise Unsatisfiable
    count = chance.randint(fewest, min(most, fewest + 99))
    return int(count * step) if whole else count * step


def _tightest(bound: Any, exclusive: Any, pick: Any) -> tuple[Any, bool]:
    """Return the bound that counts and whether it is itself excluded; draft 4 wrote ``exclusive…`` as a boolean."""
    if isinstance(exclusive, bool):
        return bound, exclusive
    if exclusive is None or bound is None:
        return (bound, False) if exclusive is None else (exclusive, True)
    return (exclusive, True) if pick(bound, exclusive) == exclusive else (bound, False)


def _decimal(low: Any, low_open: bool, high: Any, high_open: bool, chance: random.Random) -> float | int:
    if low is None and high is None:
        low, high = 0, 100
    elif low is None:
        low = high - 10
    elif high is None:
        high = low + 10
    if high < low or (high == low and (low_open or high_open)):
        raise Unsatisfiable
    if high == low:
        return float(low)
    value = round(low + (high - low) * chance.randint(1, 99) / 100, 2)
    inside = (value > low or (value == low and not low_open)) and (value < high or (value == high and not high_open))
    return float(value if inside else low + (high - low) * chance.randint(1, 99) / 100)
