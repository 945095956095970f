"""A finding: one thing that is wrong, with everything needed to fix it."""

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from enum import IntEnum
from functools import partial
from typing import Any, Literal

from conformance.exchange import Position
from conformance.exhibit import Exhibit
from conformance.wire.record import made_often

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
class Edit:
    """A change that surely mends something: ``text`` in place of what stands from ``start`` up to ``end``.

    Both are places in one file, with line and column; ``end`` is the first character that stays.
    """

    start: Position
    end: Position
    text: str


# What a baseline knows of a finding (SARIF 2.1.0, 3.27.24 `baselineState`, has these words).
BaselineState = Literal["new", "unchanged", "updated", "absent"]


@made_often
@dataclass(frozen=True)
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
    excerpt: "Excerpt | LateExcerpt | None" = field(default=None, compare=False)
    stream: StreamPlace | None = None
    # For reports that have room for it, and no part of the JSON and of the identity either: the changes that fix it
    # where these are certain, what a baseline knows of it, and its place in a recording where no source is known.
    edits: tuple[Edit, ...] = field(default=(), compare=False)
    baseline: BaselineState | None = field(default=None, compare=False)
    # The whole payload or document, where a report asked for it; no part of the JSON and of the identity either.
    exhibit: Exhibit | None = field(default=None, compare=False)
    place: Position | None = field(default=None, compare=False)

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


class Alike:
    """Makes findings that are ``model`` but for where they stand, in half the time: there are ten thousands of them."""

    __slots__ = ("_members",)

    def __init__(self, model: Finding) -> None:
        self._members = {one.name: getattr(model, one.name) for one in fields(Finding)}

    def at(
        self,
        pointer: str,
        exchange: str | None,
        id_: str | None,
        source: Position | None,
        predicted: bool,
        excerpt: "Excerpt | LateExcerpt | None",
    ) -> Finding:
        """Return the finding at another place."""
        made = object.__new__(Finding)
        members = made.__dict__
        members.update(self._members)
        members["pointer"] = pointer
        members["exchange"] = exchange
        members["id"] = id_
        members["source"] = source
        members["predicted"] = predicted
        members["excerpt"] = excerpt
        return made


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The text around a place in a payload: ``text`` without line break, the member at ``start``..``end`` of it."""

    text: str
    start: int
    end: int

    @property
    def marked(self) -> str:
        """The member itself."""
        return self.text[self.start : self.end]


class LateExcerpt:
    """An excerpt that is cut out when it is read: most findings are counted and never shown.

    It reads as an Excerpt, and is cut where it goes to another process. ``member``: what it marks is a whole member of
    JSON, or the first character of a value. ``mark`` returns what is marked where that takes less than to cut the
    excerpt, else None.
    """

    __slots__ = ("_cut", "_excerpt", "_mark", "member")

    def __init__(
        self,
        cut: Callable[[], Excerpt | None],
        member: bool = False,
        mark: Callable[[], str | None] | None = None,
    ) -> None:
        self._cut = cut
        self._mark = mark
        self._excerpt: Excerpt | None = None
        self.member = member

    @property
    def now(self) -> Excerpt:
        """The excerpt, cut out once."""
        if self._excerpt is None:
            self._excerpt = self._cut() or Excerpt("", 0, 0)
        return self._excerpt

    @property
    def marked(self) -> str:
        """The member itself."""
        marked = self._mark() if self._excerpt is None and self._mark is not None else None
        return self.now.marked if marked is None else marked

    @property
    def text(self) -> str:
        return self.now.text

    @property
    def start(self) -> int:
        return self.now.start

    @property
    def end(self) -> int:
        return self.now.end

    def __eq__(self, other: object) -> bool:
        if isinstance(other, LateExcerpt):
            return self.now == other.now
        return self.now == other if isinstance(other, Excerpt) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.now)

    def __repr__(self) -> str:
        return repr(self.now)

    def __reduce__(self) -> tuple[type["LateExcerpt"], tuple[Callable[[], Excerpt], bool]]:
        return LateExcerpt, (partial(Excerpt, self.text, self.start, self.end), self.member)


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
