"""Which branches of a shape a value chooses, told from its type and the values of its tags alone, without the value."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from conformance.contract.group import Branch, Group
from conformance.contract.shape import Shape
from conformance.versions.conjunction import OBJECT, Conjunction, kinds_of, takes_scalar

# Values of a tag that stand for many: it is not there, and a string that nobody lists.
ABSENT: Final = ("absent",)
OTHER: Final = "any other value"

Tags = Mapping[str, Any]


@dataclass(frozen=True)
class Choice:
    """The shapes that apply. ``undecided`` is a tag whose value would choose further ones.

    ``refused`` is where the file refuses such a value, None where it does not; ``ambiguous`` is a group of which
    neither type nor tags choose one branch.
    """

    conjunction: Conjunction
    undecided: str | None = None
    refused: str | None = None
    ambiguous: Group | None = None

    @property
    def taken(self) -> bool:
        """Whether some such value is accepted."""
        return self.refused is None


def choose(shape: Shape | None, kind: str, tags: Tags) -> Choice:
    """Return what applies to a value of JSON type ``kind`` whose tags have the values ``tags``."""
    if shape is None:
        return Choice(Conjunction(()))
    choice = _choose(shape, kind, tags)
    return choice if choice.refused or choice.undecided else _with_tags_judged(choice, tags)


def values_of(shape: Shape | None, tag: str) -> Iterator[Any]:
    """Yield the values of ``tag`` that the file knows: those that choose a branch and those that are listed."""
    for one in shape.all_shapes() if shape is not None else ():
        member = one.member(tag)
        yield from (value for value in (member.listed or () if member is not None else ()))
        for group in one.groups:
            if group.tag == tag:
                yield from group.tags


def ways(shape: Shape | None, kind: str) -> Iterator[Conjunction]:
    """Yield what applies for each value of the tags that the file knows; once where no tag chooses."""
    yield from (together for _, together in tagged_ways(shape, kind))


def tagged_ways(shape: Shape | None, kind: str, tags: Tags | None = None) -> Iterator[tuple[Tags, Conjunction]]:
    """Yield what ``ways`` yields, each with the values of the tags that choose it."""
    tags = tags or {}
    choice = choose(shape, kind, tags)
    if choice.undecided is None:
        if choice.taken:
            yield tags, choice.conjunction
        return
    for value in dict.fromkeys(values_of(shape, choice.undecided)):
        yield from tagged_ways(shape, kind, {**tags, choice.undecided: value})


def _choose(shape: Shape, kind: str, tags: Tags) -> Choice:
    shapes: list[Shape] = [shape]
    undecided = ambiguous = refused = None
    for group in shape.groups:
        told = kind == OBJECT and group.by_tag
        found = _tagged(shape, group, tags) if told else _untagged(group, kind, tags)
        shapes.extend(found.conjunction.shapes)
        undecided, ambiguous = undecided or found.undecided, ambiguous or found.ambiguous
        refused = refused or found.refused
    return Choice(Conjunction(tuple(dict.fromkeys(shapes))), undecided, refused, ambiguous)


def _tagged(shape: Shape, group: Group, tags: Tags) -> Choice:
    """Choose by the tag, as the compiled schema does: a value that chooses no branch is refused, unless it is listed."""
    tag = group.tag or ""
    nothing = Conjunction(())
    if tag not in tags:
        return Choice(nothing, undecided=tag)
    value = tags[tag]
    for branch in group.branches:
        if branch.tag is not None and branch.tag == value:
            if OBJECT not in kinds_of(branch.shape):
                return Choice(nothing, refused=branch.shape.type_pointer)
            return _choose(branch.shape, OBJECT, tags)
    if value is ABSENT:
        tagged = [branch for branch in group.branches if branch.tag is not None]
        needed = [branch.shape.required[tag].pointer for branch in tagged if tag in branch.shape.required]
        return Choice(nothing, refused=needed[0] if len(needed) == len(tagged) else None)
    own = shape.member(tag)
    if own is not None and own.listed is not None and set(own.listed) <= set(group.tags):
        return Choice(nothing)  # the enum decides
    return Choice(nothing, refused=f"{group.pointer}/mapping" if group.kind == "discriminator" else group.pointer)


def _untagged(group: Group, kind: str, tags: Tags) -> Choice:
    """Choose by type, and where several branches are left by what each says of the tags."""
    possible = [branch for branch in group.by_type if _may_take(branch, kind)]
    if len(possible) > 1 and kind == OBJECT and tags:
        possible = [branch for branch in possible if choose(branch.shape, kind, tags).taken]
        if not possible:
            return Choice(Conjunction(()), refused=group.pointer)
    if len(possible) > 1:
        return Choice(Conjunction(()), ambiguous=group)
    return _choose(possible[0].shape, kind, tags) if possible else Choice(Conjunction(()))


def _may_take(branch: Branch, kind: str) -> bool:
    kinds = kinds_of(branch.shape)
    return kind in kinds or (kind == "integer" and "number" in kinds) or (kind == "number" and "integer" in kinds)


def _with_tags_judged(choice: Choice, tags: Tags) -> Choice:
    """Return ``choice``, refused where a shape that applies does not take the value of a tag."""
    together = choice.conjunction
    for tag, value in tags.items():
        pointer = None
        if value is ABSENT:
            pointer = together.required.get(frozenset((tag,)))
        else:
            member = together.member(tag)
            if member is not None and not takes_scalar(member, value):
                pointer = refusing(member, value)
        if pointer is not None:
            return Choice(together, refused=pointer)
    return choice


def refusing(member: Shape, value: Any) -> str:
    """Return the keyword of ``member`` that does not take ``value``: its type's place where none does."""
    for keyword in member.keywords:
        if keyword.name == "enum" and value is not None and value not in keyword.value:
            return keyword.pointer if "string" in member.types else member.type_pointer
    return member.type_pointer
