"""Give the symbols of a value their content: under an environment, or as a template where there is none."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, assert_never

from conformance.reading.value import (
    Dump,
    Edited,
    Either,
    FromAnswer,
    Items,
    Joined,
    JsonText,
    Known,
    Members,
    Setting,
    Unknown,
    Value,
)

Environment = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A value that is not known; ``expression`` is how the source writes it."""

    expression: str


def resolve(value: Value, environment: Environment | None = None) -> Any:
    """Return ``value`` as JSON, with Unresolved where it is not known.

    Under an ``environment`` a variable that it does not hold is not set (None); without one every variable is
    unresolved. Members and elements that are not known by name are left out.
    """
    match value:
        case Known(plain):
            return plain
        case Setting(name):
            return Unresolved(f"${name}") if environment is None else environment.get(name)
        case Joined(parts):
            return _joined(value, [resolve(part, environment) for part in parts])
        case Either(first, second):
            found = resolve(first, environment)
            return Unresolved(expression_of(value)) if _is_open(found) else found or resolve(second, environment)
        case Edited(of):
            found = resolve(of, environment)
            return _edited(found, value) if isinstance(found, str) else Unresolved(expression_of(value))
        case Members(entries):
            return {entry.name: resolve(entry.value, environment) for entry in entries}
        case Items(elements):
            return [resolve(element.value, environment) for element in elements]
        case JsonText() | FromAnswer() | Dump() | Unknown():
            return Unresolved(expression_of(value))
        case _:
            assert_never(value)


def template(value: Value, environment: Environment | None = None) -> str | None:
    """Return text in which what is not known stands in braces: ``{AZURE_OPENAI_ENDPOINT}/openai/…``.

    A variable with a default is its default where no ``environment`` is given. None where ``value`` is not a text at all.
    """
    match value:
        case Known(plain):
            return None if plain is None or isinstance(plain, bool) else str(plain)
        case Setting(name):
            return f"{{{name}}}" if environment is None else environment.get(name, "")
        case Joined(parts):
            return "".join(template(part, environment) or f"{{{expression_of(part)}}}" for part in parts)
        case Either(first, second):
            if environment is None:
                return template(second if isinstance(second, Known) and second.value else first)
            found = resolve(first, environment)
            return template(first if _is_open(found) or found else second, environment)
        case Edited(of):
            text = template(of, environment)
            # A variable's name in braces stays itself under a strip, but not in upper case.
            keeps = environment is not None or value.edit.startswith("strip")
            return _edited(text, value) if text is not None and keeps else text
        case _:
            return None


def expression_of(value: Value) -> str:
    """Return ``value`` in a line for a reader: how the source writes it, or what comes near."""
    match value:
        case Known(plain):
            return json.dumps(plain, ensure_ascii=False, default=str)
        case Setting(name):
            return f"${name}"
        case Joined(parts):
            return " + ".join(expression_of(part) for part in parts)
        case Either(first, second):
            return f"{expression_of(first)} or {expression_of(second)}"
        case Edited(of, edit):
            return f"{edit}({expression_of(of)})"
        case Members():
            return "{…}"
        case Items():
            return "[…]"
        case JsonText(of):
            return f"json({expression_of(of)})"
        case FromAnswer(_, path):
            return ".".join(["answer", *map(str, path)])
        case Dump(of):
            return f"json({expression_of(of)})"
        case Unknown(expression):
            return expression
        case _:
            assert_never(value)


def is_decided(value: Value) -> bool:
    """Whether ``value`` is known once the environment is: nothing of it comes from an answer or is unknown."""
    match value:
        case Known() | Setting():
            return True
        case Joined(parts):
            return all(map(is_decided, parts))
        case Either(first, second):
            return is_decided(first) and is_decided(second)
        case Edited(of) | JsonText(of):
            return is_decided(of)
        case Members(entries, more):
            return more is None and all(is_decided(entry.value) for entry in entries)
        case Items(elements, more):
            return more is None and all(is_decided(element.value) for element in elements)
        case FromAnswer() | Dump() | Unknown():
            return False
        case _:
            assert_never(value)


def _joined(value: Value, parts: list[Any]) -> str | Unresolved:
    if any(_is_open(part) for part in parts):
        return Unresolved(expression_of(value))
    return "".join("" if part is None else str(part) for part in parts)


def _edited(text: str, edited: Edited) -> str:
    match edited.edit:
        case "strip":
            return text.strip(edited.characters)
        case "strip-left":
            return text.lstrip(edited.characters)
        case "strip-right":
            return text.rstrip(edited.characters)
        case "lower":
            return text.lower()
        case "upper":
            return text.upper()


def _is_open(value: Any) -> bool:
    return isinstance(value, Unresolved | dict | list)
