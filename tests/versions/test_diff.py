"""What two contracts accept is compared, not how they are written; each change says what, where, and whom it breaks."""

import json
from typing import Any

import pytest

from conformance.contract.catalog import catalog
from conformance.contract.contract import Contract, contract
from conformance.contract.openapi import OpenApiFile
from conformance.contract.shapes import Shapes
from conformance.versions.change import Change
from conformance.versions.diff import diff

SAME = [
    ("2023-03-15-preview", "2023-05-15"),
    ("2023-07-01-preview", "2023-08-01-preview"),
    ("2023-08-01-preview", "2023-09-01-preview"),
    ("2023-09-01-preview", "2023-10-01-preview"),
    ("2024-02-15-preview", "2024-03-01-preview"),
    ("2025-01-01-preview", "2025-02-01-preview"),
    ("2025-02-01-preview", "2025-03-01-preview"),
    ("2025-03-01-preview", "2025-04-01-preview"),
    ("v1", "v1-preview"),
]


@pytest.mark.parametrize("api_version", catalog().with_chat)
def test_a_version_does_not_differ_from_itself(api_version: str) -> None:
    assert diff(contract(api_version), contract(api_version)) == ()


@pytest.mark.parametrize(("before", "after"), SAME)
def test_versions_that_differ_in_their_name_only_do_not_differ(before: str, after: str) -> None:
    assert diff(contract(before), contract(after)) == ()
    assert diff(contract(after), contract(before)) == ()


def made(request: Any, answer: Any = None, openapi: str = "3.0.0", **schemas: Any) -> Contract:
    """Return a contract whose requests and answers are ``request`` and ``answer``; ``schemas`` are components."""

    def content(schema: Any) -> Any:
        return {"content": {"application/json": {"schema": schema}}}

    operation = {"requestBody": content(request), "responses": {"200": content(answer or {"type": "object"})}}
    tree = {"openapi": openapi, "paths": {"/chat/completions": {"post": operation}}, "components": {"schemas": schemas}}
    text = json.dumps(tree, indent=2)
    return Contract("2099-01-01", Shapes(OpenApiFile("2099-01-01", "spec/v/inference.json", text, tree)))


def member(schema: Any, required: bool = False) -> Any:
    return {"type": "object", "properties": {"a": schema}} | ({"required": ["a"]} if required else {})


TEXT, NUMBER = {"type": "string"}, {"type": "integer"}
REF = {"$ref": "#/components/schemas/T"}
ROLES: Any = {
    role: {
        "type": "object",
        "properties": {"role": {"type": "string", "enum": [role]}, "x": TEXT},
        "required": ["role"],
    }
    for role in ("a", "b", "c")
}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(member(TEXT), {"allOf": [member(TEXT)]}, id="moved into an allOf"),
        pytest.param(member(REF), member(TEXT), id="an inlined $ref"),
        pytest.param({**member(TEXT), "required": ["a"]}, {"allOf": [member(TEXT), {"required": ["a"]}]}, id="required elsewhere"),
        pytest.param({"oneOf": [ROLES["a"], ROLES["b"]]}, {"anyOf": [ROLES["b"], ROLES["a"]]}, id="branches in another order"),
        pytest.param(member({"type": "array"}), member({"type": "array", "minItems": 0}), id="a bound that says nothing"),
        pytest.param(member({**NUMBER, "format": "int32"}), member({**NUMBER, "minimum": -(2**31), "maximum": 2**31 - 1}), id="a format and its bounds"),
        pytest.param(member({"type": "string", "enum": ["a", "b"]}), member({"type": "string", "enum": ["b", "a"]}), id="an enum in another order"),
        pytest.param(member({"type": "boolean"}), member({"type": "boolean", "enum": [True, False]}), id="an enum of all there is"),
        pytest.param(member({"oneOf": [TEXT]}), member(TEXT), id="a choice of one"),
        pytest.param(member(TEXT), member({**TEXT, "default": "x", "deprecated": True}), id="a default, deprecation"),
    ],
)  # fmt: skip
def test_another_way_to_write_the_same_is_no_change(before: Any, after: Any) -> None:
    assert diff(made(before, before, T=TEXT), made(after, after, Renamed=TEXT, T=TEXT)) == ()


