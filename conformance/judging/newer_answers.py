"""Answers that hold more than their contract declares and are in order otherwise: a newer model's, thousands alike.

What is undeclared in one is remembered by its place, array indices left out. The next answer is looked through at these
places alone; where it conforms without what stands there, the notes about it are known but for their own places.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final, NamedTuple

from conformance.contract.contract import Operation
from conformance.contract.other_versions import TAGS, members_of_versions
from conformance.contract.shape import Shape
from conformance.contract.walk import Observation, applying, observe
from conformance.errors import nearest
from conformance.exchange import Exchange
from conformance.finding import Alike, Finding, Severity, SpecPlace
from conformance.judging.excerpts import excerpt_of_member
from conformance.judging.rules import member_not_in_version, undeclared_member
from conformance.wire.body import Body
from conformance.wire.pointer import Path, pointer_of

# So many members are remembered; recordings with more have names that are data.
_MOST_MEMBERS: Final = 1000
# So many answers in a row teach nothing before no more is learnt from the like.
_PATIENCE: Final = 32
# What an object can break by a member that no contract declares.
_OF_WHOLE_OBJECTS: Final = frozenset(("maxProperties", "enum", "const"))
_NOT_IN_VERSION: Final = member_not_in_version.member_not_in_version.id
_UNDECLARED: Final = undeclared_member.undeclared_member.id
_Tags = tuple[str | None, ...]
_TAGS: Final = frozenset(TAGS)
_UNTAGGED: Final[_Tags] = (None,) * len(TAGS)
# Where an undeclared member stands, what is known of it, and the object that holds it.
_Found = tuple[Path, "_Member", dict[str, Any]]
# Places of remembered members alone: no text of any length.
_pointer = lru_cache(maxsize=1 << 14)(pointer_of)


@dataclass(frozen=True, slots=True)
class _Member:
    """An undeclared member of one place: ``alike`` are the declared ones that it may have been meant for."""

    name: str
    newer: bool  # another version declares it
    alike: tuple[str, ...]
    note: Alike  # where no member is alike
    spec: SpecPlace | None


@dataclass(slots=True)
class _Place:
    """What is remembered of an object, by the tags that choose its branches, and of an array's elements."""

    members: dict[_Tags, "dict[str, _Place | _Member]"] = field(default_factory=dict)
    elements: "_Place | None" = None


class Notes(NamedTuple):
    """The notes about one answer: on members of other versions, and on members of none. That is their order, too."""

    newer: list[Finding]
    unknown: list[Finding]


