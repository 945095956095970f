"""Numbers for what shapes accept: two shapes, of one file or of two, that say the same have the same number."""

from typing import Any

from conformance.contract.shape import Shape


class Contents:
    """Knows shapes by what they say; where they stand, defaults and deprecation do not count."""

    def __init__(self) -> None:
        self._numbers: dict[Any, int] = {}
        self._of: dict[Shape, int] = {}

    def of(self, shape: Shape | None) -> int:
        """Return the number of what ``shape`` accepts, at every depth; None is a place of which nothing is said."""
        if shape is None:
            return -1
        if shape not in self._of:
            # Met again below itself it is known by its place alone: two files that agree in all else agree in this too.
            self._of[shape] = self._number(("repeats", shape.pointers))
            self._of[shape] = self._number(self._said(shape))
        return self._of[shape]

    def _number(self, said: Any) -> int:
        return self._numbers.setdefault(said, len(self._numbers))

    def _said(self, shape: Shape) -> Any:
        return (
            shape.types,
            shape.null.accepted,
            tuple((one.name, _hashable(one.value), one.extensible) for one in shape.keywords),
            tuple((name, self.of(shape.member(name))) for name in shape.members),
            tuple((name, one.unless, one.needless is None) for name, one in shape.required.items()),
            frozenset(shape.dropped),
            self.of(shape.items),
            self.of(shape.additional),
            shape.additional_allowed,
            tuple(
                (group.kind, group.tag, tuple((branch.tag, self.of(branch.shape)) for branch in group.branches))
                for group in shape.groups
            ),
        )


def _hashable(value: Any) -> Any:
    """Return ``value`` so that true is not 1 and a list has a hash."""
    if isinstance(value, list):
        return tuple(_hashable(one) for one in value)
    return (type(value).__name__, value) if isinstance(value, bool) else value
