"""Places that are remembered are those that are looked for from the start, and the text is gone through once."""

import json
import random
from typing import Any

import pytest

from conformance.wire import locate as module
from conformance.wire.locate import Places, locate

TEXT = ' {"a": [1, {"b": "]", "c": [[], {}]}, "x"], "d": {"\\u0065": null, "a": 2, "a": 3}, "": 4} '
PATHS: list[tuple[str | int, ...]] = [
    (), ("a",), ("a", 0), ("a", 1), ("a", 1, "b"), ("a", 1, "c", 1), ("a", 2), ("a", 3), ("d", "e"), ("d", "a"), ("",),
    ("z",), ("a", "z"), ("d", 0), ("a", 0, "b"),
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS, ids=str)
def test_a_remembered_place_is_the_one_that_is_looked_for(path: tuple[str | int, ...]) -> None:
    places = Places(TEXT)
    assert places.find(path) == places.find(path) == locate(TEXT, path)


def test_every_place_of_a_large_body_costs_no_more_than_the_body_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    skipped = 0
    skip = module._skip_value

    def counting(text: str, position: int) -> int:
        nonlocal skipped
        end = skip(text, position)
        skipped += end - position
        return end

    monkeypatch.setattr(module, "_skip_value", counting)
    value: dict[str, Any] = {"messages": [{"role": "user", "content": [n]} for n in range(2000)]}
    text = json.dumps(value)
    places = Places(text)
    order = list(range(2000))
    random.Random(1).shuffle(order)
    for index in order:
        span = places.find(("messages", index, "content", 0))
        assert span is not None and text[span.value_start : span.value_end] == str(index)
    assert skipped < 5 * len(text)
