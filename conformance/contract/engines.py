"""The two JSON Schema engines behind one small interface: which keyword of the compiled schema breaks, and where.

``jsonschema`` defines what is right; ``jsonschema-rs`` is the fast one. Where they differ the difference is settled here.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, Final, Literal, Protocol

from conformance.wire.pointer import Path

EngineName = Literal["jsonschema", "jsonschema-rs"]
DEFAULT: Final[EngineName] = "jsonschema-rs"


# No contract has a bound of so many digits.
_DIGITS: Final = 400


class Validator(Protocol):
    """One compiled schema, ready to judge values as ``read_json`` makes them."""

    def accepts(self, value: Any) -> bool:
        """Return whether ``value`` conforms."""

    def errors(self, value: Any) -> Iterator[tuple[Path, Path]]:
        """Yield where in ``value`` and which keyword of the schema (path of tokens below ``$defs``)."""


def validator(schema: dict[str, Any], engine: EngineName) -> Validator:
    """Return ``schema`` compiled by ``engine``; the library is imported only now."""
    return Reference(schema) if engine == "jsonschema" else Fast(schema)


class Fast:
    """``jsonschema-rs``."""

    def __init__(self, schema: dict[str, Any]) -> None:
        import jsonschema_rs

        self._schema = schema
        self._locations: dict[tuple[str | int, ...], Path] = {}
        self._validator = jsonschema_rs.Draft202012Validator(schema, validate_formats=False)

    def accepts(self, value: Any) -> bool:
        try:
            return self._validator.is_valid(value)
        except (ValueError, UnicodeError):
            return self._validator.is_valid(_plain(value))

    def errors(self, value: Any) -> Iterator[tuple[Path, Path]]:
        found: list[tuple[Path, Path]] = []
        for error in self._iterated(value):
            path = _along(value, error.instance_path)
            if path is None:
                return self._errors_beside_an_empty_key(value)
            found.append((path, self._location(error)))
        return iter(found)

    def _errors_beside_an_empty_key(self, value: Any) -> Iterator[tuple[Path, Path]]:
        stand_in = _stand_in(value)
        renamed = _renamed(value, stand_in)
        for error in self._iterated(renamed):
            path = _along(renamed, error.instance_path) or ()
            yield tuple("" if token == stand_in else token for token in path), self._location(error)

    def _iterated(self, value: Any) -> list[Any]:
        try:
            return list(self._validator.iter_errors(value))
        except (ValueError, UnicodeError):
            return list(self._validator.iter_errors(_plain(value)))

    def _location(self, error: Any) -> Path:
        """Return the way to the keyword; there are as many as the schema has keywords."""
        raw = tuple(error.schema_path)
        known = self._locations.get(raw)
        if known is None:
            known = self._locations[raw] = _named(self._schema, raw)
        return known


class Reference:
    """``jsonschema``."""

    def __init__(self, schema: dict[str, Any]) -> None:
        from jsonschema import Draft202012Validator
        from jsonschema.validators import extend

        checker = Draft202012Validator.TYPE_CHECKER.redefine("integer", _is_integer)
        self._schema = schema
        # types-jsonschema declares extend() without annotations.
        settled: Any = extend(Draft202012Validator, {"pattern": _pattern}, type_checker=checker)  # type: ignore[no-untyped-call]
        self._validator = settled(schema)

    def accepts(self, value: Any) -> bool:
        return bool(self._validator.is_valid(value))

    def errors(self, value: Any) -> Iterator[tuple[Path, Path]]:
        for error in self._validator.iter_errors(value):
            yield tuple(error.absolute_path), self._resolved(tuple(error.absolute_schema_path))

    def _resolved(self, path: Path) -> Path:
        """Return ``path`` from the last definition on: jsonschema leaves the ``$ref`` that it followed out of it."""
        place: Path = ()
        node: Any = self._schema
        for token in path:
            while isinstance(node, dict) and "$ref" in node:
                place = ("$defs", node["$ref"].rpartition("/")[2])
                node = self._schema["$defs"][place[1]]
            place = (*place, token)
            node = node[token]
        return place


def _pattern(_: Any, pattern: str, instance: Any, __: Any) -> Iterator[Any]:
    """Judge ``pattern`` as ECMA-262 means it; ``jsonschema`` takes it for one of Python's."""
    from jsonschema import ValidationError

    from conformance.contract.ecma_pattern import ecma_pattern

    if isinstance(instance, str) and not ecma_pattern(pattern).search(instance):
        yield ValidationError(f"does not match {pattern}")


def _is_integer(_: Any, value: Any) -> bool:
    if isinstance(value, Decimal):
        return value == value.to_integral_value()
    return isinstance(value, int) and not isinstance(value, bool)


def _named(value: Any, path: Sequence[str | int]) -> Path:
    """Return ``path`` with names as text: jsonschema-rs makes an index of the member ``"1"`` of an object."""
    tokens: list[str | int] = []
    for token in path:
        tokens.append(str(token) if isinstance(value, dict) else token)
        value = value[tokens[-1]]
    return tuple(tokens)


def _along(value: Any, path: Sequence[str | int]) -> Path | None:
    """Return ``path`` with names as text, None where it may not be whole: jsonschema-rs leaves an empty key out of it.

    Up to there it is right, and it ends or goes wrong at the object that has the empty key.
    """
    tokens: list[str | int] = []
    for token in path:
        if isinstance(value, dict):
            if "" in value:
                return None
            token = str(token)
        tokens.append(token)
        value = value[token]
    return None if isinstance(value, dict) and "" in value else tuple(tokens)


def _stand_in(value: Any) -> str:
    """Return a key to stand for the empty one: one that no object of ``value`` has."""
    names: set[str] = set()
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if type(one) is dict:
            names.update(one)
            waiting.extend(one.values())
        elif type(one) is list:
            waiting.extend(one)
    stand_in = "(empty)"
    while stand_in in names:
        stand_in += "."
    return stand_in


def _renamed(value: Any, stand_in: str) -> Any:
    if isinstance(value, dict):
        return {name or stand_in: _renamed(member, stand_in) for name, member in value.items()}
    return [_renamed(element, stand_in) for element in value] if isinstance(value, list) else value


def _plain(value: Any) -> Any:
    """Replace what jsonschema-rs cannot hold by its like: lone surrogates, and numbers of thousands of digits."""
    if isinstance(value, Decimal) and len(value.as_tuple().digits) > _DIGITS:
        short = Decimal(1).scaleb(min(max(value.adjusted(), -_DIGITS), _DIGITS)).copy_sign(value)
        return short if value == value.to_integral_value() else short.to_integral_value() + Decimal("0.5")
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {_plain(name): _plain(member) for name, member in value.items()}
    if isinstance(value, list):
        return [_plain(element) for element in value]
    return value
