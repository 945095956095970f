"""What a run changes, so that one way can be gone, taken back, and joined with another."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final

_MOMENTS: Final = count()


@dataclass(slots=True, eq=False)
class Changing(ABC):
    """What a source changes in place: its variables, objects, arrays. ``born`` tells what was there before a way began."""

    born: int = field(default_factory=_MOMENTS.__next__, init=False, repr=False)

    @abstractmethod
    def content(self) -> Any:
        """Return what it holds now; a later change of it does not change what is returned."""

    @abstractmethod
    def restore(self, content: Any) -> None:
        """Make it hold ``content`` again."""

    @abstractmethod
    def joined(self, one: Any, other: Any, fork: "Fork") -> Any:
        """Return the content that is common to ``one``, of the first way, and ``other``, of the second."""


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What one way changed of what was there before, with the content at its end."""

    changed: dict[int, tuple[Changing, Any]] = field(default_factory=dict)

    def content(self, item: Changing) -> Any:
        """Return what ``item`` holds at the end of the way."""
        found = self.changed.get(id(item))
        return found[1] if found is not None else item.content()


@dataclass(frozen=True, slots=True)
class Decision:
    """What a condition that is not known asks: whether ``subject`` is not empty (``negated``: is empty)."""

    subject: Any = None
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Fork:
    """Two ways of a ``decision``; ``expression`` stands for what differs between them.

    ``join`` returns what is known of a value that is one of two; its third argument stands for what is not. What was made of
    two objects already is in ``made``, by their identities.
    """

    first: Aftermath
    second: Aftermath
    decision: Decision
    expression: str
    join: "Callable[[Any, Any, str, Fork], Any]"
    made: dict[tuple[int, int], Any] = field(default_factory=dict)

    def value(self, one: Any, other: Any, expression: str | None = None) -> Any:
        """Return what is known of a value that is ``one`` on the first way and ``other`` on the second."""
        return self.join(one, other, expression or self.expression, self)

    def filled(self, one: Any, other: Any) -> tuple[Any, Any]:
        """Return the value where the subject is not empty, and the one where it is."""
        return (other, one) if self.decision.negated else (one, other)


@dataclass(slots=True)
class _Attempt:
    """A way that is being gone: what it changed of what is older than ``began``, with the content before."""

    began: int
    before: dict[int, tuple[Changing, Any]] = field(default_factory=dict)


class Journal:
    """Every change is announced here first."""

    def __init__(self) -> None:
        self._attempts: list[_Attempt] = []

    def touch(self, item: Changing) -> None:
        """Announce that ``item`` will change."""
        if self._attempts:
            attempt = self._attempts[-1]
            if item.born < attempt.began and id(item) not in attempt.before:
                attempt.before[id(item)] = (item, item.content())

    def attempt(self, way: Callable[[], None]) -> Aftermath:
        """Go one ``way`` and take its changes back, also where it raises; return what they were."""
        attempt = _Attempt(next(_MOMENTS))
        self._attempts.append(attempt)
        try:
            way()
        finally:
            self._attempts.pop()
            after = Aftermath({key: (item, item.content()) for key, (item, _) in attempt.before.items()})
            for item, content in attempt.before.values():
                item.restore(content)
        return after

    def adopt(self, after: Aftermath) -> None:
        """Make the changes of ``after``."""
        for item, content in after.changed.values():
            self.touch(item)
            item.restore(content)

    def join(self, fork: Fork) -> None:
        """Make the changes that both ways have in common."""
        for item, _ in {**fork.first.changed, **fork.second.changed}.values():
            content = item.joined(fork.first.content(item), fork.second.content(item), fork)
            self.touch(item)
            item.restore(content)
