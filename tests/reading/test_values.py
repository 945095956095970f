"""What a symbolic value is worth under an environment, as a template where there is none, and in a line for a reader."""

from decimal import Decimal
from typing import Any

import pytest

from conformance.reading import (
    Dump,
    Edited,
    Either,
    Element,
    Entry,
    FromAnswer,
    Items,
    Joined,
    JsonText,
    Known,
    Members,
    Setting,
    Unknown,
    Unresolved,
    Value,
    resolve,
    template,
)
from conformance.reading.resolving import is_decided

ENDPOINT = Setting("ENDPOINT")
UNTIDY = {"ENDPOINT": "https://h//", "EMPTY": ""}
CONTENT = FromAnswer(0, ("choices", 0, "message", "content"))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(Known(42), 42, id="a number"),
        pytest.param(Known(Decimal("0.7")), Decimal("0.7"), id="a fraction keeps its digits"),
        pytest.param(Known(None), None, id="null"),
        pytest.param(ENDPOINT, "https://h//", id="a variable"),
        pytest.param(Setting("MISSING"), None, id="a variable that is not set"),
        pytest.param(Joined((ENDPOINT, Known("/openai"))), "https://h///openai", id="joined"),
        pytest.param(Joined((Setting("MISSING"), Known("x"))), "x", id="joined with what is not set"),
        pytest.param(Either(Setting("MISSING"), Known("d")), "d", id="a default for what is not set"),
        pytest.param(Either(Setting("EMPTY"), Known("d")), "d", id="a default for what is empty"),
        pytest.param(Either(ENDPOINT, Known("d")), "https://h//", id="a default that is not needed"),
        pytest.param(Edited(ENDPOINT, "strip-right", "/"), "https://h", id="without slashes at the end"),
        pytest.param(Edited(Known(" x "), "strip"), "x", id="without white space"),
        pytest.param(Edited(Known("//x"), "strip-left", "/"), "x", id="without slashes at the start"),
        pytest.param(Edited(ENDPOINT, "upper"), "HTTPS://H//", id="in upper case"),
        pytest.param(Edited(Known("ABC"), "lower"), "abc", id="in lower case"),
        pytest.param(
            Members((Entry("a", ENDPOINT), Entry("b", Items((Element(Known(1)),))))),
            {"a": "https://h//", "b": [1]},
            id="an object",
        ),
    ],
)
def test_a_value_has_its_content_under_an_environment(value: Value, expected: Any) -> None:
    assert resolve(value, UNTIDY) == expected
    assert is_decided(value)


@pytest.mark.parametrize(
    ("value", "expression"),
    [
        pytest.param(Unknown("input()"), "input()", id="unknown"),
        pytest.param(CONTENT, "answer.choices.0.message.content", id="of an answer"),
        pytest.param(Joined((Known("x"), Unknown("f()"))), '"x" + f()', id="joined with what is unknown"),
        pytest.param(Either(Unknown("f()"), Known("d")), 'f() or "d"', id="a default for what is unknown"),
        pytest.param(Edited(Unknown("f()"), "lower"), "lower(f())", id="edited"),
        pytest.param(Dump(FromAnswer(0), "wire"), "json(answer)", id="an answer written out"),
    ],
)
def test_what_no_environment_tells_stays_unresolved(value: Value, expression: str) -> None:
    assert resolve(value, UNTIDY) == Unresolved(expression)
    assert not is_decided(value)


def test_json_text_is_unresolved_though_its_value_is_known() -> None:
    assert resolve(JsonText(Members((Entry("a", Known(1)),))), {}) == Unresolved("json({…})")


def test_an_object_to_which_something_unknown_is_added_is_not_decided() -> None:
    assert not is_decided(Members((Entry("a", Known(1)),), more="**options"))
    assert not is_decided(Items((), more="*rest"))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(Known("POST"), "POST", id="text"),
        pytest.param(Known(None), None, id="null is not a text"),
        pytest.param(ENDPOINT, "{ENDPOINT}", id="a variable in braces"),
        pytest.param(Joined((ENDPOINT, Known("/openai"))), "{ENDPOINT}/openai", id="joined"),
        pytest.param(Either(Setting("V"), Known("2024-02-01")), "2024-02-01", id="a default"),
        pytest.param(Either(Setting("V"), Known("")), "{V}", id="an empty default says nothing"),
        pytest.param(Edited(ENDPOINT, "strip-right", "/"), "{ENDPOINT}", id="a strip of a variable"),
        pytest.param(
            Edited(Either(ENDPOINT, Known("https://h/")), "strip-right", "/"), "https://h", id="a strip of a default"
        ),
        pytest.param(Edited(Setting("name"), "upper"), "{name}", id="a variable's name keeps its case"),
        pytest.param(Joined((Known("/d/"), Unknown("name()"))), "/d/{name()}", id="unknown in braces"),
        pytest.param(Unknown("f()"), None, id="unknown alone"),
    ],
)
def test_without_an_environment_text_is_a_template(value: Value, expected: str | None) -> None:
    assert template(value) == expected


def test_under_an_environment_a_template_is_filled() -> None:
    url = Joined((Edited(Either(ENDPOINT, Known("")), "strip-right", "/"), Known("/x/"), Unknown("f()")))
    assert template(url, UNTIDY) == "https://h/x/{f()}"


def test_the_last_of_members_with_one_name_counts() -> None:
    members = Members((Entry("a", Known(1)), Entry("a", Known(2))))
    found = members.entry("a")
    assert found is not None and found.value == Known(2)
    assert members.entry("b") is None
