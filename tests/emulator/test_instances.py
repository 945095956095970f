"""Instances are held to their schemas by jsonschema, which had no part in making them."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from conformance.emulator.instances import instance_of, plain
from conformance.emulator.merging import Unsatisfiable
from tests.expressions.working import limited
from tests.fuzzing import budget

NAMES = st.sampled_from(["city", "unit", "days", "tags", "next"])


@st.composite
def numbers(draw: st.DrawFn) -> dict[str, Any]:
    low = draw(st.integers(-1000, 1000))
    schema: dict[str, Any] = {"type": draw(st.sampled_from(["integer", "number"]))}
    if draw(st.booleans()):
        schema[draw(st.sampled_from(["minimum", "exclusiveMinimum"]))] = low
    if draw(st.booleans()):
        schema[draw(st.sampled_from(["maximum", "exclusiveMaximum"]))] = low + draw(st.integers(30, 60))
    if draw(st.booleans()):
        schema["multipleOf"] = draw(st.integers(1, 12))
    return schema


@st.composite
def strings(draw: st.DrawFn) -> dict[str, Any]:
    kind = draw(st.integers(0, 3))
    if kind == 0:
        low = draw(st.integers(0, 40))
        return {"type": "string", "minLength": low, "maxLength": low + draw(st.integers(0, 5))}
    if kind == 1:
        patterns = ["^[A-Z]{2}\\d+$", "^(a|b)+c?$", "[^x]{3}", "^\\w+@\\w+\\.com$", "(foo|bar)\\1?", "^.{2,5}$"]
        return {"type": "string", "pattern": draw(st.sampled_from(patterns))}
    if kind == 2:
        return {"type": "string", "format": draw(st.sampled_from(["date", "date-time", "email", "uuid", "x"]))}
    return {"enum": draw(st.lists(st.none() | st.integers() | st.text(max_size=3), min_size=1, max_size=4))}


def objects(below: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    @st.composite
    def one(draw: st.DrawFn) -> dict[str, Any]:
        properties = draw(st.dictionaries(NAMES, below, max_size=4))
        required = draw(st.lists(st.sampled_from(sorted(properties)), unique=True)) if properties else []
        closed = {"additionalProperties": False} if draw(st.booleans()) else {}
        return {"type": "object", "properties": properties, "required": required, **closed}

    return one()


def arrays(below: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.builds(
        lambda items, low, more: {"type": "array", "items": items, "minItems": low, "maxItems": low + more},
        below,
        st.integers(0, 3),
        st.integers(0, 3),
    )


def branches(below: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(below, min_size=1, max_size=3).map(lambda some: {"anyOf": [*some, {"type": "null"}]})


SCHEMAS = st.recursive(
    numbers() | strings() | st.sampled_from([True, {"type": "boolean"}, {"type": ["string", "null"]}, {"const": 5}]),
    lambda below: objects(below) | arrays(below) | branches(below),
    max_leaves=8,
)


@budget(30, 2000)
@given(schema=SCHEMAS, choice=st.binary(min_size=32, max_size=32))
def test_an_instance_conforms_and_is_the_same_for_the_same_numbers(schema: Any, choice: bytes) -> None:
    value = instance_of(schema, choice)
    assert Draft202012Validator(schema).is_valid(value), (schema, value)
    assert instance_of(schema, choice) == value


def test_other_numbers_are_another_instance() -> None:
    schema = {
        "type": "object",
        "properties": {"a": {"type": "string"}, "b": {"type": "number"}},
        "required": ["a", "b"],
    }
    assert len({str(instance_of(schema, bytes([number] * 32))) for number in range(20)}) > 10


TREE = {
    "$defs": {
        "node": {
            "type": "object",
            "properties": {
                "name": {"type": "string"},
                "children": {"type": "array", "items": {"$ref": "#/$defs/node"}},
                "parent": {"anyOf": [{"$ref": "#/$defs/node"}, {"type": "null"}]},
            },
            "required": ["name", "children", "parent"],
            "additionalProperties": False,
        }
    },
    "$ref": "#/$defs/node",
}
WORKABLE: list[Any] = [
    TREE,
    {"allOf": [{"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"]}, {"required": ["b"]}]},
    {"allOf": [{"minimum": 3, "type": "number"}, {"maximum": 4, "type": "integer"}]},
    {"oneOf": [{"type": "integer"}, {"type": "string"}], "description": "one"},
    {"type": "array", "prefixItems": [{"const": 1}, {"const": 2}], "minItems": 2, "items": False},
    {"type": "array", "uniqueItems": True, "minItems": 3, "items": {"type": "integer", "minimum": 0, "maximum": 9}},
    {"type": "array", "contains": {"const": 7}, "items": {"type": "integer"}},
    {"type": "object", "minProperties": 3, "additionalProperties": {"type": "boolean"}},
    {"type": "integer", "not": {"enum": [1, 2, 3, 4]}},
    {"properties": {"a": {"enum": ["x"]}}, "required": ["a"]},
    {"$schema": "http://json-schema.org/draft-07/schema#", "type": "object", "properties": {}},
    {"type": "number", "minimum": Decimal("0.5"), "maximum": Decimal("0.75")},
    {"$ref": "#/properties/a", "properties": {"a": {"type": "string"}}},
    {},
]


@pytest.mark.parametrize("schema", WORKABLE)
def test_schemas_that_people_write_have_an_instance(schema: Any) -> None:
    for number in range(20):
        assert Draft202012Validator(plain(schema)).is_valid(instance_of(schema, bytes([number] * 32)))


@pytest.mark.parametrize(
    "schema",
    [
        False,
        {"type": "integer", "minimum": 3, "maximum": 2},
        {"type": "string", "minLength": 10**9},
        {"type": "array", "minItems": 10**9, "items": {"type": "integer"}},
        {"$ref": "https://example.invalid/schema.json"},
        {"$ref": "#/nowhere"},
        {"$ref": "#"},
        {"allOf": [{"type": "string"}, {"type": "integer"}]},
        {"type": "object", "properties": {"a": {"$ref": "#"}}, "required": ["a"]},
        {"type": "no such type"},
        {"type": "string", "pattern": "("},
        {"type": 5},
        {"enum": []},
    ],
)
def test_a_schema_without_an_instance_is_given_up_soon(schema: Any) -> None:
    with limited(20), pytest.raises(Unsatisfiable):
        instance_of(schema, b"0" * 32)
