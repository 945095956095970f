"""JSON is read quickly where nothing is unusual, and what comes out is what careful reading yields, to the digit."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.wire.json_text import NotJson, _read_carefully, read_json, read_quickly

NUMBERS = st.sampled_from(
    ["0", "-0", "42.0", "1e3", "-0.0", "1E400", "1e-400", "9" * 25, "9" * 5000, "0.1", "1.10", "NaN", "01", "1."]
)
STRINGS = st.text(st.characters(exclude_categories=[]), max_size=6).map(json.dumps) | st.sampled_from(
    ['"\\u0061"', '"\\ud83d\\ude00"', '"\\ud83d"', '"a\tb"', '"\\/"', '"é\U0001f600"', '"\\x"']
)
TEXTS = st.recursive(
    NUMBERS | STRINGS | st.sampled_from(["true", "false", "null", "nul", ""]),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda parts: f"[{', '.join(parts)}]")
        | st.lists(st.tuples(st.sampled_from(['"a"', '"\\u0061"', '"b"']), inner), max_size=3).map(
            lambda pairs: "{" + ", ".join(f"{name}: {value}" for name, value in pairs) + "}"
        )
    ),
    max_leaves=8,
)


def shape(value: Any) -> Any:
    """Return a value with its types, its digits and the order of its members."""
    if isinstance(value, dict):
        return [(name, shape(one)) for name, one in value.items()]
    return [shape(one) for one in value] if isinstance(value, list) else (type(value), str(value))


@given(TEXTS, st.sampled_from(["", " ", "\n", "\ufeff", "x"]))
def test_both_ways_of_reading_agree(text: str, more: str) -> None:
    try:
        careful: Any = _read_carefully(text + more)
    except NotJson:
        careful = None
    quick = read_quickly(text + more)
    if careful is None:
        assert quick is None
        with pytest.raises(NotJson):
            read_json(text + more)
        return
    value, duplicates = careful
    read = read_json(text + more)
    assert (shape(read.value), read.duplicates) == (shape(value), duplicates)
    assert quick is None or (shape(quick) == shape(value) and not duplicates)
