"""Objects of a source's own classes hold what they hold in Python; what is not followed is not guessed."""

from typing import Any

import pytest

from conformance.reading import Reading
from conformance.reading.predicting import predictions
from conformance.reading.python import read_python

START = """\
import os
from dataclasses import dataclass, field
from openai import AzureOpenAI
client = AzureOpenAI()
def ask(**options):
    return client.chat.completions.create(model="d", messages=[], **options)
"""


def read(text: str) -> Reading:
    return read_python("x.py", START + text)


def sent(reading: Reading) -> list[Any]:
    """Return what each call sends as its ``user``; what is not known is its expression."""
    bodies = [one.exchange.request.body.value for one in predictions(reading) if one.exchange.request.body]  # type: ignore[union-attr]
    users = [body.get("user") for body in bodies]
    return [user["$unknown"] if isinstance(user, dict) and "$unknown" in user else user for user in users]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("class A:\n    x = []\na, b = A(), A()\na.x.append(1)\nask(user=b.x)", [[1]], id="a list of the class"),
        pytest.param("class A:\n    x = 1\na, b = A(), A()\na.x = 2\nask(user=[a.x, b.x, A.x])", [[2, 1, 1]], id="an attribute of one"),
        pytest.param("class A:\n    x = 1\na = A()\nA.x = 2\nask(user=a.x)", [2], id="an attribute of all"),
        pytest.param("class A:\n    def ask(self):\n        return ask(user=1)\nA().ask()", [1], id="a method by a function's name"),
        pytest.param("class A:\n    def f(self): return 'A'\nclass B(A): pass\nask(user=B().f())", ["A"], id="inherited"),
        pytest.param("class A:\n    def f(self): return 'A'\nclass B(A): pass\nclass C(A):\n    def f(self): return 'C' + super().f()\nclass D(B, C): pass\nask(user=D().f())", ["CA"], id="a diamond"),
        pytest.param("class A:\n    def f(self): return 'A'\nask(user=A.f(A()))", ["A"], id="by the class"),
        pytest.param("class A:\n    def f(self): return 'A'\nf = A().f\nask(user=f())", ["A"], id="a method kept"),
        pytest.param("class A:\n    def __init__(self): self.x = 1\na = A()\nif os.getenv('Y'):\n    a.x = 2\nask(user=a.x)", ["x"], id="one of two values"),
        pytest.param("class A:\n    def __init__(self): self.x = 1\na = A()\nif os.getenv('Y'):\n    a.x = 2\n    exit()\nask(user=a.x)", [1], id="changed where it ends"),
        pytest.param("class A:\n    n = 0\n    def up(self):\n        self.n += 1\n        return self\nask(user=A().up().up().n)", [2], id="in a chain"),
        pytest.param("class A:\n    async def f(self):\n        ask(user=1)\nimport asyncio\nasyncio.run(A().f())", [1], id="asynchronous"),
        pytest.param("class A:\n    def __init__(self, x): pass\nA()\nask(user=1)", [], id="an argument missing"),
        pytest.param("@dataclass\nclass A:\n    x: int\nA()\nask(user=1)", [], id="a field missing"),
        pytest.param("@dataclass\nclass A:\n    x: int = 1\n    def __post_init__(self):\n        self.y = self.x + 1\nask(user=A(3).y)", [4], id="after the fields"),
        pytest.param("@dataclass\nclass A:\n    x: int = 1\n@dataclass\nclass B(A):\n    y: int = 2\nask(user=vars(B(5)))", [{"x": 5, "y": 2}], id="fields inherited"),
        pytest.param("@dataclass\nclass A:\n    x: list = field(default_factory=list)\na, b = A(), A()\na.x.append(1)\nask(user=b.x)", [[]], id="a list of its own"),
        pytest.param("class A:\n    def f(self):\n        ask(user=1)\n", [], id="never called"),
    ],
)  # fmt: skip
def test_an_object_holds_what_it_holds_in_python(text: str, expected: list[Any]) -> None:
    reading = read(text)
    assert sent(reading) == expected
    assert reading.not_understood == ()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("class A(unknown): pass\na = A()\na.f()", id="a base that is not known"),
        pytest.param("class A(metaclass=M):\n    def f(self): pass\nA().f()", id="a metaclass"),
        pytest.param("class A: pass\nA().missing()", id="an attribute that nothing sets"),
        pytest.param("def register(c): return c\n@register\nclass A: pass", id="a decorator of its own"),
    ],
)
def test_what_is_not_followed_is_not_understood(text: str) -> None:
    assert read(text).not_understood


def test_many_diamonds_take_no_longer_than_their_classes() -> None:
    text = "class A0:\n    def f(self): return 'A0'\n"
    text += "".join(
        f"class B{n}(A{n}): pass\nclass C{n}(A{n}): pass\nclass A{n + 1}(B{n}, C{n}): pass\n" for n in range(40)
    )
    assert sent(read(f"{text}ask(user=A40().f())")) == ["A0"]
