"""An instance of a JSON Schema, the same for the same numbers: what a tool is called with, what a format is filled with.

Keywords that say what a value consists of are followed; the others (``not``, ``if``, ``uniqueItems`` …) are left to
chance, and a validator decides. The meaning of ``format`` is that of draft 2020-12.
"""

import json
import random
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from conformance.emulator.merging import Unsatisfiable, merged, resolved
from conformance.emulator.scalars import number_for, string_for

_TRIES: Final = 24
_SHALLOW: Final = 4  # below it, only what must be there
_DEEPEST: Final = 48
_LARGEST: Final = 4_000  # values in one instance
_USUALLY_LONGEST: Final = 2  # elements more than there must be
_TYPES: Final = ("object", "array", "string", "integer", "number", "boolean", "null")
_IMPLIED: Final = {
    "object": ("properties", "required", "additionalProperties", "minProperties"),
    "array": ("items", "prefixItems", "minItems", "maxItems", "contains"),
    "string": ("pattern", "format", "minLength", "maxLength"),
    "number": ("minimum", "maximum", "multipleOf", "exclusiveMinimum", "exclusiveMaximum"),
}
_MISSING: Final = object()
# What a keyword with a value of the wrong kind leads to: the schema is somebody else's.
_ILL_FORMED: Final = (TypeError, ValueError, KeyError, AttributeError, OverflowError, RecursionError)


