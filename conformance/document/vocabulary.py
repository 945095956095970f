"""The members of requests and answers by their names, as prose calls them."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from conformance.contract.catalog import catalog
from conformance.contract.contract import Contract, contract
from conformance.contract.shape import Shape
from conformance.finding import SpecPlace


@dataclass(frozen=True, eq=False)
class Declared:
    """How one api-version declares a member at the top of a request or an answer; ``place`` is where."""

    part: Literal["request", "answer"]
    shape: Shape
    required: bool
    place: SpecPlace


def declared(name: str, api_version: str) -> Declared | None:
    """Return how ``api_version`` declares ``name`` at the top of a request, else of an answer; None where it does not."""
    known = contract(api_version)
    for part, payload in (("request", known.operation.request), ("answer", known.operation.answer)):
        for shape in payload.shape.all_shapes():
            if name in shape.members:
                member = shape.members[name]
                found = shape.shapes.of(member.pointers)
                where: Literal["request", "answer"] = "request" if part == "request" else "answer"
                return Declared(where, found, name in shape.required, place_of(known, member.pointers[0]))
    return None


def place_of(known: Contract, pointer: str) -> SpecPlace:
    """Return ``pointer`` of a contract as a place with line and column."""
    found = known.line_column(pointer)
    return SpecPlace(known.file, pointer, found.line if found else None, found.column if found else None)


def versions_declaring(name: str) -> tuple[str, ...]:
    """Return the dated api-versions that declare ``name`` at the top of a request or an answer, oldest first."""
    return tuple(version for version in catalog().dated_with_chat if declared(name, version) is not None)


@cache
def names_of_members() -> frozenset[str]:
    """Return the names of all members that a request or an answer has at its top, in any api-version."""
    return frozenset(
        name
        for version in catalog().with_chat
        for payload in (contract(version).operation.request, contract(version).operation.answer)
        for shape in payload.shape.all_shapes()
        for name in shape.members
    )


@cache
def names_at_any_depth() -> frozenset[str]:
    """Return the names of all members of requests and answers, at any depth, in any api-version."""
    found: set[str] = set()
    for version in catalog().with_chat:
        operation = contract(version).operation
        seen: set[Shape] = set()
        for payload in (operation.request, operation.answer):
            _gather(payload.shape, found, seen)
    return frozenset(found)


def _gather(shape: Shape, names: set[str], seen: set[Shape]) -> None:
    todo = [shape]
    while todo:
        one = todo.pop()
        if one in seen:
            continue
        seen.add(one)
        names.update(one.members)
        todo += [member for name in one.members if (member := one.member(name)) is not None]
        todo += [below for below in (one.items, one.additional) if below is not None]
        todo += [branch.shape for group in one.groups for branch in group.branches]
