"""A finding: one thing that is wrong, with everything needed to mend it."""

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Literal

from conformance.exchange import Position

Part = Literal["request", "response", "chunk", "url", "headers", "status", "document", "spec", "suite"]


class Severity(IntEnum):
    """How much a finding weighs; a larger number weighs more."""

    NOTE = 1
    WARNING = 2
    ERROR = 3

    def __str__(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class SpecPlace:
    """A place in a contract: the file, the RFC 6901 pointer of the violated keyword, and where it stands."""

    file: str
    pointer: str
    line: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class StreamPlace:
    """A line of a stream, and the column in code points; both count from 1."""

    line: int
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Related:
    """Another exchange that a finding is about."""

    exchange: str
    pointer: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong. What is unknown is None and left out of the JSON.

    ``pointer`` is an RFC 6901 pointer into the payload named by ``part``; of a member that is
    missing it is the object that lacks it, and ``suggestion`` is the member. ``stream`` is the line of the stream where
    a chunk stands that ``chunk_index`` names.
    """

    rule: str
    severity: Severity
    message: str
    part: Part
    pointer: str = ""
    exchange: str | None = None
    id: str | None = None
    api_version: str | None = None
    chunk_index: int | None = None
    spec: SpecPlace | None = None
    source: Position | None = None
    suggestion: str | None = None
    related: tuple[Related, ...] = ()
    predicted: bool = False
    # The offending line of the payload, for readers with eyes; no part of the JSON and of the identity.
    excerpt: "Excerpt | None" = field(default=None, compare=False)
    stream: StreamPlace | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the finding as the JSON object that reports hold; members in the documented order."""
        members: dict[str, Any] = {
            "rule": self.rule,
            "severity": str(self.severity),
            "message": self.message,
            "exchange": self.exchange,
            "id": self.id,
            "part": self.part,
            "pointer": self.pointer,
            "chunk_index": self.chunk_index,
            "api_version": self.api_version,
            "spec": place_as_json(self.spec),
            "source": place_as_json(self.source),
            "suggestion": self.suggestion,
            "related": [{"exchange": r.exchange, "pointer": r.pointer} for r in self.related] or None,
            "predicted": self.predicted or None,
            "stream": place_as_json(self.stream),
        }
        return {name: value for name, value in members.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The text around a place in a payload: ``text`` without line break, the member at ``start``..``end`` of it."""

    text: str
    start: int
    end: int


def place_as_json(place: SpecPlace | Position | StreamPlace | None) -> dict[str, Any] | None:
    """Return a place as reports hold it, what is unknown left out; None where there is none."""
    if place is None:
        return None
    members = {
        "file": getattr(place, "file", None),
        "pointer": getattr(place, "pointer", None),
        "line": place.line,
        "column": place.column,
    }
    return {name: value for name, value in members.items() if value is not None}