def instance_of(schema: Any, numbers: bytes) -> Any:
    """Return an instance of ``schema`` that ``numbers`` choose; raises Unsatisfiable where none was found.

    A ``$ref`` is followed inside the schema only.
    """
    root = plain(schema)
    accepts = checked(json.dumps(root))
    for attempt in range(_TRIES):
        chance = random.Random(numbers + attempt.to_bytes(1, "big"))  # noqa: S311 - it has to repeat
        try:
            value = _Generator(root, chance, sparse=attempt >= _TRIES // 2).value(root, 0)
        except (Unsatisfiable, *_ILL_FORMED):
            continue
        if accepts(value):
            return value
    raise Unsatisfiable


@lru_cache(maxsize=64)
def checked(schema: str) -> Callable[[Any], bool]:
    """Return what says whether a value conforms to the JSON text ``schema``; raises Unsatisfiable where it is no schema.

    Nothing is ever fetched: a reference to another document makes it no schema.
    """
    import jsonschema_rs

    try:
        return jsonschema_rs.Draft202012Validator(json.loads(schema), validate_formats=False, retriever=_none).is_valid
    except Exception:
        raise Unsatisfiable from None


def _none(uri: str) -> Any:
    raise LookupError(uri)


def plain(value: Any) -> Any:
    """Return JSON with ints and floats, as validators want them, in place of exact decimals."""
    if isinstance(value, dict):
        return {name: plain(member) for name, member in value.items()}
    if isinstance(value, list):
        return [plain(element) for element in value]
    if isinstance(value, Decimal):
        try:
            return float(value)
        except OverflowError:
            return float("1e308")
    return value


class _Generator:
    def __init__(self, root: Any, chance: random.Random, sparse: bool) -> None:
        self._root = root
        self._chance = chance
        self._sparse = sparse
        self._left = _LARGEST

    def value(self, schema: Any, depth: int) -> Any:
        """Return a value for ``schema``; raises Unsatisfiable."""
        self._left -= 1
        if self._left < 0 or depth > _DEEPEST or schema is False:
            raise Unsatisfiable
        if not isinstance(schema, Mapping):
            return self._chance.choice(("something", 1, True))
        schema = self._chosen(schema, depth)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return self._one_of(schema["enum"])
        kind = self._kind(schema)
        if kind == "object":
            return self._object(schema, depth)
        if kind == "array":
            return self._array(schema, depth)
        if kind == "string":
            return string_for(schema, self._chance)
        if kind in ("integer", "number"):
            return number_for(schema, kind == "integer", self._chance)
        return None if kind == "null" else self._chance.random() < 0.5

    def _chosen(self, schema: Mapping[str, Any], depth: int) -> Mapping[str, Any]:
        """Return ``schema`` with its references followed and its branches chosen."""
        for _ in range(_DEEPEST):
            if "$ref" in schema:
                rest = {name: value for name, value in schema.items() if name != "$ref"}
                schema = merged(resolved(self._root, schema["$ref"]), rest)
            elif "allOf" in schema:
                rest = {name: value for name, value in schema.items() if name != "allOf"}
                for one in schema["allOf"]:
                    rest = dict(merged(one, rest))
                schema = rest
            elif "anyOf" in schema or "oneOf" in schema:
                name = "anyOf" if "anyOf" in schema else "oneOf"
                branches = [one for one in schema[name] if one is not False]
                rest = {other: value for other, value in schema.items() if other != name}
                if depth > _SHALLOW:
                    branches.sort(key=_weight)
                    branches = branches[:1]
                schema = merged(self._one_of(branches), rest)
            else:
                return schema
        raise Unsatisfiable

    def _kind(self, schema: Mapping[str, Any]) -> str:
        types = schema.get("type")
        if isinstance(types, str):
            return types
        if isinstance(types, list):
            some = [one for one in types if one != "null"]
            return str(self._one_of(some if some and self._chance.random() < 0.8 else types))
        implied = next((kind for kind, names in _IMPLIED.items() if any(name in schema for name in names)), None)
        return implied or "string"

    def _object(self, schema: Mapping[str, Any], depth: int) -> dict[str, Any]:
        properties = _mapping(schema.get("properties"))
        required = [name for name in schema.get("required", ()) if isinstance(name, str)]
        extra = schema.get("additionalProperties", True)
        most = schema.get("maxProperties", len(properties) + len(required))
        value: dict[str, Any] = {}
        for name in dict.fromkeys((*properties, *required)):
            optional = name not in required
            if optional and (self._sparse or depth >= _SHALLOW or len(value) >= most or self._chance.random() < 0.3):
                continue
            try:
                value[name] = self.value(properties.get(name, extra), depth + 1)
            except Unsatisfiable:
                if not optional:
                    raise
        for number in range(schema.get("minProperties", 0) * 2):
            if len(value) >= schema["minProperties"]:
                break
            missing = next((name for name in properties if name not in value), None)
            name = missing or f"member{number + 1}"
            value[name] = self.value(properties[name] if missing else extra, depth + 1)
        return value

    def _array(self, schema: Mapping[str, Any], depth: int) -> list[Any]:
        fewest = int(schema.get("minItems", 0))
        most = int(schema.get("maxItems", fewest + _USUALLY_LONGEST))
        wanted = (
            fewest if depth >= _SHALLOW else max(fewest, min(most, fewest + self._chance.randint(0, 2), 1 + fewest))
        )
        if wanted > most or wanted > self._left:
            raise Unsatisfiable
        first = schema.get("prefixItems", [])
        items = schema.get("items", True)
        value: list[Any] = []
        for index in range(wanted):
            try:
                value.append(self.value(first[index] if index < len(first) else items, depth + 1))
            except Unsatisfiable:
                if index < fewest:
                    raise
                break
        needed = schema.get("contains", _MISSING)
        if needed is not _MISSING:
            found = [self.value(needed, depth + 1) for _ in range(min(int(schema.get("minContains", 1)), self._left))]
            value = value[: max(0, most - len(found))] + found
        return value

    def _one_of(self, values: list[Any]) -> Any:
        if not values:
            raise Unsatisfiable
        return self._chance.choice(values)


def _weight(schema: Any) -> int:
    """Return how much there is likely to be below a branch, so that a recursion ends."""
    if not isinstance(schema, Mapping) or "const" in schema or "enum" in schema or schema.get("type") == "null":
        return 0
    if "$ref" in schema or "anyOf" in schema or "oneOf" in schema or "allOf" in schema:
        return 4
    return {"object": 3, "array": 2}.get(str(schema.get("type")), 1)


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
