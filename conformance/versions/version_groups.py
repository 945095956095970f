"""Versions whose files say the same are looked at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from conformance.contract.catalog import Catalog
from conformance.contract.contract import Contract, Operation, contract
from conformance.contract.payload_schema import PayloadSchema
from conformance.contract.shape import Defect
from conformance.contract.walk import observe
from conformance.versions.structure import tags_below


@dataclass(frozen=True, eq=False)
class VersionGroup:
    """Versions that differ in nothing but their name; ``contract`` is the first one's."""

    api_versions: tuple[str, ...]
    contract: Contract

    @property
    def dated(self) -> bool:
        """Whether ``model`` in a request's body counts for nothing."""
        return self.contract.dated

    def defects_of(self, api_version: str) -> tuple[Defect, ...]:
        """Return where the file of ``api_version``, one of these, contradicts itself."""
        own = self.contract.api_version
        return tuple(Defect(one.pointer, one.message.replace(own, api_version)) for one in self._defects)

    @cached_property
    def _defects(self) -> tuple[Defect, ...]:
        return self.contract.defects()

    def operation(self, extensions: bool) -> Operation | None:
        """Return the plain operation or the one of ``/extensions/``, None where there is no such one."""
        return next((one for one in self.contract.operations if one.extensions == extensions), None)

    @cached_property
    def declares_seed(self) -> bool:
        return "seed" in self.contract.operation.request.shape.members

    @cached_property
    def tags(self) -> frozenset[str]:
        """The members, anywhere in a payload, whose text chooses a branch."""
        seen: set[object] = set()
        payloads = [p for one in self.contract.operations for p in (one.request, one.answer, one.chunk) if p]
        return frozenset().union(*(tags_below(payload.shape, seen) for payload in payloads))  # type: ignore[arg-type]


def version_groups(known: Catalog, api_versions: Sequence[str]) -> tuple[VersionGroup, ...]:
    """Return ``api_versions`` in groups, in their order. Raises InputError where a contract cannot be read."""
    groups: dict[tuple[object, ...], list[Contract]] = {}
    for api_version in api_versions:
        described = contract(api_version, of=known)
        groups.setdefault(_sayings(described), []).append(described)
    return tuple(VersionGroup(tuple(one.api_version for one in group), group[0]) for group in groups.values())


def _sayings(described: Contract) -> tuple[object, ...]:
    """Return all that decides what the contract accepts: its text without its own name, and what it forgot."""
    file = described.shapes.original
    text = file.text.replace(f'"version": "{described.api_version}"', "")
    return (described.dated, text, described.shapes.amendments)


def holds_undeclared(payload: PayloadSchema, value: object) -> bool:
    """Return whether a member of ``value`` is not declared, at any depth."""
    if payload.unremarkable(value):
        return False
    return any(seen.kind == "undeclared" for seen in observe(value, payload.shape))
