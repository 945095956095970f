"""Which members recorded payloads have, counted by payload: names and shape alone are looked at, and no value is kept."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Final

from conformance.versions.member_path import ANY_MEMBER, ELEMENT, MemberPath, PayloadPart, Steps
from conformance.versions.structure import Structure, structure_of

# Bodies of one structure are walked once; with more structures than this the memory begins anew.
_MOST: Final = 1 << 14
_MOST_UNKNOWN: Final = 500

_Below = dict[str, Any]


class MembersUsed:
    """Counts for each member that some version declares (``paths``) the payloads that have it.

    ``unknown`` are members that no version declares, at places where some version declares members.
    """

    def __init__(self, paths: Iterable[MemberPath]) -> None:
        self._tree: _Below = {}
        for path in paths:
            below = self._tree.setdefault(path.part, {})
            for step in path.steps:
                below = below.setdefault(step, {})
        self._known: dict[tuple[PayloadPart, Structure], tuple[tuple[MemberPath, bool], ...]] = {}
        self.counts: Counter[MemberPath] = Counter()
        self.unknown: Counter[MemberPath] = Counter()

    def add(self, part: PayloadPart, bodies: Iterable[Any]) -> None:
        """Count the members of ``bodies``, which are one payload or the chunks of one stream, each member once."""
        met: dict[tuple[MemberPath, bool], None] = {}
        for body in bodies:
            met.update(dict.fromkeys(self._members_of(part, body)))
        for path, declared in met:
            if declared:
                self.counts[path] += 1
            elif path in self.unknown or len(self.unknown) < _MOST_UNKNOWN:
                self.unknown[path] += 1

    def _members_of(self, part: PayloadPart, body: Any) -> tuple[tuple[MemberPath, bool], ...]:
        key = (part, structure_of(body, ()))
        if key not in self._known:
            if len(self._known) >= _MOST:
                self._known.clear()
            met = dict.fromkeys(_members(body, self._tree.get(part, {}), ()))
            self._known[key] = tuple((MemberPath(part, steps), declared) for steps, declared in met)
        return self._known[key]


def _members(value: Any, below: _Below, steps: Steps) -> Iterator[tuple[Steps, bool]]:
    """Yield where a member is, and whether some version declares it; what is below one that nobody declares is not told."""
    if isinstance(value, list) and ELEMENT in below:
        here = (*steps, ELEMENT)
        yield here, True
        for element in value:
            yield from _members(element, below[ELEMENT], here)
    if not isinstance(value, dict) or not below.keys() - {ELEMENT}:
        return
    for name, member in value.items():
        step = name if name in below else ANY_MEMBER
        here = (*steps, step if step in below else name)
        yield here, step in below
        if step in below:
            yield from _members(member, below[step], here)
