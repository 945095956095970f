"""What a strict schema has to be: Learn, how-to/structured-outputs, in the words of OpenAI's own endpoint (for Azure assumed)."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

# OpenAI's guide names them as what strict schemas cannot hold; Learn's list is longer, and older.
_NEVER: Final = ("allOf", "not", "dependentRequired", "dependentSchemas", "if", "then", "else", "patternProperties")
_LISTS: Final = ("anyOf", "prefixItems")
_MAPS: Final = ("$defs", "definitions")


def objections(schema: Any) -> Iterator[str]:
    """Yield what is wrong with ``schema`` as a strict one, the outermost first; nothing where all is well."""
    if not isinstance(schema, Mapping):
        yield "schema must be a JSON Schema of 'type: \"object\"', got 'type: \"None\"'."
        return
    if schema.get("type") != "object" and "$ref" not in schema:
        yield f"schema must be a JSON Schema of 'type: \"object\"', got 'type: \"{schema.get('type')}\"'."
        return
    yield from _below(schema, ())


def _below(schema: Any, context: tuple[str, ...]) -> Iterator[str]:
    if not isinstance(schema, Mapping):
        return
    for name in _NEVER:
        if name in schema:
            yield f"In context={context}, '{name}' is not permitted."
    properties = schema.get("properties")
    properties = properties if isinstance(properties, Mapping) else {}
    kinds = schema.get("type")
    if kinds == "object" or (isinstance(kinds, list) and "object" in kinds):
        if schema.get("additionalProperties") is not False:
            yield f"In context={context}, 'additionalProperties' is required to be supplied and to be false."
        required = schema.get("required")
        required = required if isinstance(required, list) else []
        missing = next((name for name in properties if name not in required), None)
        if missing is not None:
            yield (
                f"In context={context}, 'required' is required to be supplied and to be an array including every key "
                f"in properties. Missing '{missing}'."
            )
    for name, below in properties.items():
        yield from _below(below, (*context, "properties", name))
    yield from _below(schema.get("items"), (*context, "items"))
    for name in _LISTS:
        branches = schema.get(name)
        for index, branch in enumerate(branches if isinstance(branches, list) else ()):
            yield from _below(branch, (*context, name, str(index)))
    for name in _MAPS:
        defined = schema.get(name)
        for key, below in defined.items() if isinstance(defined, Mapping) else ():
            yield from _below(below, (*context, name, key))