@pytest.mark.parametrize(
    ("before", "after", "pointer", "kind", "breaks"),
    [
        pytest.param(member({}), {"type": "object", "properties": {"a": {}, "b": {}}}, "/b", "member-added", "none none", id="member added"),
        pytest.param({"type": "object", "properties": {"a": {}, "b": {}}}, member({}), "/b", "member-removed", "sender none", id="member removed"),
        pytest.param({"type": "object", "properties": {"a": {}, "b": {}}, "required": ["b"]}, member({}), "/b", "member-removed", "sender reader", id="required member removed"),
        pytest.param(member({}), {"type": "object", "properties": {"a": {}, "b": {}}, "required": ["b"]}, "/b", "member-added", "sender none", id="required member added"),
        pytest.param(member(TEXT), member(TEXT, True), "", "required-added", "sender none", id="required"),
        pytest.param(member(TEXT, True), member(TEXT), "", "required-removed", "none reader", id="no longer required"),
        pytest.param(member({**TEXT, "nullable": True}), member(TEXT), "/a", "null-removed", "sender none", id="null removed"),
        pytest.param(member(TEXT), member({**TEXT, "nullable": True}), "/a", "null-added", "none reader", id="null added"),
        pytest.param(member(TEXT), member(NUMBER), "/a", "type-changed", "sender reader", id="another type"),
        pytest.param(member({"type": "number"}), member(NUMBER), "/a", "type-changed", "sender none", id="integers only"),
        pytest.param(member({"type": "string", "enum": ["x", "y"]}), member({"type": "string", "enum": ["x"]}), "/a", "enum-changed", "sender none", id="a value less"),
        pytest.param(member({"type": "string", "enum": ["x"]}), member(TEXT), "/a", "enum-changed", "none reader", id="any value"),
        pytest.param(member({"type": "string", "enum": ["x"], "x-ms-enum": {"modelAsString": True}}), member(TEXT), "/a", "enum-changed", "none none", id="an enum that may grow"),
        pytest.param(member({**NUMBER, "minimum": 0}), member({**NUMBER, "minimum": 1}), "/a", "minimum-changed", "sender none", id="a higher minimum"),
        pytest.param(member({**NUMBER, "maximum": 9}), member(NUMBER), "/a", "maximum-changed", "none reader", id="no maximum"),
        pytest.param(member(NUMBER), member({**NUMBER, "format": "int32"}), "/a", "format-changed", "sender none", id="a format"),
        pytest.param(member({**TEXT, "maxLength": 4}), member({**TEXT, "maxLength": 3}), "/a", "length-changed", "sender none", id="shorter"),
        pytest.param(member({"type": "array"}), member({"type": "array", "minItems": 1}), "/a", "count-changed", "sender none", id="at least one"),
        pytest.param(member({"type": "array", "items": TEXT}), member({"type": "array", "items": NUMBER}), "/a/*", "type-changed", "sender reader", id="other elements"),
        pytest.param(member({"type": "object", "additionalProperties": TEXT}), member({"type": "object", "additionalProperties": NUMBER}), "/a/*", "type-changed", "sender reader", id="other values of a map"),
        pytest.param({"oneOf": list(ROLES.values())}, {"oneOf": [ROLES["a"], ROLES["b"]]}, "/role", "enum-changed", "sender none", id="a branch less"),
        pytest.param(member({}), member({"type": ["boolean", "string", "number", "array", "object"]}), "/a", "null-removed", "sender none", id="anything but null"),
        pytest.param(member({**TEXT, "pattern": "a"}), member({**TEXT, "pattern": "b"}), "/a", "pattern-changed", "sender reader", id="a pattern"),
    ],
)  # fmt: skip
def test_a_change_is_named_once_with_whom_it_breaks(
    before: Any, after: Any, pointer: str, kind: str, breaks: str
) -> None:
    changes = diff(made(before, before), made(after, after))
    assert [(one.path.part, one.path.pointer, one.kind) for one in changes] == [
        ("request", pointer, kind),
        ("response", pointer, kind),
    ]
    assert " ".join(one.breaks for one in changes) == breaks


