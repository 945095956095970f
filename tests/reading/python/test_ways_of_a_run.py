"""Branches, loops and failures: what is certain, what is not, and what a refused call does."""

import pytest

from conformance.reading import Joined, Known, Printed, Reading, Value
from conformance.reading.predicting import predictions
from conformance.reading.python import read_python

START = """\
import os, sys, requests
from openai import AzureOpenAI, APIError
client = AzureOpenAI()
def ask(**options):
    return client.chat.completions.create(model="d", messages=[], **options)
"""


def read(text: str) -> Reading:
    return read_python("x.py", START + text)


def known(text: Value) -> str:
    """Return what is known of a printed text; what is not stands as a question mark."""
    parts = text.parts if isinstance(text, Joined) else (text,)
    return "".join(str(part.value) if isinstance(part, Known) else "?" for part in parts)


def printed(reading: Reading) -> list[tuple[str, bool]]:
    return [(known(one.text), one.certain) for one in reading.printed]


@pytest.mark.parametrize(
    ("text", "certain"),
    [
        pytest.param("ask()", [True], id="plain"),
        pytest.param("if os.getenv('A'):\n    ask()", [False], id="under an unknown condition"),
        pytest.param("if os.getenv('A'):\n    ask()\nelse:\n    ask()", [False, False], id="in both branches"),
        pytest.param("if not os.getenv('A'):\n    sys.exit()\nask()", [True], id="after a check that ends"),
        pytest.param("if not os.getenv('A'):\n    raise ValueError('x')\nask()", [True], id="after one that raises"),
        pytest.param("if os.getenv('A'):\n    ask()\nelse:\n    sys.exit('x')", [True], id="where the other way ends"),
        pytest.param("if 1 > 2:\n    ask()", [], id="under what is false"),
        pytest.param("os.getenv('A') and ask()", [False], id="behind and"),
        pytest.param("ask() if os.getenv('A') else None", [False], id="in an expression"),
        pytest.param("for i in range(3):\n    ask()", [True] * 3, id="in a loop"),
        pytest.param("for i in range(3):\n    if i == 1:\n        continue\n    ask()", [True] * 2, id="continue"),
        pytest.param("for i in range(9):\n    if i == 2:\n        break\n    ask()", [True] * 2, id="break"),
        pytest.param("for line in sys.stdin:\n    ask()", [False], id="in a loop that is not known"),
        pytest.param(
            "for i in range(2):\n    ask()\n    if os.getenv('A'):\n        break", [True, False], id="may break"
        ),
        pytest.param(
            "while True:\n    ask()\n    if os.getenv('A'):\n        break\nask()", [True, False, True], id="no end"
        ),
        pytest.param("while os.getenv('A'):\n    ask()", [False], id="while what is not known"),
        pytest.param(
            "def f():\n    if os.getenv('A'):\n        return\n    ask()\nf()\nask()", [False, True], id="may return"
        ),
        pytest.param("sys.exit()\nask()", [], id="after the end"),
        pytest.param("int('x')\nask()", [], id="after an exception"),
        pytest.param(
            "try:\n    int('x')\nexcept ValueError:\n    ask()", [True], id="in a handler that is surely reached"
        ),
        pytest.param("try:\n    int('x')\nexcept KeyError:\n    ask()", [], id="in a handler of another exception"),
        pytest.param(
            "try:\n    ask()\nexcept APIError:\n    ask()", [True, False], id="in a handler that is likely not reached"
        ),
        pytest.param("try:\n    pass\nfinally:\n    ask()", [True], id="finally"),
        pytest.param("'Story ' + 1\nask()", [], id="after a type error"),
        pytest.param("def f():\n    ask()", [], id="in a function that is not called"),
        pytest.param("[ask(seed=s) for s in (1, 2)]", [True] * 2, id="in a comprehension"),
        pytest.param("list(map(lambda s: ask(seed=s), [1, 2]))", [True] * 2, id="in a map"),
        pytest.param(
            "r = requests.post('http://h/chat/completions')\nif r.ok:\n    ask()", [True, True], id="where it is well"
        ),
        pytest.param(
            "r = requests.post('http://h/chat/completions')\nif r.status_code != 200:\n    ask()", [True], id="unwell"
        ),
        pytest.param("ask(sede=1)\nask()", [False, False], id="a keyword that the SDK refuses"),
        pytest.param("with open('x') as f:\n    ask()", [True], id="under a with"),
    ],
)
def test_a_call_is_certain_where_a_run_surely_makes_it(text: str, certain: list[bool]) -> None:
    assert [call.certain for call in read(text).calls] == certain


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        pytest.param("ask()", False, id="no try"),
        pytest.param("try:\n    ask()\nexcept APIError as e:\n    print(e)", False, id="told"),
        pytest.param("try:\n    ask()\nexcept APIError:\n    sys.exit('x')", False, id="told and ended"),
        pytest.param("try:\n    ask()\nexcept Exception:\n    pass", True, id="passed over"),
        pytest.param("try:\n    ask()\nexcept:\n    x = None", True, id="a default instead"),
        pytest.param("try:\n    ask()\nexcept Exception:\n    raise", False, id="raised again"),
        pytest.param("try:\n    ask()\nexcept KeyError:\n    pass", False, id="a handler for something else"),
        pytest.param("import contextlib\nwith contextlib.suppress(Exception):\n    ask()", True, id="suppressed"),
        pytest.param("def f():\n    ask()\ntry:\n    f()\nexcept Exception:\n    pass", True, id="in a function"),
        pytest.param("try:\n    pass\nexcept Exception:\n    pass\nask()", False, id="after the try"),
    ],
)
def test_a_refused_call_passes_where_nobody_says_anything(text: str, passes: bool) -> None:
    assert [call.passes for call in read(text).calls] == [passes]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("x = {}\nif os.getenv('A'):\n    x['seed'] = 1\nask(**x)", ([""], []), id="a member that may be"),
        pytest.param("s = 1\nif os.getenv('A'):\n    s = 2\nask(seed=s)", ([], ["/seed"]), id="one value or another"),
        pytest.param("s = 1\nif os.getenv('A'):\n    s = 1\nask(seed=s)", ([], []), id="the same value both ways"),
        pytest.param("s = 1\nif os.getenv('A'):\n    s = True\nask(seed=s)", ([], ["/seed"]), id="True is not 1"),
        pytest.param("s = 1.0 if os.getenv('A') else 1\nask(seed=s)", ([], ["/seed"]), id="1.0 is not 1"),
        pytest.param("x = [1]\nfor l in sys.stdin:\n    x.append(l)\nask(stop=x)", (["/stop"], []), id="elements unknown"),
        pytest.param("n = 0\nfor l in sys.stdin:\n    n += 1\nask(n=n)", ([], ["/n"]), id="a counter of unknown rounds"),
        pytest.param("for l in sys.stdin:\n    ask(user=l)", ([], ["/user"]), id="what an unknown loop yields"),
        pytest.param("x = dict(a=1)\nf(x)\nask(metadata=x)", (["/metadata"], []), id="what unknown code may have changed"),
        pytest.param("a = b = []\na.append(1)\nask(stop=b)", ([], []), id="two names for one list"),
        pytest.param("x = [1]\ny = x.copy()\nx.append(2)\nask(stop=y)", ([], []), id="a copy"),
        pytest.param("def f(x=[]):\n    x.append(1)\n    return x\nf()\nask(stop=f())", ([], []), id="a default that stays"),
    ],
)  # fmt: skip
def test_what_differs_between_two_ways_is_unknown(text: str, expected: tuple[list[str], list[str]]) -> None:
    (found, *_) = predictions(read(text))
    assert (sorted(found.open), sorted(found.unknown)) == expected


