"""Small OpenAPI files, each with one thing that compiling has to get right: what is accepted, and what breaks where."""

import json
from typing import Any

import pytest

from conformance.contract.catalog import catalog
from conformance.contract.contract import contract
from conformance.contract.engines import EngineName
from conformance.contract.openapi import OpenApiFile
from conformance.contract.payload_schema import PayloadSchema
from conformance.contract.shapes import Shapes
from conformance.wire.json_text import read_json

ROOT = "/components/schemas/Root"
TEXT_OR_NULL = {"anyOf": [{"type": "string"}, {"type": "null"}]}
PET = {
    "type": "object",
    "properties": {"kind": {"type": "string"}},
    "required": ["kind"],
    "discriminator": {"propertyName": "kind", "mapping": {"cat": "#/components/schemas/Cat"}},
}
CAT = {
    "allOf": [{"$ref": "#/components/schemas/Root"}, {"properties": {"lives": {"type": "integer"}}}],
    "required": ["lives"],
}
TAGGED = {
    "oneOf": [
        {"type": "object", "properties": {"role": {"enum": [role]}, "x": {"type": kind}}, "required": ["role", "x"]}
        for role, kind in (("a", "string"), ("b", "integer"))
    ]
}


def schema_of(root: Any, openapi: str, engine: EngineName = "jsonschema-rs", **others: Any) -> PayloadSchema:
    tree = {"openapi": openapi, "paths": {}, "components": {"schemas": {"Root": root, **others}}}
    return PayloadSchema(Shapes(OpenApiFile("v", "spec/v/inference.json", json.dumps(tree), tree)).of((ROOT,)), engine)


CASES = [
    ("nullable", {"type": "string", "nullable": True}, "3.0.0", ['"a"', "null"], ["1"]),
    ("not nullable", {"type": "string"}, "3.0.0", ['"a"'], ["null"]),
    ("nullable enum without null", {"type": "string", "enum": ["a"], "nullable": True}, "3.0.0", ['"a"', "null"], ['"b"']),
    ("nullable beside $ref", {"$ref": "#/components/schemas/T", "nullable": True}, "3.0.0", ['"a"', "null"], ["1"]),
    ("nullable in 3.1", {"type": "string", "nullable": True}, "3.1.0", ['"a"', "null"], ["1"]),
    ("type list of 3.1", {"type": ["string", "null"]}, "3.1.0", ['"a"', "null"], ["1"]),
    ("anyOf with null", TEXT_OR_NULL, "3.2.0", ['"a"', "null"], ["1"]),
    ("const", {"const": "a"}, "3.1.0", ['"a"'], ['"b"']),
    ("an open enum beside a string", {"anyOf": [{"type": "string"}, {"type": "string", "enum": ["a"]}]}, "3.1.0", ['"b"'], ["1"]),
    ("allOf", {"allOf": [{"required": ["a"], "properties": {"a": {}, "b": {}}}, {"required": ["b"]}]}, "3.0.0", ['{"a":1,"b":1}'], ['{"a":1}']),
    ("$ref with siblings", {"$ref": "#/components/schemas/T", "maxLength": 1}, "3.1.0", ['"a"'], ['"ab"']),
    ("int32", {"type": "integer", "format": "int32"}, "3.0.0", ["2147483647"], ["2147483648"]),
    ("int64 with rounded bounds", {"type": "integer", "format": "int64", "maximum": 9223372036854776000}, "3.0.0", ["9223372036854775807"], ["9223372036854775808"]),
    ("exact bounds", {"type": "integer", "maximum": 9223372036854775807}, "3.0.0", ["9223372036854775807"], ["9223372036854775808", "1e400"]),
    ("50.0 is an integer to JSON Schema", {"type": "integer"}, "3.0.0", ["50.0", "5e1"], ["50.5"]),
    ("unevaluatedProperties", {"type": "object", "unevaluatedProperties": {"type": "integer"}}, "3.2.0", ['{"a":1}'], ['{"a":"x"}']),
    ("additionalProperties", {"type": "object", "additionalProperties": {"type": "integer"}}, "3.0.0", ['{"a":1}'], ['{"a":"x"}']),
    ("a required member that is defined nowhere", {"type": "object", "properties": {"a": {}}, "required": ["b"]}, "3.0.0", ['{"a":1}'], ["1"]),
    ("a $ref that leads nowhere", {"properties": {"a": {"$ref": "#/components/schemas/None"}}}, "3.0.0", ['{"a":1}'], []),
    ("discriminator without oneOf", PET, "3.0.0", ['{"kind":"cat","lives":9}'], ['{"kind":"cat"}', '{"kind":"dog"}', "{}"]),
    ("oneOf told apart by a tag", TAGGED, "3.0.0", ['{"role":"a","x":"t"}', '{"role":"b","x":1}'], ['{"role":"a","x":1}', '{"role":"c","x":1}', '{"x":1}']),
    ("oneOf told apart by type", {"oneOf": [{"type": "string"}, {"type": "array", "minItems": 1}]}, "3.0.0", ['"a"', "[1]"], ["[]", "1", "null"]),
    ("minimum of an array says nothing", {"type": "array", "minimum": 1}, "3.0.0", ["[]"], ["0"]),
    ("a type that contradicts its allOf", {"type": "object", "allOf": [{"type": "array"}]}, "3.0.0", ["[]"], ["{}"]),
]  # fmt: skip


