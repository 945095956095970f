"""What writes a value is known without its place only where there is one way to write it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.wire.body import Body
from conformance.wire.pointer import Path
from tests.fuzzing import TRIED, budget, inputs_are_told  # noqa: F401 - a fixture

pytestmark = pytest.mark.usefixtures("inputs_are_told")
SCALARS = (
    "0", "-0", "1", "-1", "10", "0.0", "-0.0", "1.0", "1e0", "10e-1", "1E+2", "100.0", "0.0000001", "1e-7", "null", "true",
    '"a"', r'"\u0061"', r'"a\/b"', '"a/b"', r'"\""', '"é"', r'"\u00e9"', r'"\n"', '"1e5"', '""', '"\u2028"', "[1]", '{"a": 1}',
)  # fmt: skip


def differing(text: str, path: Path) -> bool:
    body = Body.from_text(text)
    span = body.locate(path)
    assert span is not None
    return body.written(path) != text[span.value_start : span.value_end]


@budget(60, 3000)
@given(scalars=st.lists(st.sampled_from(SCALARS), min_size=1, max_size=4), spaces=st.sampled_from(("", " ", "\n ")))
def test_a_value_is_written_as_it_stands_there(scalars: list[str], spaces: str) -> None:
    TRIED["values beside the characters that write them"] += 1
    text = "{" + ",".join(f'"m{number}":{spaces}{one}' for number, one in enumerate(scalars)) + "}"
    assert not any(differing(text, (f"m{number}",)) for number in range(len(scalars)))


@pytest.mark.parametrize(
    "text", ['{"a": -0}', '{"a": 10e-1, "b": 1.0}', r'{"a": "\u0061", "b": "a"}', r'{"a": "x\/y"}']
)
def test_a_guess_would_be_seen(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not differing(text, ("a",))
    monkeypatch.setattr(Body, "_only_way", lambda _, value: json.dumps(value, default=str).strip('"'))
    assert differing(text, ("a",))


@pytest.mark.parametrize(
    ("path", "written"),
    [(("b",), None), (("a", 1), None), (("a", "0"), "1"), (("a", 0, "c"), None), ((), '{"a": [1]}')],
)
def test_what_is_not_there_is_not_written(path: Path, written: str | None) -> None:
    assert Body.from_text('{"a": [1]}').written(path) == written
