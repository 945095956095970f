"""The members of requests and answers by their names, as prose calls them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from conformance.contract.catalog import catalog
from conformance.contract.contract import Contract, contract
from conformance.contract.shape import Shape
from conformance.finding import SpecPlace


@dataclass(frozen=True, eq=False)
class Declared:
    """How one api-version declares a member of a request or an answer, at its ``top`` or deeper."""

    part: Literal["request", "answer"]
    shape: Shape
    required: bool
    contract: Contract
    pointer: str
    top: bool = True

    @property
    def place(self) -> SpecPlace:
        """Where the contract declares it."""
        return self.contract.place(self.pointer)

    @property
    def official(self) -> bool:
        """Whether the official file declares it, and not only an amendment."""
        return self.contract.shapes.original.has(self.pointer)

    @property
    def types(self) -> frozenset[str]:
        """The JSON types that are accepted, null aside; ``integer`` only where no other number is."""
        found = types_of(self.shape) - {"null"}
        return found - {"integer"} if "number" in found else found


def types_of(shape: Shape) -> frozenset[str]:
    """Return the JSON types that a shape and its branches accept."""
    found = shape.types
    for group in shape.groups:
        branches = [types_of(branch.shape) for branch in group.branches]
        if branches:
            found &= frozenset().union(*branches)
    return found


def declared(name: str, api_version: str) -> Declared | None:
    """Return how ``api_version`` declares ``name`` at the top of a request, else of an answer; None where it does not."""
    return next((one for one in everywhere(api_version).get(name, ()) if one.top), None)


def declared_anywhere(name: str, api_version: str) -> tuple[Declared, ...]:
    """Return each way in which ``api_version`` declares ``name``: at the top alone where it stands there."""
    found = everywhere(api_version).get(name, ())
    return tuple(one for one in found if one.top)[:1] or found


@cache
def versions_declaring(name: str, *, official: bool = False) -> tuple[str, ...]:
    """Return the dated api-versions that declare ``name`` in a request or an answer, oldest first.

    A name that any version has at the top is looked for there only. With ``official``, what only an amendment adds to
    a file does not count.
    """
    top = name in names_of_members()
    return tuple(
        version
        for version in catalog().dated_with_chat
        if any(way.official or not official for way in (_at_top if top else declared_anywhere)(name, version))
    )


@cache
def names_of_members() -> frozenset[str]:
    """Return the names of all members that a request or an answer has at its top, in any api-version."""
    return frozenset(
        name for version in catalog().with_chat for payload in _payloads(version).values() for name in _members(payload)
    )


def _members(payload: Shape) -> Iterator[str]:
    """Yield the names that a payload has at its top."""
    for shape in payload.all_shapes():
        yield from shape.members


def _at_top(name: str, api_version: str) -> Iterator[Declared]:
    """Yield the way in which ``api_version`` declares ``name`` at the top: what is deeper is not looked through."""
    known = contract(api_version)
    for part, payload in _payloads(api_version).items():
        for shape in payload.all_shapes():
            member = shape.members.get(name)
            if member is not None:
                below = shape.shapes.of(member.pointers)
                yield Declared(part, below, name in shape.required, known, member.pointers[0])
                return


def names_at_any_depth() -> frozenset[str]:
    """Return the names of all members of requests, answers and their pieces, at any depth, in any api-version."""
    return _written()[0]


def listed_values() -> frozenset[str]:
    """Return the text of every value that an enum lists, in any api-version."""
    return _written()[1]


@cache
def _written() -> tuple[frozenset[str], frozenset[str]]:
    """Return the names of properties and the values of enums in all slices, which hold what a chat call reaches and no more.

    The files are read as JSON: to compile the contracts of all versions for their names takes five times as long.
    """
    names: set[str] = set()
    values: set[str] = set()
    for version in catalog().with_chat:
        todo: list[Any] = [catalog().file(version).tree]
        while todo:
            node = todo.pop()
            if isinstance(node, list):
                todo += node
            elif isinstance(node, dict):
                properties, enum = node.get("properties"), node.get("enum")
                names.update(properties if isinstance(properties, dict) else ())
                values.update(value for value in (enum if isinstance(enum, list) else ()) if isinstance(value, str))
                todo += node.values()
    return frozenset(names), frozenset(values)


@cache
def everywhere(api_version: str) -> dict[str, tuple[Declared, ...]]:
    """Return how ``api_version`` declares each member of requests and answers, at any depth, the top first."""
    known = contract(api_version)
    found: dict[str, list[Declared]] = {}
    for part, payload in _payloads(api_version).items():
        top = set(payload.all_shapes())
        for shape in _shapes(payload):
            for name, member in shape.members.items():
                below = shape.shapes.of(member.pointers)
                needed, pointer = name in shape.required, member.pointers[0]
                found.setdefault(name, []).append(Declared(part, below, needed, known, pointer, shape in top))
    return {name: tuple(sorted(ways, key=lambda way: not way.top)) for name, ways in found.items()}


def _payloads(api_version: str) -> dict[Literal["request", "answer"], Shape]:
    operation = contract(api_version).operation
    return {"request": operation.request.shape, "answer": operation.answer.shape}


def _shapes(payload: Shape) -> Iterator[Shape]:
    """Yield every shape that a payload holds, itself first, each once."""
    todo, seen = [payload], set[Shape]()
    while todo:
        one = todo.pop()
        if one in seen:
            continue
        seen.add(one)
        yield one
        todo += [member for name in one.members if (member := one.member(name)) is not None]
        todo += [below for below in (one.items, one.additional) if below is not None]
        todo += [branch.shape for group in one.groups for branch in group.branches]
