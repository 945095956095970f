"""Python of newer interpreters is read by an older one, each character where it was."""

import ast
from contextlib import suppress

import pytest

from conformance.reading.python.parsing import is_newer, parse


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param('x = f"{d.get("a")[0].get("b")}"', {"d"}, id="its own quotes"),
        pytest.param("x = f'{d['a']} and {e['b']}'", {"d", "e"}, id="single quotes"),
        pytest.param('x = f"{d["a"]!r:>{w["b"]}} {e:%H:%M}"', {"d", "w", "e"}, id="in a format"),
        pytest.param('x = f"""{\'\\n\'.join(d)}"""', {"d"}, id="a backslash"),
        pytest.param('x = f"{{}} {d["a"]}" # f"{', {"d"}, id="braces and a comment"),
        pytest.param('x = "{" + f"{d["it\'s"]}"', {"d"}, id="both quotes"),
        pytest.param('x = f"{(lambda y: y["k"])(d)}"', {"y", "d"}, id="in brackets"),
        pytest.param('x = f"é😀 {d["a"]}"\nz = d', {"d"}, id="letters of several bytes"),
        pytest.param('x = f"{f"{d}"}"', {"d"}, id="one in another"),
    ],
)
def test_f_strings_of_python_3_12_are_parsed(text: str, names: set[str]) -> None:
    tree, plain = parse(text)
    assert {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} - {"x", "z"} == names
    assert [len(line) for line in plain.split("\n")] == [len(line) for line in text.split("\n")]
    assert ast.dump(ast.parse(plain)) == ast.dump(tree)


@pytest.mark.parametrize(
    "text", ["f(", 'x = f"{d["a"]', "x = = 1", 'f"{', 'print(f"{d["a"]}"', "f'{\"\n'", "x = '{d['a']}'"]
)
def test_what_no_version_parses_is_an_error_at_its_own_place(text: str) -> None:
    with pytest.raises(SyntaxError) as told:
        parse(text)
    with pytest.raises(SyntaxError) as meant:
        ast.parse(text)
    assert (told.value.lineno, told.value.offset) == (meant.value.lineno, meant.value.offset)
    assert not is_newer(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("type Point = tuple[float, float]", id="type"),
        pytest.param("def first[T](all: list[T]) -> T:\n    return all[0]", id="a generic function"),
        pytest.param("try:\n    f()\nexcept ValueError, TypeError:\n    pass", id="except without brackets"),
        pytest.param('x = f"{\n    d["a"]\n}"', id="a field over several lines"),
    ],
)
def test_statements_of_newer_versions_are_known_as_such(text: str) -> None:
    assert is_newer(text)


def test_the_cost_is_linear() -> None:
    for piece in ('f"{d["a"]}" ', 'f"{', "f'{\"", '"{', "f'''{", "{'", "\\"):
        with suppress(SyntaxError, MemoryError):
            parse(piece * 20_000)
