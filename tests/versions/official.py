"""Facts of a member read straight from an official file: plain JSON, plain recursion, nothing of the code under test."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

INT32, INT64 = (-(2**31), 2**31 - 1), (-(2**63), 2**63 - 1)


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def schema_of(file: Any, part: str) -> Any:
    """Return the schema of a request, an answer or a chunk of the plain chat operation; None where there is none."""
    item = next((i for path, i in file["paths"].items() if path.endswith("/chat/completions") and "extensions" not in path), None)  # fmt: skip
    if item is None:
        return None
    if part == "request":
        return item["post"]["requestBody"]["content"]["application/json"]["schema"]
    content = item["post"]["responses"]["200"]["content"]
    if part == "chunk" and "text/event-stream" in content:
        return content["text/event-stream"]["schema"]
    schema = content["application/json"]["schema"]
    branches = schema.get("oneOf") or schema.get("anyOf")
    if not branches:
        return schema if part == "response" else None
    wanted = {"response": "chat.completion", "chunk": "chat.completion.chunk"}[part]
    return next((b for b in branches if wanted in values(file, member(file, b, "object"))), None)


def parts(file: Any, schema: Any) -> Iterator[Any]:
    """Yield ``schema`` and what it refers to or consists of; no alternatives."""
    yield schema
    if "$ref" in schema:
        node = file
        for token in schema["$ref"][2:].split("/"):
            node = node[token.replace("~1", "/").replace("~0", "~")]
        yield from parts(file, node)
    for one in schema.get("allOf", ()):
        yield from parts(file, one)


def member(file: Any, schema: Any, name: str) -> list[Any]:
    """Return every schema of member ``name``, alternatives aside."""
    return [one["properties"][name] for one in parts(file, schema) if name in one.get("properties", {})]


def required(file: Any, schema: Any) -> set[str]:
    """Return what is required and declared: of a member that is defined nowhere nothing can be demanded."""
    every = list(parts(file, schema))
    declared = {name for one in every for name in one.get("properties", {})}
    return {name for one in every for name in one.get("required", ())} & declared


def expanded(file: Any, schemas: list[Any]) -> list[Any]:
    """Return the schemas, with those behind references and in alternatives that hold one schema and null."""
    found = [one for schema in schemas for one in parts(file, schema)]
    for one in list(found):
        for alternative in one.get("anyOf", one.get("oneOf", ())):
            found += parts(file, alternative)
    return found


def values(file: Any, schemas: list[Any]) -> list[Any]:
    return [value for one in expanded(file, schemas) for value in one.get("enum", [one["const"]] if "const" in one else [])]  # fmt: skip


def takes_null(file: Any, schema: Any) -> bool:
    return any(one.get("nullable") or "null" in one.get("type", ()) for one in expanded(file, [schema]))


def scalar_facts(file: Any, schema: Any, name: str) -> dict[str, Any] | None:
    """Return type, null, required, deprecated, bounds and default of scalar member ``name``; None where it is not there."""
    found = member(file, schema, name)
    if not found:
        return None
    every = expanded(file, found)
    types = [t for one in every for t in ([one["type"]] if isinstance(one.get("type"), str) else one.get("type", []))]
    (kind,) = set(types) - {"null"}
    facts: dict[str, Any] = {
        "type": kind,
        "null": all(takes_null(file, one) for one in found),
        "required": name in required(file, schema),
        "deprecated": any(one.get("deprecated", False) for one in every),
    }
    formats = [one["format"] for one in every if "format" in one]
    bounds = {name: [int(one[name]) for one in every if name in one] for name in ("minimum", "maximum")}
    low, high = INT32 if "int32" in formats else INT64 if "int64" in formats else (None, None)
    lows, highs = bounds["minimum"] + [low] * (low is not None), bounds["maximum"] + [high] * (high is not None)
    if lows:
        facts["minimum"] = max(b for b in lows if b is not None)
    if highs:
        facts["maximum"] = min(b for b in highs if b is not None)
    if formats:
        facts["format"] = formats[0]
    for one in (part for schema in found for part in parts(file, schema)):
        if "default" in one:
            facts["default"] = one["default"]
    return facts
