"""Why a request body is refused, in the words that the service had at the time of the api-version.

Versions before 2024-08-01-preview speak as ``jsonschema`` does (quarkiverse/quarkus-langchain4j#285,
microsoft/AICentral#111, openinterpreter/openinterpreter#115, Azure/azure-sdk-for-net#40645). From that version on
(run-llama/llama_index#17731) errors have a code. That the api-version decides, and at this one, is assumed; so are
the kinds of error that no report shows: they are worded as OpenAI's own endpoint words them.
"""

import json
from decimal import Decimal
from typing import Any, Final

from conformance.contract.contract import Operation
from conformance.contract.json_schema import INTEGER_FORMATS
from conformance.contract.payload_schema import Violation
from conformance.contract.shape import json_type
from conformance.contract.walk import observe
from conformance.emulator.models import Model
from conformance.emulator.refusal import SERVER_ERROR, Refusal, invalid
from conformance.emulator.service_checks import meant_wrongly, too_early
from conformance.wire.pointer import Path

FIRST_WITH_CODES: Final = "2024-08-01-preview"
_FIRST_TO_FAIL_WITHOUT_MESSAGES: Final = "2025-03-01-preview"
_LONGEST_ECHO: Final = 100
_ARTICLES: Final = {
    "array": "an array", "boolean": "a boolean", "integer": "an integer", "null": "null", "number": "a decimal number",
    "object": "an object", "string": "a string",
}  # fmt: skip
_SEED_LOW, _SEED_HIGH = INTEGER_FORMATS["int64"]
# keyword: (code, what is wrong, what is expected) for integers, decimals and strings alike
_BOUNDS: Final = {
    "minimum": ("below_min_value", "below minimum value", "a value >= {}"),
    "exclusiveMinimum": ("below_min_value", "below minimum value", "a value > {}"),
    "maximum": ("above_max_value", "above maximum value", "a value <= {}"),
    "exclusiveMaximum": ("above_max_value", "above maximum value", "a value < {}"),
    "minLength": ("below_min_length", "too short", "a string with minimum length {}"),
    "maxLength": ("above_max_length", "too long", "a string with maximum length {}"),
    "minItems": ("below_min_length", "too short", "an array with minimum length {}"),
    "maxItems": ("above_max_length", "too long", "an array with maximum length {}"),
    "minProperties": ("below_min_properties", "too small", "an object with at least {} members"),
    "maxProperties": ("above_max_properties", "too large", "an object with at most {} members"),
}
_OLD_WORDS: Final = {
    "type": "is not of type {}",
    "enum": "is not one of {}",
    "minimum": "is less than the minimum of {}",
    "maximum": "is greater than the maximum of {}",
    "minItems": "is too short",
    "maxItems": "is too long",
    "minLength": "is too short",
    "maxLength": "is too long",
    "pattern": "does not match {}",
}


def complaint(value: Any, operation: Operation, model: Model, detailed: bool = True) -> Refusal | None:
    """Return the refusal of body ``value`` to ``model``, or None where the service takes it.

    Without ``detailed`` the refusal does not say what is wrong: finding it takes long in a large body.
    """
    schema = operation.request
    codes = not operation.contract.dated or operation.contract.api_version >= FIRST_WITH_CODES
    if isinstance(value, dict) and "seed" in value and "seed" in schema.shape.members:
        refusal = _about_seed(value["seed"])
        if refusal is not None:
            return refusal
    if isinstance(value, dict):
        if "messages" in value and value["messages"] is None and _fails_without_messages(operation):
            return SERVER_ERROR
        refusal = too_early(value, operation)
        if refusal is not None:
            return refusal
    if schema.unremarkable(value) or (refusal := _breach(value, operation, codes, detailed)) is None:
        return meant_wrongly(value, model, codes)
    return refusal


def _fails_without_messages(operation: Operation) -> bool:
    """Whether null ``messages`` are answered by a 500: so recorded on 2025-03-01-preview (Azure/azure-sdk-for-python#40812).

    That later dated versions do the same is assumed; v1 is not known to, and refuses them as it does other wrong types.
    """
    known = operation.contract
    return known.dated and known.api_version >= _FIRST_TO_FAIL_WITHOUT_MESSAGES


def _breach(value: Any, operation: Operation, codes: bool, detailed: bool) -> Refusal | None:
    """Return the refusal of a body that breaks its contract, or None."""
    schema = operation.request
    if not detailed:
        unknown = any(observation.kind == "undeclared" for observation in observe(value, schema.shape))
        return invalid("The request body does not conform.") if unknown or not schema.accepts(value) else None
    unknown_paths = [seen.path for seen in observe(value, schema.shape) if seen.kind == "undeclared"]
    if unknown_paths:
        return _unknown(unknown_paths, codes)
    violation = next(iter(schema.violations(value)), None)
    if violation is None:
        return None
    return _coded(violation) if codes else _uncoded(violation)


