"""What becomes of small OpenAPI files: their shapes, compiled, with the place of each keyword and what is found contradictory; their slices."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict
from decimal import Decimal
from typing import Any

import pytest

from conformance.contract.amendments import AMENDMENTS, Amendment
from conformance.contract.catalog import catalog, nearest_versions
from conformance.contract.contract import contract
from conformance.contract.ecma_pattern import ecma_pattern
from conformance.contract.json_schema import bounds, compile_shape
from conformance.contract.openapi import OpenApiFile
from conformance.contract.other_versions import Kind, members_of_versions, spelled_out, versions_listing
from conformance.contract.payload_schema import PayloadSchema
from conformance.contract.shape import Shape
from conformance.contract.shapes import Shapes
from conformance.contract.walk import observe
from conformance.errors import UsageError
from conformance.wire.pointer import Path, pointer_of
from tests.contract.test_compiling import CASES, CAT, PET, ROOT, TAGGED
from tests.goldens.golden import compare, line

TEXT = {"type": "string"}
CLOSED = {"type": "object", "properties": {"a": TEXT}, "additionalProperties": False}
REF = {"$ref": "#/components/schemas/T"}
TAG = {"type": "object", "properties": {"kind": TEXT}, "required": ["kind"], "discriminator": {"propertyName": "kind"}}


def tagged(value: str, **more: Any) -> dict[str, Any]:
    return {"type": "object", "properties": {"kind": {"enum": [value]}, **more}}


# What is not in CASES: a name, the root, and further schemas.
SCHEMAS: dict[str, tuple[Any, dict[str, Any]]] = {
    "true": (True, {}),
    "bounds of a conjunction": ({"allOf": [{"minimum": 1, "maximum": 9, "minLength": 2, "maxItems": 3}, {"minimum": 2, "maximum": 8, "minLength": 1, "maxItems": 4}]}, {}),
    "bounds of a conjunction, the other way": ({"allOf": [{"minimum": 2, "maximum": 8, "exclusiveMinimum": 1}, {"minimum": 1, "maximum": 9, "exclusiveMinimum": 1, "multipleOf": 2}], "multipleOf": 3}, {}),
    "what cannot speak": ({"type": "string", "minimum": 1, "minItems": 1, "maxItems": 1, "uniqueItems": True, "minProperties": 1, "maxProperties": 2, "multipleOf": 2, "exclusiveMaximum": 3}, {}),
    "what can speak of numbers": ({"type": "number", "minimum": 1, "maxLength": 1, "pattern": "a", "format": "float", "exclusiveMaximum": 3, "multipleOf": 2}, {}),
    "what can speak of objects": ({"type": "object", "minProperties": 1, "maxProperties": 2, "minLength": 1, "items": TEXT}, {}),
    "what can speak of lists": ({"type": "array", "items": TEXT, "minItems": 1, "maxItems": 2, "uniqueItems": True, "pattern": "a", "required": ["a"]}, {}),
    "two enums": ({"allOf": [{"enum": ["a", "b", None]}, {"enum": ["b", "c"]}]}, {}),
    "an open enum and a closed one": ({"allOf": [{"enum": ["a"], "x-ms-enum": {"modelAsString": True}}, {"enum": ["a", "b"]}]}, {}),
    "two open enums": ({"allOf": [{"enum": ["a"], "x-ms-enum": {"modelAsString": True}}, {"enum": ["a", "b"], "x-ms-enum": {"modelAsString": True}}]}, {}),
    "an enum twice": ({"allOf": [{"enum": ["a"]}, {"enum": ["a"]}, {"const": "a"}]}, {}),
    "an enum with null": ({"enum": ["a", None]}, {}),
    "an enum with null, and a type": ({"type": "string", "enum": ["a", None]}, {}),
    "an enum with null, and nullable": ({"type": "string", "nullable": True, "enum": ["a", None]}, {}),
    "formats": ({"allOf": [{"type": "integer", "format": "int32"}, {"format": "int64", "minimum": 5}]}, {}),
    "a format after its bounds": ({"type": "integer", "minimum": -5, "maximum": 9223372036854776000, "format": "int64"}, {}),
    "number and integer": ({"allOf": [{"type": "number"}, {"type": "integer"}]}, {}),
    "integer and number": ({"allOf": [{"type": "integer"}, {"type": "number"}]}, {}),
    "several types": ({"type": ["string", "integer", "null"]}, {}),
    "null alone": ({"type": "null"}, {}),
    "null in a list alone": ({"type": ["null"]}, {}),
    "null in a list, and null alone in allOf": ({"type": ["object", "null"], "allOf": [{"type": "null"}]}, {}),
    "nullable allOf": ({"nullable": True, "allOf": [REF]}, {"T": TEXT}),
    "nullable in allOf": ({"allOf": [{"type": "string", "nullable": True}, {"maxLength": 3}]}, {}),
    "nullable in one of two": ({"allOf": [{"type": "string", "nullable": True}, {"type": "string"}]}, {}),
    "nullable in oneOf": ({"oneOf": [{"type": "string", "nullable": True}, {"type": "array"}]}, {}),
    "null in anyOf of references": ({"anyOf": [REF, {"type": "null"}]}, {"T": {"type": "object", "properties": {"a": TEXT}}}),
    "an enum of null in oneOf": ({"oneOf": [TEXT, {"enum": [None]}]}, {}),
    "a nullable reference in a circle": ({"allOf": [{"$ref": ROOT.replace("/", "#/", 1)}], "nullable": True}, {}),
    "nullable false": ({"type": "string", "nullable": False}, {}),
    "members": ({"type": "object", "properties": {"a": TEXT, "b/c~": REF, "d": {"deprecated": True}, "e": True}, "required": ["a"]}, {"T": {"type": "integer", "deprecated": True}}),
    "a deprecated schema": ({"type": "object", "deprecated": True, "properties": {"a": {"type": "integer", "deprecated": False}}}, {}),
    "a member in two places": ({"allOf": [{"properties": {"a": {"type": "string"}}}, {"properties": {"a": {"maxLength": 5, "deprecated": True}}}]}, {}),
    "closed": (CLOSED, {}),
    "closed and open": ({"allOf": [CLOSED, {"additionalProperties": True}]}, {}),
    "open and closed": ({"allOf": [{"additionalProperties": True}, CLOSED]}, {}),
    "open": ({"type": "object", "properties": {"a": TEXT}, "additionalProperties": True, "required": ["b"]}, {}),
    "a map": ({"type": "object", "additionalProperties": {"type": "integer"}, "required": ["b"]}, {}),
    "an empty map": ({"type": "object", "additionalProperties": {}}, {}),
    "no evaluated members": ({"type": "object", "properties": {"a": TEXT}, "unevaluatedProperties": False}, {}),
    "an object of nobody": ({"type": "object"}, {}),
    "closed, with branches": ({"type": "object", "properties": {"k": TEXT}, "additionalProperties": False, "oneOf": [{"type": "object", "properties": {"a": TEXT}}, {"type": "object", "properties": {"b": TEXT}}]}, {}),
    "required, defined nowhere": ({"type": "object", "properties": {"a": TEXT}, "required": ["b", "a"]}, {}),
    "required, and nothing defined": ({"type": "object", "required": ["b"]}, {}),
    "required, defined in a branch": ({"required": ["b"], "properties": {"a": TEXT}, "oneOf": [{"properties": {"b": TEXT}}, {"type": "array"}]}, {}),
    "required of a text": ({"type": "string", "required": ["b"]}, {}),
    "required, as OpenAPI 2 had it": ({"type": "object", "properties": {"a": TEXT}, "required": True}, {}),
    "items in two places": ({"allOf": [{"items": TEXT}, {"items": {"maxLength": 3}}], "type": "array"}, {}),
    "one branch": ({"oneOf": [{"type": "object", "properties": {"a": TEXT}}]}, {}),
    "one branch and null": ({"oneOf": [{"type": "null"}, {"type": "object", "properties": {"a": TEXT}}]}, {}),
    "three types": ({"anyOf": [TEXT, {"type": "integer"}, {"type": "number"}, {"type": "array", "items": TEXT}]}, {}),
    "two objects that nothing tells apart": ({"oneOf": [{"type": "object", "properties": {"a": TEXT}}, {"type": "object", "properties": {"b": TEXT}}, TEXT]}, {}),
    "two texts that nothing tells apart": ({"anyOf": [{"type": "string", "maxLength": 2}, {"type": "string", "minLength": 5}]}, {}),
    "an open enum": ({"anyOf": [TEXT, REF]}, {"T": {"type": "string", "enum": ["a"]}}),
    "an open enum of integers": ({"anyOf": [{"type": "integer"}, {"type": "string", "enum": ["a"]}]}, {}),
    "tags": ({"oneOf": [tagged("a", x=TEXT), tagged("b", y={"type": "integer"}), TEXT]}, {}),
    "tags that are required": (TAGGED, {}),
    "tags of which one is the same": ({"oneOf": [tagged("a", x=TEXT), tagged("a", y=TEXT)]}, {}),
    "a tag, and members beside it": ({"type": "object", "properties": {"z": TEXT, "kind": {"enum": ["a", "b"]}}, "required": ["kind"], "oneOf": [tagged("a", x=TEXT), tagged("b")]}, {}),
    "tags within tags": ({"oneOf": [{"allOf": [tagged("a"), {"oneOf": [{"type": "object", "properties": {"u": {"enum": ["1"]}}}, {"type": "object", "properties": {"u": {"enum": ["2"]}, "v": TEXT}}]}]}, tagged("b")]}, {}),
    "an open branch": ({"oneOf": [tagged("a"), {"type": "object", "properties": {"kind": {"enum": ["b"]}}, "additionalProperties": True}]}, {}),
    "a branch that is a map": ({"anyOf": [{"type": "object", "additionalProperties": TEXT}, TEXT]}, {}),
    "a branch that is anything": ({"properties": {"a": TEXT}, "oneOf": [{"type": "object"}, TEXT]}, {}),
    "two groups": ({"type": "object", "properties": {"a": TEXT}, "oneOf": [tagged("a"), tagged("b")], "anyOf": [{"type": "object", "properties": {"c": TEXT}}, TEXT]}, {}),
    "tags of subtypes": ({"oneOf": [{"$ref": "#/components/schemas/A"}, {"$ref": "#/components/schemas/B"}]},
                         {"Base": TAG, **{n: {"allOf": [{"$ref": "#/components/schemas/Base"}, {"properties": {n: TEXT}}], "x-ms-discriminator-value": n.lower()} for n in "AB"}}),
    "tags of subtypes, one without": ({"oneOf": [{"$ref": "#/components/schemas/A"}, {"$ref": "#/components/schemas/B"}]},
                                      {"Base": TAG, "A": {"allOf": [{"$ref": "#/components/schemas/Base"}], "x-ms-discriminator-value": "a"}, "B": {"allOf": [{"$ref": "#/components/schemas/Base"}]}}),
    "tags of subtypes, twice the same": ({"oneOf": [{"$ref": "#/components/schemas/A"}, {"$ref": "#/components/schemas/B"}]},
                                         {"Base": TAG, **{n: {"allOf": [{"$ref": "#/components/schemas/Base"}], "x-ms-discriminator-value": "a"} for n in "AB"}}),
    "a discriminator": (PET, {"Cat": CAT}),
    "a discriminator of two": (PET | {"discriminator": {"propertyName": "kind", "mapping": {"cat": "#/components/schemas/Cat", "dog": "Dog", "cow": "#/components/schemas/None"}}},
                               {"Cat": CAT, "Dog": {"allOf": [{"$ref": "#/components/schemas/Root"}, {"properties": {"barks": {"type": "boolean"}}}]}}),
    "a subtype of a discriminator": ({"$ref": "#/components/schemas/Cat"}, {"Pet": PET, "Cat": {"allOf": [{"$ref": "#/components/schemas/Pet"}, {"properties": {"kind": {"enum": ["cat"]}, "lives": {"type": "integer"}}}]}}),
    "a discriminator without a mapping": (TAG, {}),
    "a discriminator of nothing": ({"type": "object", "properties": {"a": TEXT}, "discriminator": {"mapping": {"a": "#/components/schemas/T"}}}, {"T": {"properties": {"b": TEXT}}}),
    "a discriminator beside oneOf": ({"oneOf": [tagged("a"), tagged("b")], "discriminator": {"propertyName": "kind", "mapping": {"a": "#/components/schemas/None"}}}, {}),
    "a value that the mapping forgot": ({"allOf": [PET, {"properties": {"kind": {"enum": ["fish"]}}}]}, {"Cat": CAT}),
    "a reference to another file": ({"properties": {"a": {"$ref": "other.json#/T"}}}, {}),
    "a reference in a circle": ({"$ref": "#/components/schemas/T"}, {"T": {"$ref": "#/components/schemas/Root"}}),
    "a list of itself": ({"type": "object", "properties": {"a": {"type": "array", "items": {"$ref": "#/components/schemas/Root"}}}}, {}),
    "a type that contradicts its reference": ({"type": "object", "allOf": [REF]}, {"T": {"type": "array", "items": TEXT}}),
    "a type beside a reference that leads nowhere": ({"type": "object", "allOf": [REF]}, {}),
    "defaults": ({"allOf": [{"default": 1}, {"default": None}]}, {}),
}  # fmt: skip
VALUES: tuple[Any, ...] = (
    None, True, 0, 5, 2**31, Decimal("0.5"), "", "a", "abc", "fish", [], ["a"], [1, 1], {}, {"a": "x"}, {"a": 1, "b": 1}, {"b": None}, {"kind": "a", "x": 1}, {"kind": "b", "y": 1.5},
    {"kind": "cat"}, {"kind": "cat", "lives": 9, "z": 1}, {"kind": "dog", "barks": 1}, {"kind": "fish"}, {"kind": 5}, {"role": "b", "x": "1"}, {"d": 1, "b/c~": "x", "zz": 1}, {"kind": "a", "u": "2", "v": 1},
)  # fmt: skip


def shape_of(root: Any, openapi: str, others: dict[str, Any]) -> Shape:
    tree = {"openapi": openapi, "paths": {}, "components": {"schemas": {"Root": root, **others}}}
    return Shapes(OpenApiFile("v", "spec/v/inference.json", json.dumps(tree), tree)).of((ROOT,))


def places(origins: dict[tuple[str | int, ...], Any]) -> list[str]:
    return [
        f"{'/'.join(map(str, path))} at {one.pointer}{' (subtype)' * one.subtype}{' (open)' * one.extensible}"
        for path, one in origins.items()
    ]


def told(shape: Shape) -> dict[str, Any]:
    plain = compile_shape(shape)
    strict, meant = compile_shape(shape, strict=True), compile_shape(shape, strict=True, intended=True)
    schema = PayloadSchema(shape, "jsonschema-rs")
    broken = {
        json.dumps(value, default=str): [f"{v.keyword} {'/'.join(map(str, v.path))}{' ' + v.missing if v.missing else ''}" for v in found]
        for value in VALUES if (found := schema.violations(value))
    }  # fmt: skip
    seen = {
        json.dumps(value, default=str): [[one.kind, pointer_of(one.path), one.pointer, one.declared, one.defect and one.defect.message] for one in noticed]
        for value in VALUES if (noticed := tuple(observe(value, shape)))
    }  # fmt: skip
    strictly = [json.dumps(value, default=str) for value in VALUES if schema.unremarkable(value)]
    return {
        "schema": plain.schema, "strict": strict.schema, "meant": meant.schema if meant.schema != strict.schema else "the same",
        "places": places(plain.origins), "defects": {one.pointer: one.message for one in shape.shapes.defects.values()},
        "default": [shape.default, shape.has_default], "open": shape.open, "listed": shape.listed, "bounds": bounds(shape),
        "deprecated": shape.deprecated, "members": {name: [*one.pointers, one.deprecated] for name, one in shape.members.items()},
        "property": shape.property_pointer(), "broken": broken, "seen": seen, "unremarkable": strictly,
    }  # fmt: skip


def test_what_schemas_mean() -> None:
    def every() -> Iterator[str]:
        for name, root, openapi, *_ in CASES:
            yield line({"case": name, "openapi": openapi} | told(shape_of(root, openapi, {"T": TEXT, "Cat": CAT})))
        for name, (root, others) in SCHEMAS.items():
            old, new = (told(shape_of(root, openapi, others)) for openapi in ("3.0.3", "3.1.0"))
            yield line({"case": name} | old)
            differing = {key: value for key, value in new.items() if old[key] != value}
            if differing:
                yield line({"case": name, "in 3.1": differing})

    compare("small-contracts.jsonl", every())


@pytest.mark.parametrize("api_version", ["2023-12-01-preview", "2024-10-21", "v1-2026-01-28"])
def test_what_the_contracts_are_compiled_to(api_version: str) -> None:
    """Of whole contracts what is kept is a digest; what they contradict themselves in is kept in words."""
    known = contract(api_version)

    def every() -> Iterator[str]:
        for operation in known.operations:
            for name in ("request", "answer", "chunk"):
                payload = getattr(operation, name)
                if payload is not None:
                    whole = json.dumps([payload.compiled.schema, places(payload.compiled.origins)], default=str)
                    count = len(payload.compiled.origins)
                    digest = hashlib.sha256(whole.encode()).hexdigest()[:16]
                    yield line({"operation": [operation.method, operation.path], "payload": name, "keywords": count, "digest": digest})  # fmt: skip
        for defect in known.defects():
            yield line({"at": defect.pointer, "says": defect.message, "line": known.place(defect.pointer).line})

    compare(f"contract-{api_version}.jsonl", every())


def test_what_other_versions_have() -> None:
    known = catalog().dated_with_chat
    later = known[5:]
    lists = (
        ["v1"], ["v1", "v1-preview"], ["v1", "v1-preview", "v1-2026-01-28"], [known[3]], [known[3], "v1"], [known[-1]], [*later], [*later, "v1"], [*known], [*later[:2], *later[3:]], [later[0], *later[4:]],
        [later[0], *later[5:]], [*later[:4]], [*later[:1], *later[2:4]], [later[0], later[-1]], [*later[:-1]],
    )  # fmt: skip
    value = {
        "messages": [{"role": "user", "content": [{"type": "text", "text": "a"}]}],
        "tool_choice": "auto",
        "seed": 1,
    }
    answer = {"object": "chat.completion", "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "x"}}]}  # fmt: skip
    chunk = answer | {"object": "chat.completion.chunk"}
    places: list[tuple[Kind, Any, Path]] = [
        ("request", value, ()), ("request", value, ("messages", 0)), ("request", value, ("messages", 0, "content", 0)), ("answer", answer, ()), ("answer", answer, ("choices", 0, "message")),
        ("chunk", chunk, ()), ("request", {"x": [{"y": {}}]}, ("x", 0, "y")),
    ]  # fmt: skip
    texts: list[tuple[Kind, Any, Path]] = [
        ("request", value, ("messages", 0, "role")), ("request", value, ("tool_choice",)), ("request", value, ("seed",)), ("request", value, ()), ("request", value, ("messages", 0)),
        ("answer", answer, ("choices", 0, "finish_reason")), ("answer", answer, ("object",)), ("request", {"stop": ["a"]}, ("stop", 0)),
    ]  # fmt: skip

    def every() -> Iterator[str]:
        for versions in lists:
            yield line({"versions": versions, "says": spelled_out(versions)})
        for kind, body, parent in places:
            for url in (None, "/openai/deployments/d/extensions/chat/completions"):
                members = members_of_versions(kind, body, parent, url)
                told = {name: spelled_out(of) for name, of in members.items()}
                yield line({"kind": kind, "at": parent, "path": url, "members": told})
        for kind, body, where in texts:
            for url in (None, "/extensions/chat/completions"):
                listing = versions_listing(kind, body, where, url)
                yield line({"listing": kind, "at": where, "path": url, "by": listing})

    compare("other-versions.jsonl", every())


@pytest.mark.parametrize(
    ("named", "dated", "says"),
    [
        ("2023-12-1-preview", False, "--x 2023-12-1-preview is unknown; did you mean 2023-12-01-preview? Those that are known are the folders under spec/."),
        ("nothing", False, "--x nothing is unknown. Those that are known are the folders under spec/."),
        ("2022-12-01", False, "--x 2022-12-01 has no chat completions; 2023-03-15-preview is the first that has."),
        ("v1", True, "--x v1 is not dated; the samples take a dated one, such as 2023-12-01-preview."),
    ],
)  # fmt: skip
def test_a_version_that_cannot_be_judged_is_one_sentence(named: str, dated: bool, says: str) -> None:
    with pytest.raises(UsageError) as refused:
        catalog().require_chat(named, "--x", dated)
    assert str(refused.value) == says
    assert catalog().require_chat("v1") == "v1" and catalog().require_chat("2024-02-01", dated=True) == "2024-02-01"


@pytest.mark.parametrize(
    ("named", "count", "nearest"),
    [
        ("2024-12-01", 1, ["2024-12-01-preview"]), ("2024-12-1", 1, ["2024-12-01-preview"]), ("2024-02-1", 1, ["2024-02-01"]), ("2024-02-15", 1, ["2024-02-15-preview"]),
        ("2024-10-1-preview", 1, ["2024-10-01-preview"]), ("x", 1, []), ("v2", 1, []), ("v1_preview", 1, ["v1-preview"]), ("2024-02-011", 1, ["2024-02-01"]), ("2025-3-1", 2, ["2025-03-01-preview"]),
    ],
)  # fmt: skip
def test_the_nearest_version(named: str, count: int, nearest: list[str]) -> None:
    assert nearest_versions(named, catalog().with_chat, count) == nearest


@pytest.mark.parametrize(
    ("pattern", "matches", "misses"),
    [
        ("^a$", ["a"], ["a\n", "A", "ab"]), (r"^\d$", ["5"], ["\u0665", "x"]), (r"^\w$", ["_", "a"], ["é", "-"]), (r"^\s$", [" ", "\u00a0", "\ufeff", "\u2028", "\n"], ["a", "\u200b"]),
        (r"^\S$", ["a", "\u200b"], [" ", "\u3000"]), ("^.$", ["a", "é"], ["\n", "\r", "\u2028", "\u2029"]), ("^[.$]$", [".", "$"], ["a"]), (r"^[\s]$", [" ", "\u2003"], ["a"]), (r"^[\]a]$", ["]", "a"], ["\\"]),
        (r"^\.$", ["."], ["a"]), (r"^\$$", ["$"], ["a"]), ("^[a-z]+[0-9]*$", ["a", "ab1"], ["1", "aB"]), (r"^[\d]$", ["1"], ["\u0661"]), (r"^[^\s]$", ["a"], [" ", "\u00a0"]), ("a|b$", ["ax", "b"], ["c", "b\n"]),
    ],
)  # fmt: skip
def test_a_pattern_means_what_ecma_262_says(pattern: str, matches: list[str], misses: list[str]) -> None:
    expression = ecma_pattern(pattern)
    assert [one for one in (*matches, *misses) if expression.search(one)] == matches


def test_what_an_amendment_says() -> None:
    kinds: tuple[dict[str, Any], ...] = (
        {}, {"nullable": True}, {"optional": True}, {"replaces": True}, {"nullable": True, "optional": True},
    )  # fmt: skip
    says = (Amendment((), "m", "a", "b", "source", **kind).says("2024-02-01") for kind in kinds)
    compare("amendments.jsonl", map(line, [*says, *map(asdict, AMENDMENTS)]))


@pytest.mark.parametrize(
    ("pointer", "passage", "place"),
    [
        ("", (1, '{"a": {"b": 1,\n "c": [1,\n 2]},\n "d": 5}'), None), ("/a", (1, '{"a": {"b": 1,\n "c": [1,\n 2]},'), (1, 2)), ("/a/c", (2, ' "c": [1,\n 2]},'), (2, 2)), ("/a/c/1", (3, " 2]},"), (3, 2)), ("/d", (4, ' "d": 5}'), (4, 2)),
        ("/x", None, None), ("/a/c/7", None, (2, 2)),
    ],
)  # fmt: skip
def test_where_a_pointer_stands(pointer: str, passage: tuple[int, str] | None, place: tuple[int, int] | None) -> None:
    text = '{"a": {"b": 1,\n "c": [1,\n 2]},\n "d": 5}'
    file = OpenApiFile("v", "x", text, json.loads(text))
    found = file.line_column(pointer)
    assert (file.passage(pointer), found and (found.line, found.column)) == (passage, place)
