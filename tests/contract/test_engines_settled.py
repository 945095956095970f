"""What the two engines would tell differently is settled: each case has one outcome, whichever engine judges."""

from decimal import Decimal
from typing import Any

import pytest

from conformance.contract.ecma_pattern import ecma_pattern
from conformance.contract.engines import EngineName, validator
from conformance.wire.json_text import read_json

LARGEST = 2**63 - 1
ENGINES: tuple[EngineName, ...] = ("jsonschema-rs", "jsonschema")
CASES: list[tuple[str, dict[str, Any], str, bool]] = [
    ("a format is an annotation", {"type": "string", "format": "uri"}, '"no uri"', True),
    ("so is one of numbers", {"type": "number", "format": "float"}, "1e300", True),
    ("an integer of 400 digits", {"type": "integer"}, "1" * 400, True),
    ("an integer of 5000 digits", {"type": "integer"}, "1" * 5000, True),
    ("a fraction of 5000 digits is none", {"type": "integer"}, "0." + "1" * 5000, False),
    ("an exponent beyond every float", {"type": "integer"}, "1e400", True),
    ("an exponent beyond every decimal", {"type": "integer"}, "1e999999999999999999999", True),
    ("a tiny number", {"type": "integer"}, "1e-400", False),
    ("a tiny number below a bound", {"minimum": 0}, "-1e-400", False),
    ("minus zero", {"minimum": 0}, "-0.0", True),
    ("42.0 is an integer to JSON Schema", {"type": "integer"}, "42.0", True),
    ("true is none", {"type": "integer"}, "true", False),
    ("nor a number", {"type": "number"}, "true", False),
    ("the largest int64", {"maximum": LARGEST}, str(LARGEST), True),
    ("one past it", {"maximum": LARGEST}, str(LARGEST + 1), False),
    ("half past it", {"maximum": LARGEST}, f"{LARGEST}.5", False),
    ("400 digits past it", {"maximum": LARGEST}, "9" * 400, False),
    ("5000 digits past it", {"maximum": LARGEST}, "9" * 5000, False),
    ("5000 digits below", {"minimum": -LARGEST}, "-" + "9" * 5000, False),
    ("a hair above", {"maximum": 2}, "2.0000000000000000000000000000001", False),
    ("500 digits above", {"maximum": 2}, "2." + "0" * 500 + "1", False),
    ("a bound with a fraction", {"minimum": Decimal("0.5")}, "0.49999999999999999999999999", False),
    ("a multiple of a fraction", {"multipleOf": Decimal("0.01")}, "0.07", True),
    ("an enum compares numbers by value", {"enum": [1]}, "1.0", True),
    ("and true is not 1", {"enum": [1]}, "true", False),
    ("nor false 0", {"enum": [0, None]}, "false", False),
    ("unique compares so too", {"uniqueItems": True}, "[1, 1.0]", False),
    ("and true stays beside 1", {"uniqueItems": True}, "[1, true]", True),
    ("length is counted in code points", {"maxLength": 1}, '"\U0001f600"', True),
    ("combining marks count", {"maxLength": 1}, '"e\\u0301"', False),
    ("a lone surrogate is one", {"maxLength": 1}, '"\\ud800"', True),
    ("a member with a lone surrogate", {"required": ["a"]}, '{"\\ud800": 1}', False),
    ("a member that is a number's name", {"properties": {"1": {"type": "string"}}}, '{"1": 2}', False),
    ("\\d is ASCII", {"pattern": r"^\d+$"}, '"\u0661"', False),
    ("\\w is ASCII", {"pattern": r"^\w+$"}, '"\u00e9"', False),
    ("\\s is Unicode", {"pattern": r"^[\s]\s$"}, '"\u00a0\u2003"', True),
    ("$ is the very end", {"pattern": "^a$"}, '"a\\n"', False),
    ("a pattern may match anywhere", {"pattern": "b"}, '"abc"', True),
    ("an escaped dollar is one", {"pattern": r"^\$[$]$"}, '"$$"', True),
]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("schema", "text", "accepted"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_both_engines_say_the_same(schema: dict[str, Any], text: str, accepted: bool, engine: EngineName) -> None:
    compiled, value = validator(schema, engine), read_json(text).value
    assert compiled.accepts(value) is accepted
    assert (not list(compiled.errors(value))) is accepted


@pytest.mark.parametrize(
    ("pattern", "matches", "refuses"),
    [
        (r"^.$", "a", "\u2028"),
        (r"^[^\s]$", "a", "\u3000"),
        (r"^\S$", "a", "\ufeff"),
        (r"^a|b$", "ax", "xa"),
    ],
)
def test_patterns_are_those_of_ecma_262(pattern: str, matches: str, refuses: str) -> None:
    assert ecma_pattern(pattern).search(matches)
    assert not ecma_pattern(pattern).search(refuses)