class NewerAnswers:
    """What the answers of one operation hold beyond it; ``url_path`` is the path by which they are judged."""

    def __init__(self, operation: Operation, url_path: str | None) -> None:
        self._operation = operation
        self._url_path = url_path
        self._root = _Place()
        self._count = 0
        self._patience = _PATIENCE
        # Whether the last answer was newer: then the next one is looked through before it is asked whether it conforms.
        self.expected = False

    def notes(self, exchange: Exchange) -> Notes | None:
        """Return the notes about an answer, none where it conforms; None where there may be more to say than these.

        The exchange has an answer with a body that is an object.
        """
        body = exchange.response.body if exchange.response is not None else None
        if body is None:
            return None
        accepts = self._operation.answer.unremarkable
        found: list[_Found] = []
        rest = _without_known(body.value, self._root, (), found)
        if not accepts(rest):
            self.expected = False
            if not self._learn(body.value):
                return None
            found.clear()
            if not accepts(_without_known(body.value, self._root, (), found)):
                return None
            self._patience = _PATIENCE
        self.expected = bool(found)
        return self._notes(exchange, body, found)

    def _notes(self, exchange: Exchange, body: Body, found: list[_Found]) -> Notes:
        newer: list[Finding] = []
        unknown: list[Finding] = []
        known = exchange.sources or exchange.origin
        place, id_, predicted = exchange.place, exchange.id, exchange.predicted
        source = None
        for path, member, parent in found:
            note = member.note
            if member.alike and len(unknown) < undeclared_member.MOST_HINTS:
                note = self._hinting(member, parent)
            pointer = _pointer(path)
            if known is not None:
                source = known.of("response", pointer)
            made = note.at(pointer, place, id_, source, predicted, excerpt_of_member(body, path))
            (newer if member.newer else unknown).append(made)
        return Notes(newer, unknown)

    def _hinting(self, member: _Member, parent: dict[str, Any]) -> Alike:
        """Return the note about a member of none that tells which one it may have been meant for, if that is not there."""
        absent = tuple(name for name in member.alike if name not in parent)
        hint = undeclared_member.likely_meant(member.name, absent) if absent else None
        if hint is None:
            return member.note
        message = undeclared_member.words(member.name, self._operation.contract.api_version, hint, "")
        return self._alike(_UNDECLARED, message, member.spec, hint)

    def _alike(self, rule: str, message: str, spec: SpecPlace | None, hint: str | None = None) -> Alike:
        version = self._operation.contract.api_version
        return Alike(Finding(rule, Severity.NOTE, message, "response", api_version=version, spec=spec, suggestion=hint))

    def _learn(self, value: Any) -> bool:
        """Remember what is undeclared in ``value``; False where there is nothing new, or more than that to tell."""
        if self._patience <= 0 or self._count >= _MOST_MEMBERS:
            return False
        self._patience -= 1
        shape = self._operation.answer.shape
        seen = tuple(observe(value, shape))
        if not seen or len(seen) > _MOST_MEMBERS:
            return False
        if any(one.kind != "undeclared" or one.path[-1] in TAGS for one in seen):
            return False
        if any(_judges_whole_objects(value, one.path, shape) for one in seen):
            return False
        before = self._count
        for one in seen:
            self._remember(value, one)
        return self._count > before

    def _remember(self, value: Any, seen: Observation) -> None:
        place, here = self._root, value
        for token in seen.path[:-1]:
            if isinstance(token, int):
                place.elements = place.elements or _Place()
                below: _Place | _Member = place.elements
            else:
                below = place.members.setdefault(_tags(here), {}).setdefault(token, _Place())
            if isinstance(below, _Member):  # what is undeclared is not looked into
                return
            place, here = below, here[token]
        name = str(seen.path[-1])
        members = place.members.setdefault(_tags(here), {})
        if name not in members:
            members[name] = self._member(value, seen)
            self._count += 1

    def _member(self, value: Any, seen: Observation) -> _Member:
        operation, name = self._operation, str(seen.path[-1])
        known = operation.contract
        versions = members_of_versions("answer", value, seen.path[:-1], self._url_path).get(name, ())
        spec = known.place(seen.pointer)
        if versions:
            words = member_not_in_version.words(name, known.api_version, versions, operation.extensions)
            return _Member(name, True, (), self._alike(_NOT_IN_VERSION, words, spec), spec)
        alike = tuple(one for one in seen.declared if nearest(name, (one,)))
        words = undeclared_member.words(name, known.api_version, None, "")
        return _Member(name, False, alike, self._alike(_UNDECLARED, words, spec), spec)


def _without_known(value: Any, place: _Place, path: Path, found: list[_Found]) -> Any:
    """Return ``value`` without the members that are remembered as undeclared; these are added to ``found``."""
    rest = value
    if type(value) is dict:
        known = place.members.get(_tags(value))
        if known is None:
            return value
        for name in [name for name in value if name in known]:
            below, member = known[name], value[name]
            if type(below) is _Member:
                found.append(((*path, name), below, value))
                if rest is value:
                    rest = value.copy()
                del rest[name]
                continue
            left = _without_known(member, below, (*path, name), found)  # type: ignore[arg-type]  # it is a place
            if left is not member:
                if rest is value:
                    rest = value.copy()
                rest[name] = left
    elif type(value) is list and place.elements is not None:
        for index, element in enumerate(value):
            left = _without_known(element, place.elements, (*path, index), found)
            if left is not element:
                if rest is value:
                    rest = value.copy()
                rest[index] = left
    return rest


def _tags(value: dict[str, Any]) -> _Tags:
    """Return the values that can choose a branch for an object; most have none."""
    if _TAGS.isdisjoint(value):
        return _UNTAGGED
    return tuple([tag if type(tag := value.get(name)) is str else None for name in TAGS])  # faster than of a generator


def _judges_whole_objects(value: Any, path: Path, shape: Shape | None) -> bool:
    """Whether the contract says of an object on the way to ``path`` what its undeclared members, too, may break."""
    shapes = [shape] if shape is not None else []
    for token in path:
        here = [one for above in shapes for one in applying(above, value)]
        if any(keyword.name in _OF_WHOLE_OBJECTS for one in here for keyword in one.keywords):
            return True
        below = [one.items if isinstance(token, int) else one.member(token) for one in here]
        shapes = [one for one in below if one is not None]
        value = value[token]
    return False
