"""What changed from one api-version to another, for who sends requests and for who reads answers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from conformance.finding import SpecPlace
from conformance.versions.member_path import MemberPath

Breaks = Literal["sender", "reader", "none"]


@dataclass(frozen=True, slots=True)
class Change:
    """One change. ``path`` says where in the payload; ``before`` and ``after`` say where in the contracts.

    A place is None where that side has nothing of the kind: the older contract of a member that is new. ``breaks`` is
    ``sender`` where the newer version refuses requests that the older one takes (or passes over a member that it no
    longer declares), ``reader`` where it answers what the older one rules out, else ``none``.
    """

    path: MemberPath
    kind: str
    breaks: Breaks
    message: str
    before: SpecPlace | None
    after: SpecPlace | None
    make_example: Callable[[], Any] | None = field(default=None, compare=False, repr=False)

    def example(self) -> Any:
        """Return a payload that one version takes and the other does not; None where nothing breaks or none is known."""
        from conformance.versions.smallest import Impossible

        try:
            return self.make_example() if self.make_example is not None else None
        except Impossible:
            return None

    def as_json(self, examples: bool = False) -> dict[str, Any]:
        """Return the change as the JSON object that reports hold.

        ``pointer`` is an RFC 6901 pointer into the payload in which ``*`` stands for every element of an array and
        for every member of a map: ``/messages/*/content`` is ``request.messages[].content`` elsewhere.
        """
        members = {
            "part": self.path.part,
            "pointer": self.path.pointer,
            "kind": self.kind,
            "breaks": self.breaks,
            "from": _place(self.before),
            "to": _place(self.after),
            "message": self.message,
            "example": self.example() if examples else None,
        }
        return {name: value for name, value in members.items() if value is not None}


def _place(place: SpecPlace | None) -> dict[str, Any] | None:
    if place is None:
        return None
    members = {"file": place.file, "pointer": place.pointer, "line": place.line, "column": place.column}
    return {name: value for name, value in members.items() if value is not None}