@pytest.mark.parametrize("engine", ["jsonschema-rs", "jsonschema"])
@pytest.mark.parametrize(
    ("root", "openapi", "accepted", "refused"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_what_is_accepted_and_refused(
    root: Any, openapi: str, accepted: list[str], refused: list[str], engine: EngineName
) -> None:
    schema = schema_of(root, openapi, engine, T={"type": "string"}, Cat=CAT)
    for text in accepted:
        assert schema.violations(read_json(text).value) == (), text
    for text in refused:
        assert schema.violations(read_json(text).value), text
        assert not schema.unremarkable(read_json(text).value), text


@pytest.mark.parametrize(
    ("root", "text", "broken"),
    [
        (TAGGED, '{"role":"b","x":null}', [(("x",), "type", None)]),
        (TAGGED, '{"role":"c","x":1}', [(("role",), "enum", None)]),
        (TAGGED, '{"x":1}', [((), "required", "role")]),
        ({"oneOf": [{"type": "string"}, {"type": "array"}]}, "1", [((), "type", None)]),
        ({"allOf": [{"type": "integer"}, {"type": "integer"}]}, '"a"', [((), "type", None)]),
        ({"type": "string", "enum": ["a"]}, "1", [((), "type", None)]),
    ],
)
def test_one_problem_is_one_violation_at_its_own_place(root: Any, text: str, broken: list[Any]) -> None:
    found = schema_of(root, "3.0.0").violations(read_json(text).value)
    assert [(violation.path, violation.keyword, violation.missing) for violation in found] == broken


@pytest.mark.parametrize("api_version", catalog().with_chat)
def test_every_compiled_keyword_leads_back_to_a_line_that_holds_it(api_version: str) -> None:
    known = contract(api_version)
    lines = known.shapes.original.text.splitlines()
    payloads = [one for operation in known.operations for one in (operation.request, operation.answer, operation.chunk)]
    # A schema that many places refer to has one line.
    pointers = {origin.pointer for payload in payloads if payload for origin in payload.compiled.origins.values()}
    assert pointers
    for pointer in pointers:
        if not known.shapes.original.has(pointer):
            assert any(pointer.startswith(added) for added in known.shapes.amendments), pointer
            continue
        place = known.place(pointer)
        assert place.line is not None
        assert place.column is not None
        key = pointer.rpartition("/")[2].replace("~1", "/")
        line = lines[place.line - 1][place.column - 1 :]
        assert line.startswith(f'"{key}"') or key.isdecimal(), pointer