def _about_seed(seed: Any) -> Refusal | None:
    """Return the refusal of a ``seed`` that is no 64-bit integer (OpenAI's own endpoint; for Azure assumed)."""
    if seed is None:
        return None
    if isinstance(seed, bool) or not isinstance(seed, int):
        got = "a decimal number" if isinstance(seed, Decimal) else _ARTICLES[json_type(seed)]
        return invalid(f"Invalid type for 'seed': expected an integer, but got {got} instead.", "seed", "invalid_type")
    for beyond, code, wrong, bound in (
        (seed > _SEED_HIGH, "integer_above_max_value", "above maximum", f"<= {_SEED_HIGH}"),
        (seed < _SEED_LOW, "integer_below_min_value", "below minimum", f">= {_SEED_LOW}"),
    ):
        if beyond:
            message = f"Invalid 'seed': integer {wrong} value. Expected a value {bound}, but got {_echo(seed)} instead."
            return invalid(message, "seed", code)
    return None


def _unknown(paths: list[Path], codes: bool) -> Refusal:
    if codes:
        name = _bracketed(paths[0])
        return invalid(f"Unknown parameter: '{name}'.", name, "unknown_parameter")
    top = [str(path[0]) for path in paths if len(path) == 1]
    if top:
        return invalid(f"Unrecognized request argument{'s' if len(top) > 1 else ''} supplied: {', '.join(top)}")
    # openai/openai-node#1161 (2024-05-01-preview): all that are unknown in the first object
    parent = paths[0][:-1]
    unknown = [f"'{path[-1]}'" for path in paths if path[:-1] == parent]
    were = "was" if len(unknown) == 1 else "were"
    return invalid(
        f"Additional properties are not allowed ({', '.join(unknown)} {were} unexpected) - '{_dotted(parent)}'"
    )


def _uncoded(violation: Violation) -> Refusal:
    place = f" - '{_dotted(violation.path)}'" if violation.path else ""
    if violation.missing is not None:
        return invalid(f"'{violation.missing}' is a required property{place}")
    expected = violation.expected
    if violation.keyword == "type" and isinstance(expected, list):
        expected = ", ".join(f"'{name}'" for name in expected)
    words = _OLD_WORDS.get(violation.keyword, "is not valid under any of the given schemas").format(expected)
    value = violation.value
    shown = f"'{value[:_LONGEST_ECHO]}'" if isinstance(value, str) else _echo(value)
    return invalid(f"{shown} {words}{place}")


def _coded(violation: Violation) -> Refusal:
    name = _bracketed(violation.path)
    keyword, expected, value = violation.keyword, violation.expected, violation.value
    if violation.missing is not None:
        name = _bracketed((*violation.path, violation.missing))
        return invalid(f"Missing required parameter: '{name}'.", name, "missing_required_parameter")
    kind = json_type(value)
    if keyword == "type":
        wanted = " or ".join(_ARTICLES[one] for one in expected)
        subject = f"'{name}'" if name else "the body"
        message = f"Invalid type for {subject}: expected {wanted}, but got {_ARTICLES[kind]} instead."
        return invalid(message, name or None, "invalid_type")
    if keyword == "enum":
        listed = _listed([f"'{one}'" for one in expected if one is not None])
        return invalid(f"Invalid value: {_quoted(value)}. Supported values are: {listed}.", name, "invalid_value")
    if keyword in _BOUNDS:
        code, wrong, bound = _BOUNDS[keyword]
        kind = "decimal" if kind == "number" else kind
        got = _echo(value) if kind in ("integer", "decimal") else f"one with length {len(value)}"
        message = f"Invalid '{name}': {kind} {wrong}. Expected {bound.format(expected)}, but got {got} instead."
        return invalid(message, name, f"{kind}_{code}")
    return invalid(f"Invalid value for '{name}'.", name, "invalid_value")


def _listed(names: list[str]) -> str:
    """Return a list as the service writes it (run-llama/llama_index#17748): ``'a', 'b', and 'c'``."""
    if len(names) < 3:
        return " and ".join(names)
    return ", ".join(names[:-1]) + f", and {names[-1]}"


def _bracketed(path: Path) -> str:
    return "".join(f"[{token}]" if isinstance(token, int) else f".{token}" for token in path).removeprefix(".")


def _dotted(path: Path) -> str:
    return ".".join(map(str, path))


def _quoted(value: Any) -> str:
    return f"'{value[:_LONGEST_ECHO]}'" if isinstance(value, str) else _echo(value)


def _echo(value: Any) -> str:
    """Return ``value`` as JSON, cut where it is long."""
    text = str(value) if isinstance(value, Decimal) else json.dumps(value, default=str)
    return text if len(text) <= _LONGEST_ECHO else text[:_LONGEST_ECHO] + "..."