def test_aliases_copies_and_defaults_hold_what_they_hold_in_python() -> None:
    text = (
        "a = b = []\na.append(1)\nc = a.copy()\na.append(2)\n"
        "def f(x=[]):\n    x.append(len(x))\n    return x\nf()\n"
        "ask(stop=b, user=c, metadata=f())"
    )
    (found,) = predictions(read(text))
    request = found.exchange.request
    assert request is not None and request.body is not None
    body = request.body.value
    assert (body["stop"], body["user"], body["metadata"]) == ([1, 2], [1], [0, 1])


def test_what_is_sent_is_what_the_dict_held_then() -> None:
    calls = predictions(read("x = {'seed': 1}\nask(**x)\nx['seed'] = 2\nask(**x)"))
    bodies = [one.exchange.request.body.value for one in calls if one.exchange.request and one.exchange.request.body]
    assert [body["seed"] for body in bodies] == [1, 2]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("print('a', 1, sep='-', end='!')", [("a-1!", True)], id="sep and end"),
        pytest.param("print()", [("\n", True)], id="an empty line"),
        pytest.param("print('', end='')", [], id="nothing"),
        pytest.param("print('x', file=sys.stderr)", [], id="to standard error"),
        pytest.param("sys.stdout.write('x')", [("x", True)], id="written"),
        pytest.param("for i in range(2):\n    print(i)", [("0\n", True), ("1\n", True)], id="each round"),
        pytest.param("print(None, True, 1.50, [1, 'a'], {'k': (1,)})", [("None True 1.5 [1, 'a'] {'k': (1,)}\n", True)], id="as Python writes it"),
        pytest.param("print(f'{3:>4}|{1/3:.2f}|{\"x\"!r}')", [("   3|0.33|'x'\n", True)], id="formatted"),
        pytest.param("print('%s and %02d' % ('a', 5))", [("a and 05\n", True)], id="per cent"),
        pytest.param("print('{0}{b}{0}'.format(1, b=2))", [("121\n", True)], id="format"),
        pytest.param("if os.getenv('A'):\n    print('x')", [("x\n", False)], id="under a condition"),
        pytest.param("r = ask()\nprint(r.choices[0].message.content)", [("?\n", True)], id="an answer"),
        pytest.param("print(*['a', 'b'])", [("a b\n", True)], id="unpacked"),
        pytest.param("import json\nprint(json.dumps({'ä': [1, None]}))", [('{"\\u00e4": [1, null]}\n', True)], id="JSON"),
        pytest.param("import pprint\npprint.pprint({'a': 1})", [("?\n", True)], id="pretty"),
    ],
)  # fmt: skip
def test_the_text_that_a_run_prints_is_known(text: str, expected: list[tuple[str, bool]]) -> None:
    assert printed(read(text)) == expected


def test_a_text_names_the_call_whose_answer_it_shows_also_behind_calls_that_were_not_made() -> None:
    text = "if os.getenv('A'):\n    ask()\n    sys.exit()\nr = ask()\nprint(r.id)"
    (shown,) = read(text).printed
    assert isinstance(shown, Printed) and isinstance(shown.text, Joined)
    assert getattr(shown.text.parts[0], "call", None) == 0
