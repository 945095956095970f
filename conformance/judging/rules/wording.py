"""Say in one sentence which keyword of the contract is broken, and what to write instead."""

import json
from decimal import Decimal
from typing import Any

from conformance.contract.other_versions import spelled_out, versions_listing
from conformance.contract.payload_schema import Violation
from conformance.contract.shape import json_type
from conformance.errors import nearest
from conformance.judging.rules.judgement import Payload

_KINDS = {
    "object": "an object",
    "array": "an array",
    "string": "a string",
    "number": "a number",
    "integer": "an integer",
    "boolean": "true or false",
    "null": "null",
}


_COUNTED = {
    **dict.fromkeys(("minItems", "maxItems"), "elements"),
    **dict.fromkeys(("minLength", "maxLength"), "characters"),
    **dict.fromkeys(("minProperties", "maxProperties"), "members"),
}
_FEW = 6  # as many names as a sentence holds


def says_what_breaks(violation: Violation, payload: Payload, api_version: str) -> str:
    """Return what is wrong and what ``api_version`` wants, without a full stop."""
    name = _name(violation, payload)
    if violation.missing is not None:
        alike = nearest(violation.missing, payload.undeclared_at(violation.path))
        hint = f" (`{alike[0]}` is there)" if alike else ""
        return f"{name} has no `{violation.missing}`{hint}; {api_version} requires it{_of_whom(violation)}"
    wanted = _wanted(violation)
    return f"{name} is {_shown(violation, payload)}; {api_version} expects {wanted}{_listed_by(violation, payload)}"


def _listed_by(violation: Violation, payload: Payload) -> str:
    """Return which other versions take the value, of a request's enum: role `developer` came late."""
    if violation.keyword != "enum" or payload.part != "request":
        return ""
    versions = versions_listing("request", payload.value, violation.path, None)
    return f"; {spelled_out(versions)}" if versions else ""


def suggestion_for(violation: Violation) -> str | None:
    """Return what to write instead, or None where nothing tells."""
    if violation.missing is not None:
        return violation.missing
    if violation.keyword == "enum" and isinstance(violation.value, str):
        names = nearest(violation.value, [value for value in violation.expected if isinstance(value, str)])
        return names[0] if names else None
    if violation.keyword in ("minimum", "maximum"):
        return str(violation.expected)
    if violation.keyword == "type" and isinstance(violation.value, str):
        return _retyped(violation.value, violation.expected)
    return None


def _retyped(text: str, types: list[str]) -> str | None:
    """Return a string's content where it is the very value that is wanted, in quotes by mistake."""
    try:
        value = json.loads(text, parse_float=Decimal)
    except ValueError:
        return None
    return text if value is not None and json_type(value) in types else None


def _name(violation: Violation, payload: Payload) -> str:
    if not violation.path:
        return "the request" if payload.part == "request" else "the chunk" if payload.chunk else "the answer"
    if isinstance(violation.path[-1], int):
        parents = [token for token in violation.path if isinstance(token, str)]
        return f"`{parents[-1]}[{violation.path[-1]}]`" if parents else f"element {violation.path[-1]}"
    return f"`{violation.path[-1]}`"


def _shown(violation: Violation, payload: Payload) -> str:
    value = violation.value
    if violation.keyword in _COUNTED:
        return f"of {len(value)} {_COUNTED[violation.keyword]}"
    if isinstance(value, dict | list) and violation.keyword == "type":
        return _KINDS[json_type(value)]
    return payload.written(violation.path)


def _wanted(violation: Violation) -> str:
    expected: Any = violation.expected
    match violation.keyword:
        case "type":
            types = [expected] if isinstance(expected, str) else list(expected)
            return " or ".join(_KINDS[name] + (_of_what(violation) if name == "object" else "") for name in types)
        case "enum":
            values = ", ".join("null" if value is None else f"`{value}`" for value in expected)
            names = (
                nearest(violation.value, [v for v in expected if isinstance(v, str)])
                if isinstance(violation.value, str)
                else []
            )
            return (f"one of {values}" if len(expected) > 1 else values) + (
                f"; did you mean `{names[0]}`?" if names else ""
            )
        case "minimum":
            return f"at least {expected}"
        case "maximum":
            return f"at most {expected}"
        case "minItems" | "minLength" | "minProperties":
            return f"at least {expected}"
        case "maxItems" | "maxLength" | "maxProperties":
            return f"at most {expected}"
        case "exclusiveMinimum":
            return f"more than {expected}"
        case "exclusiveMaximum":
            return f"less than {expected}"
        case "multipleOf":
            return f"a multiple of {expected}"
        case "additionalProperties":
            return "no such member"
        case "pattern":
            return f"what matches {expected}"
        case "oneOf" | "anyOf":
            return "one of the forms that the contract lists there"
        case _:
            return f"{violation.keyword} {expected}"


def _of_what(violation: Violation) -> str:
    """Return which members an object has to hold, else which it may, as far as the contract says."""
    names = violation.beside.get("required") or list(violation.beside.get("properties", ()))
    return f" with {', '.join(f'`{name}`' for name in names[:_FEW])}" if 0 < len(names) <= _FEW else ""


def _of_whom(violation: Violation) -> str:
    for tag in ("role", "type"):
        value = violation.value.get(tag) if isinstance(violation.value, dict) else None
        if isinstance(value, str):
            return f" of `{tag}` `{value}`"
    return ""
