"""A JSON value is written with its own digits, and read back as it was."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.wire.json_text import read_json
from conformance.wire.json_writing import write_json

NUMBERS = st.integers() | st.decimals(allow_nan=False, allow_infinity=False)
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param(Decimal("0.12345678901234567890"), "0.12345678901234567890", id="more digits than a float has"),
        pytest.param(Decimal("42.0"), "42.0", id="a fraction of nothing"),
        pytest.param(Decimal("1E+3"), "1E+3", id="an exponent"),
        pytest.param(Decimal("1e0"), "1.0", id="an exponent that says nothing is not an integer all the same"),
        pytest.param({"a": [None, True, 1, "é\n"]}, '{"a": [null, true, 1, "é\\n"]}', id="everything else"),
    ],
)
def test_a_value_is_written_as_it_is(value: Any, text: str) -> None:
    assert write_json(value) == text


@given(JSON)
def test_what_is_written_is_read_back_digit_by_digit(value: Any) -> None:
    text = write_json(value)
    assert json.loads(text, parse_float=Decimal) == value
    assert write_json(read_json(text).value) == text


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity"), float("nan")])
def test_what_json_cannot_say_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match=r"NaN|Infinity|float"):
        write_json(value)
