"""Every member of request, answer and chunk, at every depth, with what each version says of it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from conformance.contract.catalog import Catalog
from conformance.contract.shape import Shape
from conformance.versions.declared import Declared, declared_below, payload
from conformance.versions.facts import MemberFacts, facts_together
from conformance.versions.member_path import PARTS, MemberPath, PayloadPart, Steps
from conformance.versions.passages import Passage, passages_of
from conformance.versions.version_groups import VersionGroup, version_groups


@dataclass(frozen=True, slots=True)
class OnlyWhere:
    """The member is declared only where the object above it has one of ``values`` at ``path``."""

    path: MemberPath
    values: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Saying:
    """What one version says of a member; ``defects`` say how it is known what the file forgot."""

    facts: MemberFacts
    only_where: tuple[OnlyWhere, ...]
    passages: tuple[Passage, ...]
    defects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TreeMember:
    """A member with one saying for each of the groups, in their order; None where it is not declared.

    ``repeats``: what stands below it is what stands below a member above it, and is not told again.
    """

    path: MemberPath
    sayings: tuple[Saying | None, ...]
    repeats: bool = False


@dataclass(frozen=True)
class MemberTree:
    """All members, each before what stands below it; a member has one saying for each of ``groups``."""

    groups: tuple[VersionGroup, ...]
    members: tuple[TreeMember, ...]


Level = tuple[tuple[Declared, ...], ...]


def member_tree(known: Catalog) -> MemberTree:
    """Return every member that some version declares. Raises InputError where a contract is broken."""
    groups = version_groups(known, known.with_chat)
    return MemberTree(groups, tuple(tree_members(groups)))


def tree_members(groups: Sequence[VersionGroup]) -> Iterator[TreeMember]:
    """Yield the members that one of ``groups`` declares, each before what stands below it, neighbours by name."""
    for part in PARTS:
        level = tuple(payload(one.contract, part) for one in groups)
        yield from _below(groups, MemberPath(part, ()), level, frozenset())


def _below(
    groups: Sequence[VersionGroup], above: MemberPath, level: Level, met: frozenset[Shape]
) -> Iterator[TreeMember]:
    below = [declared_below(found, above.steps) if found else {} for found in level]
    met |= {one.shape for found in level for one in found if one.shape is not None}
    tags = [_tag_values(one for found in steps.values() for one in found) for steps in below]
    for step in sorted(set().union(*below)):
        path = MemberPath(above.part, (*above.steps, step))
        declared = tuple(found.get(step, ()) for found in below)
        shapes = {one.shape for found in declared for one in found if one.shape is not None}
        # A schema that holds itself would never come to an end.
        repeats = bool(shapes) and shapes <= met
        yield TreeMember(path, tuple(map(_saying, groups, declared, [above.part] * len(groups), tags)), repeats)
        if not repeats:
            yield from _below(groups, path, declared, met)


def _saying(group: VersionGroup, found: tuple[Declared, ...], part: PayloadPart, tags: "TagValues") -> Saying | None:
    facts = facts_together(found)
    if facts is None:
        return None
    defects = tuple(dict.fromkeys(one.defect for one in found if one.defect))
    return Saying(facts, tuple(_only_where(found, part, tags)), passages_of(group.contract, found), defects)


# The values that each tag has among declarations, by the place and name of the tag.
TagValues = dict[tuple[Steps, str], dict[object, None]]


def _tag_values(found: Iterable[Declared]) -> TagValues:
    values: TagValues = {}
    for one in found:
        for condition in one.conditions:
            values.setdefault((condition.steps, condition.tag), {})[condition.value] = None
    return values


def _only_where(found: Sequence[Declared], part: PayloadPart, every: TagValues) -> Iterator[OnlyWhere]:
    """Yield the tags that need one of some values for the member to be declared, where its neighbours have more."""
    own = _tag_values(found)
    for (steps, tag), values in sorted(own.items(), key=lambda item: (len(item[0][0]), item[0])):
        everywhere = all(any((c.steps, c.tag) == (steps, tag) for c in one.conditions) for one in found)
        if everywhere and len(values) < len(every[steps, tag]):
            yield OnlyWhere(MemberPath(part, (*steps, tag)), tuple(sorted(values, key=str)))
