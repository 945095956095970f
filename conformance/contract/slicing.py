"""Cut an official OpenAPI file down to chat completions: facts only, no prose, the official order of members."""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from conformance.contract.openapi import OpenApiFile

# What a validator, a reader of the contract or the emulator needs; everything else is prose or a generator's hint.
_SCHEMA_FACTS: Final = frozenset(
    {
        "$ref", "type", "format", "enum", "const", "default", "nullable", "deprecated", "readOnly", "writeOnly",
        "properties", "patternProperties", "required", "additionalProperties", "unevaluatedProperties",
        "minProperties", "maxProperties", "propertyNames", "dependentRequired",
        "items", "prefixItems", "contains", "minItems", "maxItems", "uniqueItems",
        "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf",
        "minLength", "maxLength", "pattern",
        "allOf", "oneOf", "anyOf", "not", "if", "then", "else",
        "discriminator", "x-ms-enum", "x-ms-discriminator-value", "x-nullable",
    }
)  # fmt: skip
_MAPS_OF_SCHEMAS: Final = frozenset({"properties", "patternProperties"})
_LISTS_OF_SCHEMAS: Final = frozenset({"allOf", "oneOf", "anyOf", "prefixItems"})
_SCHEMAS: Final = frozenset(
    {"items", "additionalProperties", "unevaluatedProperties", "propertyNames", "contains", "not", "if", "then", "else"}
)
_OPERATION_FACTS: Final = ("operationId", "deprecated", "parameters", "requestBody", "responses")
_METHODS: Final = frozenset({"get", "put", "post", "delete", "options", "head", "patch", "trace"})


def slice_of(official: OpenApiFile) -> dict[str, Any]:
    """Return the slice of ``official``: its chat operations and the closure of the schemas that they reach.

    A file without a chat operation yields empty ``paths``. A reference that leads nowhere is kept as it is.
    """
    paths = {path: _path_item(item) for path, item in official.chat_paths()}
    components: dict[str, dict[str, Any]] = {}
    wanted = _closure(official, paths)
    for kind, entries in official.tree.get("components", {}).items():
        kept = {name: _component(kind, node) for name, node in entries.items() if (kind, name) in wanted}
        if kept:
            components[kind] = kept
    facts: dict[str, Any] = {"openapi": official.tree.get("openapi")}
    if "version" in official.tree.get("info", {}):
        facts["info"] = {"version": official.tree["info"]["version"]}
    parts: dict[str, Any] = {
        "servers": [_server(server) for server in official.tree.get("servers", ())],
        "paths": paths,
        "components": components,
    }
    return facts | {name: parts[name] for name in official.tree if name in parts}


def slice_text(official: OpenApiFile) -> str:
    """Return the slice as it is written to a file: two-space indent, LF, one line break at the end."""
    return json.dumps(slice_of(official), indent=2, ensure_ascii=False, default=_number) + "\n"


def _number(value: object) -> float:
    if isinstance(value, Decimal) and Decimal(repr(float(value))) == value:
        return float(value)
    raise TypeError(f"{value!r} has no exact JSON form")


def _closure(official: OpenApiFile, paths: dict[str, Any]) -> set[tuple[str, str]]:
    reached: set[tuple[str, str]] = set()
    todo = list(_references(paths))
    while todo:
        parts = todo.pop().split("/")
        if len(parts) != 4 or parts[:2] != ["#", "components"]:
            continue
        key = (parts[2], parts[3].replace("~1", "/").replace("~0", "~"))
        node = official.tree.get("components", {}).get(key[0], {}).get(key[1])
        if key in reached or node is None:
            continue
        reached.add(key)
        todo.extend(_references(_component(key[0], node)))
    return reached


def _references(node: Any) -> Iterator[str]:
    """Yield every local reference below ``node``, those of ``discriminator.mapping`` among them."""
    if isinstance(node, dict):
        for name, value in node.items():
            if name == "$ref" and isinstance(value, str):
                yield value
            elif name == "discriminator" and isinstance(value, dict):
                yield from value.get("mapping", {}).values()
            elif name != "enum":
                yield from _references(value)
    elif isinstance(node, list):
        for value in node:
            yield from _references(value)


def _server(server: dict[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {"url": server.get("url")}
    if "variables" in server:
        kept["variables"] = {
            name: {key: value for key, value in variable.items() if key in ("default", "enum")}
            for name, variable in server["variables"].items()
        }
    return kept


def _path_item(item: dict[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for name, value in item.items():
        if name == "parameters":
            kept[name] = [_parameter(parameter) for parameter in value]
        elif name in _METHODS:
            kept[name] = _operation(value)
    return kept


def _operation(operation: dict[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for name, value in operation.items():
        if name not in _OPERATION_FACTS:
            continue
        if name == "parameters":
            kept[name] = [_parameter(parameter) for parameter in value]
        elif name == "requestBody":
            kept[name] = _message(value)
        elif name == "responses":
            kept[name] = {status: _message(response) for status, response in value.items()}
        else:
            kept[name] = value
    return kept


def _parameter(parameter: dict[str, Any]) -> dict[str, Any]:
    return {
        name: _schema(value) if name == "schema" else value
        for name, value in parameter.items()
        if name in ("$ref", "name", "in", "required", "deprecated", "allowEmptyValue", "style", "explode", "schema")
    }


def _message(message: dict[str, Any]) -> dict[str, Any]:
    """Keep the facts of a request body or a response."""
    kept: dict[str, Any] = {}
    for name, value in message.items():
        if name in ("$ref", "required"):
            kept[name] = value
        elif name == "content":
            kept[name] = {
                media_type: {key: _schema(schema) for key, schema in content.items() if key == "schema"}
                for media_type, content in value.items()
            }
        elif name == "headers":
            kept[name] = {header: _parameter(definition) for header, definition in value.items()}
    return kept


def _component(kind: str, node: Any) -> Any:
    if kind == "schemas":
        return _schema(node)
    if kind in ("parameters", "headers"):
        return _parameter(node)
    return _message(node)


def _schema(node: Any) -> Any:
    if not isinstance(node, dict):
        return node
    kept: dict[str, Any] = {}
    for name, value in node.items():
        if name not in _SCHEMA_FACTS:
            continue
        if name in _MAPS_OF_SCHEMAS:
            kept[name] = {member: _schema(schema) for member, schema in value.items()}
        elif name in _LISTS_OF_SCHEMAS:
            kept[name] = [_schema(schema) for schema in value]
        elif name in _SCHEMAS:
            kept[name] = _schema(value)
        elif name == "x-ms-enum":
            kept[name] = _ms_enum(value)
        elif name == "discriminator":
            kept[name] = {key: fact for key, fact in value.items() if key in ("propertyName", "mapping")}
        else:
            kept[name] = value
    return kept


def _ms_enum(node: dict[str, Any]) -> dict[str, Any]:
    return {
        name: [{key: text for key, text in entry.items() if key in ("value", "name")} for entry in value]
        if name == "values"
        else value
        for name, value in node.items()
        if name in ("name", "modelAsString", "values")
    }
