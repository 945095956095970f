"""Branches of which one must hold, and how an instance shows which one is meant."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from conformance.contract.shape import Shape


@dataclass(frozen=True, eq=False)
class Branch:
    """One alternative; ``tag`` is the value of the group's tag member that chooses it."""

    shape: "Shape"
    tag: str | None = None


@dataclass(frozen=True, eq=False)
class Group:
    """A ``oneOf``, an ``anyOf``, or the subtypes of a discriminator. ``pointer`` is that keyword's place.

    ``tag`` is the member whose value chooses among the branches that are objects, or None where there is no such one.
    Whoever compiles, walks or compares asks here how a branch is chosen; nobody decides it anew.
    """

    kind: Literal["oneOf", "anyOf", "discriminator"]
    pointer: str
    branches: tuple[Branch, ...]
    tag: str | None

    @cached_property
    def types(self) -> frozenset[str]:
        """The JSON types that some branch takes, null aside."""
        return frozenset().union(*(branch.shape.types for branch in self.branches))

    @cached_property
    def declares_members(self) -> bool:
        return any(branch.shape.declares_members for branch in self.branches)

    @cached_property
    def tags(self) -> tuple[str, ...]:
        """The values of the tag that choose a branch."""
        return tuple(branch.tag for branch in self.branches if branch.tag is not None)

    @cached_property
    def by_tag(self) -> "tuple[Branch, ...]":
        """The branches among which the tag chooses: those that are objects, or none where no tag tells them apart."""
        if self.tag is None or not self.tags:
            return ()
        objects = self.for_type("object")
        return objects if self.kind == "discriminator" or len(objects) > 1 else ()

    @cached_property
    def by_type(self) -> "tuple[Branch, ...]":
        """The branches among which a value's JSON type chooses; a subtype is chosen by its tag or not at all."""
        if self.kind == "discriminator":
            return ()
        return tuple(branch for branch in self.branches if branch not in self.by_tag)

    @cached_property
    def alone(self) -> "tuple[Branch, ...]":
        """Those of ``by_type`` that share no JSON type with another: the type of a value is enough to choose them."""
        return tuple(
            branch
            for branch in self.by_type
            if not any(other is not branch and _spelled(other) & _spelled(branch) for other in self.by_type)
        )

    def for_type(self, name: str) -> "tuple[Branch, ...]":
        """Return the branches that take values of JSON type ``name``."""
        return tuple(branch for branch in self.branches if _takes(branch, name))

    def tagged(self, value: Any) -> "tuple[Branch, ...]":
        """Return the branches that ``value`` of the tag chooses: none where the group does not know it."""
        return self._by_value.get(value, ()) if isinstance(value, str) else ()

    def chosen(self, value: Any) -> "tuple[Branch, ...]":
        """Return the branches that may judge ``value``: one where type or tag tell, several where nothing does."""
        from conformance.contract.shape import json_type

        if isinstance(value, dict) and self.by_tag:
            return self.tagged(value.get(self.tag))
        kind = json_type(value)
        known = self._of_kind.get(kind)
        if known is None:
            known = self._of_kind[kind] = tuple(branch for branch in self.by_type if _takes(branch, kind))
        return known

    @cached_property
    def _of_kind(self) -> "dict[str, tuple[Branch, ...]]":
        return {}

    @cached_property
    def _by_value(self) -> "dict[str, tuple[Branch, ...]]":
        found: dict[str, tuple[Branch, ...]] = {}
        for branch in self.by_tag:
            if branch.tag is not None:
                found[branch.tag] = (*found.get(branch.tag, ()), branch)
        return found


def spelled(types: frozenset[str]) -> frozenset[str]:
    """Return ``types`` as JSON Schema lists them: a number without the integer that it includes."""
    return types - {"integer"} if "number" in types else types


def _spelled(branch: Branch) -> frozenset[str]:
    return spelled(branch.shape.types)


def _takes(branch: Branch, name: str) -> bool:
    types = branch.shape.types
    return name in types or (name == "integer" and "number" in types)