def test_what_holds_for_one_role_says_for_which() -> None:
    other = {**ROLES["a"], "properties": {**ROLES["a"]["properties"], "x": NUMBER}}
    (change,) = diff(made({"oneOf": [ROLES["a"], ROLES["b"]]}), made({"oneOf": [other, ROLES["b"]]}))
    assert change.message.startswith("`x` (where `role` is `a`) was a string in")
    assert change.example() == {"role": "a", "x": "text"}


def test_what_holds_for_every_role_is_said_once_without_a_condition() -> None:
    def with_x(x: Any) -> Any:
        return {"type": "object", "properties": {"x": x}, "oneOf": [ROLES_WITHOUT_X["a"], ROLES_WITHOUT_X["b"]]}

    (change,) = diff(made(with_x(TEXT)), made(with_x(NUMBER)))
    assert "where" not in change.message


ROLES_WITHOUT_X = {
    role: {"type": "object", "properties": {"role": {"type": "string", "enum": [role]}}, "required": ["role"]}
    for role in ("a", "b")
}


def test_a_schema_that_holds_itself_comes_to_an_end() -> None:
    def tree(leaf: Any) -> Any:
        return {"type": "object", "properties": {"child": REF, "leaf": leaf}}

    changes = diff(made(REF, T=tree(TEXT)), made(REF, T=tree(NUMBER)))
    assert changes and all(one.path.pointer.endswith("/leaf") for one in changes)


def test_both_places_are_the_keywords_that_differ_with_line_and_column() -> None:
    before, after = made(member({**NUMBER, "minimum": 0})), made(member({**NUMBER, "minimum": 1}))
    (change,) = diff(before, after)
    for place, known in ((change.before, before), (change.after, after)):
        assert place is not None and place.pointer.endswith("/properties/a/minimum")
        assert place.line is not None and place.column is not None
        line = known.shapes.original.text.splitlines()[place.line - 1]
        assert line[place.column - 1 :].startswith('"minimum"')


def test_a_side_that_has_no_such_place_is_left_out() -> None:
    added = the_change("2023-10-01-preview", "2023-12-01-preview", "/seed").as_json()
    removed = the_change("2023-12-01-preview", "2023-10-01-preview", "/seed").as_json()
    assert "from" not in added and added["to"]["file"] == "spec/2023-12-01-preview/inference.json"
    assert "to" not in removed and removed["from"] == added["to"]
    assert (added["kind"], added["breaks"], removed["kind"], removed["breaks"]) == (
        "member-added", "none", "member-removed", "sender",
    )  # fmt: skip


def the_change(before: str, after: str, pointer: str) -> Change:
    (found,) = [c for c in diff(contract(before), contract(after)) if c.path.pointer == pointer]
    return found


@pytest.mark.parametrize(("before", "after"), [("2024-02-01", "2024-10-21"), ("2025-04-01-preview", "v1")])
def test_every_place_names_a_line_that_holds_its_key(before: str, after: str) -> None:
    for change in diff(contract(before), contract(after)):
        for place, known in ((change.before, contract(before)), (change.after, contract(after))):
            if place is None:
                continue
            key = place.pointer.rpartition("/")[2].replace("~1", "/")
            assert place.line is not None and place.column is not None
            line = known.shapes.original.text.splitlines()[place.line - 1]
            assert line[place.column - 1 :].startswith(f'"{key}"') or key.isdecimal(), place
