"""The schema of one payload, ready to judge: quickly where all is well, and in detail where it is not."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any, NamedTuple

from conformance.contract.engines import EngineName, Validator, validator
from conformance.contract.json_schema import Compiled, Origin, compile_shape
from conformance.contract.shape import Shape
from conformance.wire.pointer import Path


class Violation(NamedTuple):
    """One keyword that a value breaks: ``path`` leads to the value, ``keyword`` is the compiled one.

    ``expected`` is the keyword's value, ``missing`` the member that is not there (``path`` is the object then);
    ``beside`` is the compiled schema that holds the keyword.
    """

    path: Path
    keyword: str
    value: Any
    expected: Any
    origin: Origin
    missing: str | None = None
    beside: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, eq=False)
class PayloadSchema:
    """``shape`` compiled twice: as the contract says it, and strictly, for what no rule could find fault with."""

    shape: Shape
    engine: EngineName

    @cached_property
    def compiled(self) -> Compiled:
        return compile_shape(self.shape)

    @cached_property
    def _exact(self) -> Validator:
        return validator(self.compiled.schema, self.engine)

    @cached_property
    def _strict(self) -> Validator:
        return validator(compile_shape(self.shape, strict=True).schema, self.engine)

    @cached_property
    def unremarkable(self) -> Callable[[Any], bool]:
        """A function that returns True where a value conforms and no member of it is undeclared, deprecated or a defect's."""
        return self._strict.accepts

    @cached_property
    def unremarkable_as_meant(self) -> Callable[[Any], bool]:
        """As ``unremarkable``, but for what the file itself gets wrong or calls deprecated: that passes."""
        return validator(compile_shape(self.shape, strict=True, intended=True).schema, self.engine).accepts

    def accepts(self, value: Any) -> bool:
        """Return whether ``value`` conforms."""
        return self._exact.accepts(value)

    def violations(self, value: Any) -> tuple[Violation, ...]:
        """Return what ``value`` breaks, in the order of its members; one problem once, however often it is written."""
        found: dict[tuple[Path, str, str | None], Violation] = {}
        for path, location in self._exact.errors(value):
            for violation in self._explained(value, path, location):
                key = (violation.path, violation.keyword, violation.missing)
                known = found.get(key)
                if known is None or (known.origin.subtype and not violation.origin.subtype):
                    found[key] = violation
        if len(found) < 2:
            return tuple(found.values())
        wrong_type = {violation.path for violation in found.values() if violation.keyword == "type"}
        kept = [v for v in found.values() if v.keyword == "type" or v.path not in wrong_type]
        order = _Order(value)
        return tuple(sorted(kept, key=lambda v: (order.of(v.path), v.missing or "", v.keyword)))

    def _explained(self, value: Any, path: Path, location: Path) -> Iterator[Violation]:
        instance = _at(value, path)
        keyword = str(location[-1])
        expected, beside = self._written(location)
        origins = self.compiled.origins
        if keyword not in ("required", "additionalProperties"):
            yield Violation(path, keyword, instance, expected, origins[location], None, beside)
        elif not isinstance(instance, dict):
            return
        elif keyword == "required":
            for name in expected:
                if name not in instance:
                    yield Violation(path, keyword, instance, expected, origins[(*location, name)], missing=name)
        else:
            declared = beside.get("properties", {})
            for name in instance:
                if name not in declared:
                    yield Violation((*path, name), keyword, instance[name], expected, origins[location])

    def _written(self, location: Path) -> tuple[Any, dict[str, Any]]:
        """Return the keyword's value and the compiled schema that holds it, looked up once a keyword."""
        known = self._keywords.get(location)
        if known is None:
            beside = _at(self.compiled.schema, location[:-1])
            known = self._keywords[location] = (beside[location[-1]], beside)
        return known

    @cached_property
    def _keywords(self) -> dict[Path, tuple[Any, dict[str, Any]]]:
        return {}


def _at(value: Any, path: Path) -> Any:
    for token in path:
        value = value[token]
    return value


class _Order:
    """The order of a payload's members; where each stands in its object is looked up once an object."""

    def __init__(self, value: Any) -> None:
        self._value = value
        self._places: dict[int, dict[str, int]] = {}

    def of(self, path: Path) -> tuple[int, ...]:
        """Return a key that sorts paths in the order of the payload's members."""
        order: list[int] = []
        value = self._value
        for token in path:
            if isinstance(token, int):
                order.append(token)
            else:
                places = self._places.get(id(value))
                if places is None:
                    places = self._places[id(value)] = {name: place for place, name in enumerate(value)}
                order.append(places[token])
            value = value[token]
        return tuple(order)
