"""``tool-schema``: the parameters of a function are a JSON Schema."""

from collections.abc import Iterator
from typing import Any

from conformance.finding import Severity
from conformance.judging.rules.judgement import Judgement
from conformance.judging.rules.rule import Problem, Settled, rule
from conformance.judging.rules.sense import elements, told
from conformance.wire.pointer import Path


@rule(
    "tool-schema",
    Severity.WARNING,
    Settled.BY_LOOK,
    "a function's `parameters` are a JSON Schema of an object",
    of="request",
)
def tool_schema(judgement: Judgement) -> Iterator[Problem]:
    yield from told(judgement, look, "tools")


def look(asked: dict[str, Any]) -> Iterator[Problem]:
    """Yield each `parameters` that is not JSON Schema, or one of something else than an object."""
    for index, tool in elements(asked.get("tools")):
        function = tool.get("function")
        if isinstance(function, dict):
            yield from _of(function.get("parameters"), ("tools", index, "function", "parameters"))
    for index, function in elements(asked.get("functions")):
        yield from _of(function.get("parameters"), ("functions", index, "parameters"))


def _of(schema: Any, path: Path) -> Iterator[Problem]:
    if not isinstance(schema, dict) or not schema:
        return  # an empty one stands for a function without parameters
    import jsonschema_rs

    if schema.get("type", "object") != "object":
        described = repr(schema["type"]).replace("'", "`")
        says = f"`parameters` describes {described}; a function's parameters are an object"
        yield Problem("request", path, says)
        return
    try:
        sound = jsonschema_rs.meta.is_valid({name: one for name, one in schema.items() if name != "$schema"})
    except (ValueError, UnicodeError):
        return  # lone surrogates, or numbers of thousands of digits
    if not sound:
        yield Problem(
            "request", path, "`parameters` is not a JSON Schema, so the service cannot read it; see json-schema.org"
        )
