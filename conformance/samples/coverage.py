"""Which members of the contracts the samples exercise: a suite that grows shows it here."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from conformance.contract.contract import contract
from conformance.contract.shape import Shape
from conformance.exchange import Exchange
from conformance.wire.body import Body

_ELEMENT = "[]"


@dataclass(frozen=True, slots=True)
class Covered:
    """The members of one kind of payload: those that the contracts ``declared``, and those ``exercised`` of them.

    A member is named by its path, ``messages[].role``.
    """

    declared: frozenset[str]
    exercised: frozenset[str]

    def as_json(self) -> dict[str, Any]:
        return {
            "exercised": sorted(self.exercised),
            "not_exercised": sorted(self.declared - self.exercised),
        }


@dataclass
class Coverage:
    """Counts over exchanges, each under the contract of its api-version."""

    _declared: dict[str, set[str]] = field(default_factory=lambda: {"request": set(), "answer": set()})
    _seen: dict[str, set[str]] = field(default_factory=lambda: {"request": set(), "answer": set()})

    def add(self, exchanges: Iterable[Exchange], api_version: str) -> None:
        """Add what ``exchanges`` sent and got with success under ``api_version``."""
        for part in ("request", "answer"):
            self._declared[part] |= _declared(api_version, part)
        for exchange in exchanges:
            request, response = exchange.request, exchange.response
            if request is not None:
                self._seen["request"] |= _members(request.body)
            if response is not None and response.status is not None and response.status < 300:
                self._seen["answer"] |= _members(response.body)

    @property
    def request(self) -> Covered:
        """The members of requests."""
        return self._covered("request")

    @property
    def answer(self) -> Covered:
        """The members of successful answers."""
        return self._covered("answer")

    def __str__(self) -> str:
        """Return the one line of a report: ``7 of 147 request members, 33 of 201 answer members``."""
        counts = ((part, self._covered(part)) for part in ("request", "answer"))
        return ", ".join(f"{len(one.exercised)} of {len(one.declared)} {part} members" for part, one in counts)

    def as_json(self) -> dict[str, Any]:
        """Return what a JSON report lists as ``coverage``."""
        return {part: self._covered(part).as_json() for part in ("request", "answer")}

    def _covered(self, part: str) -> Covered:
        declared = frozenset(self._declared[part])
        return Covered(declared, declared & self._seen[part])


@cache
def _declared(api_version: str, part: str) -> frozenset[str]:
    operation = contract(api_version).operation
    return frozenset(_paths(operation.request.shape if part == "request" else operation.answer.shape, "", frozenset()))


def _paths(shape: Shape, path: str, above: frozenset[Shape]) -> Iterator[str]:
    """Yield the members that ``shape`` declares, in all its branches; one that holds itself is passed through once."""
    if shape in above:
        return
    inside = above | {shape}
    for one in shape.all_shapes():
        for name in one.members:
            yield f"{path}.{name}".lstrip(".")
            below = one.member(name)
            if below is not None:
                yield from _paths(below, f"{path}.{name}", inside)
        if one.items is not None:
            yield from _paths(one.items, path + _ELEMENT, inside)


def _members(body: Body | None) -> set[str]:
    found: set[str] = set()
    todo: list[tuple[str, Any]] = [("", body.value if body is not None and body.problem is None else None)]
    while todo:
        path, value = todo.pop()
        if isinstance(value, dict):
            for name, member in value.items():
                below = f"{path}.{name}".lstrip(".")
                found.add(below)
                todo.append((below, member))
        elif isinstance(value, list):
            todo += [(path + _ELEMENT, element) for element in value]
    return found
