"""One difference between what two shapes accept, at a place below them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

from conformance.versions.member_path import Steps

Kind = Literal[
    "payload-added", "payload-removed", "member-added", "member-removed", "required-added", "required-removed",
    "null-added", "null-removed", "type-changed", "enum-changed", "minimum-changed", "maximum-changed",
    "format-changed", "length-changed", "count-changed", "pattern-changed", "multiple-changed", "unique-changed",
    "alternatives-changed", "others-changed",
]  # fmt: skip

# Makes a value that one side accepts and the other does not; raises Impossible where none is found.
Witness = Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Where:
    """The difference holds where ``tag`` of the object at ``steps`` is one of ``values``."""

    steps: Steps
    tag: str
    values: tuple[Any, ...]


@dataclass(frozen=True)
class Delta:
    """``left`` and ``right`` are pointers into the two files, None where one has no such place.

    ``lost`` makes a value that only the left side accepts, ``gained`` one that only the right side does; None where
    there is no such value. ``says`` is what each side says there, in words. ``extensible``: the left enum says of
    itself that it may grow. ``required``: the member that is added or removed must be there.
    """

    steps: Steps
    kind: Kind
    left: str | None
    right: str | None
    lost: Witness | None
    gained: Witness | None
    says: tuple[str, str] = ("", "")
    where: tuple[Where, ...] = ()
    extensible: bool = False
    required: bool = False

    def below(self, step: str, lost: Callable[[Any], Any], gained: Callable[[Any], Any]) -> "Delta":
        """Return the same difference seen from the place above: ``lost`` and ``gained`` put a value into its place."""
        return replace(
            self,
            steps=(step, *self.steps),
            where=tuple(replace(one, steps=(step, *one.steps)) for one in self.where),
            lost=_inside(self.lost, lost),
            gained=_inside(self.gained, gained),
        )

    @property
    def identity(self) -> tuple[object, ...]:
        """What two differences have in common that are told once."""
        direction = (self.lost is None, self.gained is None)
        return (self.steps, self.kind, self.left, self.right, self.says, self.where, direction, self.required)


def _inside(witness: Witness | None, put: Callable[[Any], Any]) -> Witness | None:
    return None if witness is None else lambda: put(witness())


def merged(cases: Iterable[tuple[Any, tuple[Delta, ...]]], tag: str) -> tuple[Delta, ...]:
    """Return the differences of all ``cases`` (a value of ``tag``, and what differs there), each told once.

    What differs in every case holds whatever the tag; of the rest it is said where it holds.
    """
    found: dict[tuple[object, ...], tuple[Delta, list[Any]]] = {}
    values = []
    for value, deltas in cases:
        values.append(value)
        for delta in deltas:
            found.setdefault(delta.identity, (delta, []))[1].append(value)
    return tuple(
        delta if len(held) == len(values) else replace(delta, where=(Where((), tag, tuple(held)), *delta.where))
        for delta, held in found.values()
    )
