"""Any JSON, written in Python in any way, is predicted exactly; and no text at all makes the reader raise."""

import ast
import json
import random
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.reading.predicting import predictions
from conformance.reading.python import read_python
from conformance.wire.body import Body
from tests.fuzzing import budget

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
NAMES = st.text(min_size=1)
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4), max_leaves=15
)
BODIES = st.dictionaries(NAMES, JSON, min_size=1, max_size=6)

START = "import json, requests\n"
SEND = 'requests.post("http://h/openai/deployments/d/chat/completions?api-version=2024-06-01", {how})\n'


class Writer:
    """Writes a value as Python in one of the ways that people do; lines that it needs come before."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.lines: list[str] = []

    def expression(self, value: Any) -> str:
        written = self._written(value)
        if self.random.random() < 0.3:
            name = f"v{len(self.lines)}"
            self.lines.append(f"{name} = {written}")
            return name
        return written

    def _written(self, value: Any) -> str:
        match value:
            case dict():
                return self._dict(value)
            case list():
                return self._list(value)
            case str() if len(value) > 1 and self.random.random() < 0.3:
                middle = len(value) // 2
                parts = value[:middle], value[middle:]
                return self.random.choice(
                    [f"{parts[0]!r} + {parts[1]!r}", f'f"{{{parts[0]!r}}}{{{self.variable(parts[1])}}}"'
                     if "\\" not in repr(parts[0]) and '"' not in repr(parts[0]) else repr(value),
                     f"''.join([{parts[0]!r}, {parts[1]!r}])", f"'%s%s' % ({parts[0]!r}, {parts[1]!r})"]
                )  # fmt: skip
            case int() if not isinstance(value, bool) and self.random.random() < 0.2:
                return f"({value - 1} + 1)"
        return repr(value)

    def variable(self, value: Any) -> str:
        name = f"v{len(self.lines)}"
        self.lines.append(f"{name} = {value!r}")
        return name

    def _dict(self, value: dict[str, Any]) -> str:
        written = {name: self.expression(member) for name, member in value.items()}
        way = self.random.randrange(5)
        if way == 0 and all(name.isidentifier() and name.isascii() and name != "self" for name in written):
            words = [f"{name}={text}" for name, text in written.items() if not _is_keyword(name)]
            if len(words) == len(written):
                return f"dict({', '.join(words)})"
        if way == 1:
            name = f"v{len(self.lines)}"
            self.lines.append(f"{name} = {{}}")
            self.lines += [f"{name}[{key!r}] = {text}" for key, text in written.items()]
            return name
        if way == 2:
            halves = list(written.items())
            middle = len(halves) // 2
            one, other = (
                ", ".join(f"{key!r}: {text}" for key, text in half) for half in (halves[:middle], halves[middle:])
            )
            return self.random.choice([f"{{**{{{one}}}, {other}}}", f"({{{one}}} | {{{other}}})"])
        return "{" + ", ".join(f"{key!r}: {text}" for key, text in written.items()) + "}"

    def _list(self, value: list[Any]) -> str:
        written = [self.expression(element) for element in value]
        way = self.random.randrange(4)
        if way == 0:
            name = f"v{len(self.lines)}"
            self.lines.append(f"{name} = []")
            self.lines += [f"{name}.append({text})" for text in written]
            return name
        if way == 1 and len(written) > 1:
            return f"[{written[0]}] + [{', '.join(written[1:])}]"
        if way == 2:
            return f"[one for one in [{', '.join(written)}]]"
        return f"[{', '.join(written)}]"


def _is_keyword(name: str) -> bool:
    try:
        ast.parse(f"{name} = 1")
    except SyntaxError:
        return True
    return False


def exact(value: Any) -> Any:
    """Return ``value`` so that True is not 1, and 1.0 not 1."""
    match value:
        case dict():
            return {name: exact(one) for name, one in value.items()}
        case list():
            return [exact(one) for one in value]
    return type(value), value


@budget(50, 5000)
@given(BODIES, st.integers(), st.booleans())
def test_a_body_of_any_json_written_in_any_way_is_predicted_exactly(
    body: dict[str, Any], seed: int, as_text: bool
) -> None:
    writer = Writer(seed)
    expression = writer.expression(body)
    how = f"data=json.dumps({expression})" if as_text else f"json={expression}"
    text = START + "".join(line + "\n" for line in writer.lines) + SEND.format(how=how)
    reading = read_python("x.py", text)
    (prediction,) = predictions(reading)
    assert reading.not_understood == ()
    assert prediction.complete
    request = prediction.exchange.request
    assert request is not None and request.body is not None
    on_the_wire = Body.from_text(json.dumps(body)).value
    assert exact(request.body.value) == exact(on_the_wire), text


@budget(50, 5000)
@given(st.text())
def test_no_text_makes_the_reader_raise(text: str) -> None:
    read_python("x.py", text)


TEXTS = [
    path.read_text(encoding="utf-8") for path in sorted((Path(__file__).parents[1] / "sources/python").glob("*.py"))
]


@budget(50, 5000)
@given(st.sampled_from(TEXTS), st.data())
def test_no_cut_or_joined_source_makes_the_reader_raise(text: str, data: st.DataObject) -> None:
    lines = text.splitlines()
    start = data.draw(st.integers(0, len(lines)))
    end = data.draw(st.integers(start, len(lines)))
    other = data.draw(st.sampled_from(TEXTS)).splitlines()
    read_python("x.py", "\n".join([*lines[:start], *other[start:end], *lines[end:]]))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("(" * 5_000, id="brackets"),
        pytest.param("x = " + "[" * 80 + "]" * 80, id="a deep list"),
        pytest.param("x = " + "1 + " * 3_000 + "1", id="a long sum"),
        pytest.param("x = " + "not " * 3_000 + "1", id="many nots"),
        pytest.param("x = a" + ".b" * 3_000, id="many attributes"),
        pytest.param("x = f" + "()" * 3_000, id="many calls"),
        pytest.param("".join(f"{' ' * n}if x:\n" for n in range(90)) + " " * 90 + "pass", id="nested ifs"),
        pytest.param("x = ''\nfor i in range(100):\n    x = x + x + 'a'", id="text that doubles"),
        pytest.param("x = [1]\nfor i in range(100):\n    x = x + x", id="a list that doubles"),
        pytest.param("x = [1]\nfor i in range(100):\n    x = [x, x]\nprint(x)", id="a list of itself"),
        pytest.param("x = {}\nx['x'] = x\nprint(x)", id="a dict in itself"),
        pytest.param("x = 10 ** 10 ** 10\ny = 1 << 10 ** 10", id="a huge number"),
        pytest.param("x = 9\nfor i in range(100):\n    x = x * x", id="a number that grows"),
        pytest.param("x = 'a' * 10 ** 10\ny = f'{1:9999999999}'\nz = '%9999999999d' % 1", id="huge texts"),
        pytest.param("x = 'a'.ljust(10 ** 10)\ny = 'a'.replace('', 'b' * 400000)", id="huge methods"),
        pytest.param("while True:\n    pass", id="no end"),
        pytest.param("def f():\n    return f()\nf()", id="recursion without end"),
        pytest.param("def f(n):\n    return f(n - 1) + f(n - 2)\nf(50)", id="recursion that branches"),
        pytest.param("f = lambda g: g(g)\nf(f)", id="a lambda of itself"),
        pytest.param("for a in range(999):\n    for b in range(999):\n        for c in range(999):\n            x = 1", id="a million rounds"),
        pytest.param("x = 1\n" * 62_000, id="a long source"),
        pytest.param("if a:\n    b = 1\nelif c:\n    b = 2\n" * 1_000, id="many conditions"),
        pytest.param("\x00", id="a null byte"),
        pytest.param("\ud800 = 1", id="half a surrogate pair"),
        pytest.param("x = '\\ud800'\nprint(x)", id="a lone surrogate"),
        pytest.param("x = '\\d'", id="an escape that is none"),
        pytest.param("\ufeffx = 1", id="a byte order mark"),
        pytest.param("x = 1e999\ny = -x\nz = float('nan')", id="infinity"),
        pytest.param("x = int('9' * 5000)\ny = str(10 ** 3000)", id="many digits"),
        pytest.param("import re\nre.match('(a+)+$', 'a' * 60 + 'b')", id="a pattern that takes years"),
        pytest.param("'%(a)s' % 1\n'{x}'.format()\n'a'[9]\n{}['k']\n[].pop()", id="what Python refuses"),
        pytest.param("print(*1)\nf(**2)\n[*3]\n{**4}", id="what cannot be unpacked"),
        pytest.param("a, (b, *c) = 1\nfor x in 5: pass", id="what cannot be gone through"),
        pytest.param("try:\n    pass\nexcept* ValueError:\n    pass", id="a group of exceptions"),
        pytest.param("type X = int", id="a newer Python"),
        pytest.param("\\\"" * 60_000, id="quotes behind backslashes"),
        pytest.param("async def f():\n    async for x in y:\n        yield x\n    return [z async for z in y]", id="asynchronous"),
        pytest.param("lambda: (yield)\nx = (yield)\nreturn 1\nbreak\nawait x", id="what stands outside"),
        pytest.param("def f(a, /, b=1, *c, d, e=2, **g): pass\nf(1, d=2)\nf()", id="every kind of parameter"),
        pytest.param("{[]: 1}\n{1, []}\n{{}: 2}", id="what cannot be a key"),
        pytest.param("import os\nos.environ[1]\nos.environ\nos.getenv()\nos.getenv(1)", id="odd settings"),
        pytest.param("print(sep=1, end=2)\nprint(file=3)\nrange()\nlen()\nzip(1)\nenumerate()", id="odd arguments"),
        pytest.param("import json\njson.dumps()\njson.loads()\njson.dumps({1: {2}})\njson.loads('[')", id="odd JSON"),
        pytest.param("import requests\nrequests.post()\nrequests.request('POST')\nrequests.Session().post()", id="odd requests"),
        pytest.param("from openai import *\nfrom openai import AzureOpenAI\nAzureOpenAI(1)\nAzureOpenAI(base_url=1, azure_endpoint=2)", id="odd clients"),
    ],
)  # fmt: skip
def test_a_source_that_is_deep_huge_or_odd_is_read_to_an_end(text: str) -> None:
    read_python("x.py", text)


def test_a_source_beyond_the_bounds_keeps_what_is_known_and_doubts_the_rest() -> None:
    call = 'client.chat.completions.create(model="m", messages=[], seed=42)\n'
    text = (
        "from openai import AzureOpenAI\nclient = AzureOpenAI()\n" + call +
        "for a in range(1000):\n    for b in range(1000):\n        x = 1\n" + call
    )  # fmt: skip
    reading = read_python("x.py", text)
    assert [one.certain for one in reading.calls] == [True, False]
    assert [one.place.line for one in reading.not_understood] == [4]


def test_digits_of_a_fraction_are_those_that_python_writes() -> None:
    text = START + SEND.format(
        how='json={"messages": [], "a": 1e3, "b": 0.10, "c": 1e-7, "d": 123456789012345678901234567890}'
    )
    (prediction,) = predictions(read_python("x.py", text))
    request = prediction.exchange.request
    assert request is not None and request.body is not None
    assert {name: str(value) for name, value in request.body.value.items() if name != "messages"} == {
        "a": "1000.0",
        "b": "0.1",
        "c": str(Decimal("1e-07")),
        "d": "123456789012345678901234567890",
    }
