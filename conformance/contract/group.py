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

    def for_type(self, name: str) -> tuple[Branch, ...]:
        """Return the branches that take values of JSON type ``name``."""
        return tuple(
            branch
            for branch in self.branches
            if name in branch.shape.types or (name == "integer" and "number" in branch.shape.types)
        )

    def chosen(self, value: Any) -> "tuple[Branch, ...]":
        """Return the branches that may judge ``value``: one where type or tag tell, several where nothing does."""
        from conformance.contract.shape import json_type

        if self.kind == "discriminator" and not isinstance(value, dict):
            return ()
        if isinstance(value, dict) and self.tag is not None and len(self.tags) > 0:
            tag = value.get(self.tag)
            return self._objects_by_tag.get(tag, ()) if isinstance(tag, str) else ()
        kind = json_type(value)
        known = self._by_type.get(kind)
        if known is None:
            known = self._by_type[kind] = self.for_type(kind)
        return known

    @cached_property
    def _by_type(self) -> "dict[str, tuple[Branch, ...]]":
        return {}

    @cached_property
    def _objects_by_tag(self) -> "dict[str, tuple[Branch, ...]]":
        found: dict[str, tuple[Branch, ...]] = {}
        for branch in self.for_type("object"):
            if branch.tag is not None:
                found[branch.tag] = (*found.get(branch.tag, ()), branch)
        return found
