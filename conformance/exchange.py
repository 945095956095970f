"""One HTTP request with its response: immutable, and it knows where it came from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol
from urllib.parse import SplitResult, parse_qsl, urlsplit

from conformance.wire.body import Body
from conformance.wire.once import once
from conformance.wire.record import made_often

# Whoever sends them: never printed, recorded or stored.
_SECRET_HEADERS: Final = frozenset(
    {"api-key", "authorization", "cookie", "set-cookie", "ocp-apim-subscription-key", "proxy-authorization"}
)


@dataclass(frozen=True)
class Headers:
    """Header fields in the order of the wire; names match whatever their case.

    ``whole`` is False where a recording may have left fields out: nothing follows from one that is not there.
    """

    fields: tuple[tuple[str, str], ...]
    whole: bool = True

    @classmethod
    def of(cls, fields: Mapping[str, str]) -> "Headers":
        return cls(tuple(fields.items()))

    def get(self, name: str) -> str | None:
        """Return the first value of header ``name``, or None where it is not there."""
        wanted = name.lower()
        return next((value for key, value in self.fields if key.lower() == wanted), None)

    @once
    def media_type(self) -> str | None:
        """The media type in lower case, without its parameters; None where no header says it."""
        field = self.get("content-type")
        return field.partition(";")[0].strip().lower() if field is not None else None

    def without_secrets(self) -> "Headers":
        """Return the header fields that may be shown: those that carry a key, a token or a cookie are left out."""
        return Headers(tuple(field for field in self.fields if field[0].lower() not in _SECRET_HEADERS), self.whole)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.fields)


@made_often
@dataclass(frozen=True)
class Request:
    """What was sent. A part that was not recorded is None."""

    method: str | None = None
    url: str | None = None
    headers: Headers | None = None
    body: Body | None = None

    @once
    def target(self) -> SplitResult | None:
        """The URL in its parts, or None where there is no URL or it is none."""
        if self.url is None:
            return None
        try:
            return urlsplit(self.url)
        except ValueError:
            return None

    @once
    def query(self) -> tuple[tuple[str, str], ...]:
        """The decoded query, names and values in the order of the wire."""
        return tuple(parse_qsl(self.target.query, keep_blank_values=True)) if self.target else ()

    def parameter(self, name: str) -> str | None:
        """Return the first value of query parameter ``name``, or None."""
        return next((value for key, value in self.query if key == name), None)


@made_often
@dataclass(frozen=True)
class Response:
    """What came back. A part that was not recorded is None."""

    status: int | None = None
    headers: Headers | None = None
    body: Body | None = None


@made_often
@dataclass(frozen=True)
class Exchange:
    """One request with its response; either may be missing, and the rest is judged.

    ``place`` is where it was read, as a finding names it: ``traffic.ndjson:3`` or
    ``python/rest/story_with_seed.py@2024-02-01:2``. ``api_version`` is what the recording or the
    sample's setting names, never what the URL says. ``predicted`` marks an exchange that was
    read from a source and never sent. ``sources`` says which line of a program writes what; ``origin``
    where it stands in a recording that has lines and columns of its own; ``text`` is the JSON that it was read from,
    where that begins in the line which ``place`` names.
    """

    place: str
    request: Request | None = None
    response: Response | None = None
    api_version: str | None = None
    id: str | None = None
    predicted: bool = False
    sources: "SourceMap | None" = field(default=None, compare=False)
    origin: "Origin | None" = field(default=None, compare=False)
    text: str | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a source file; lines and columns count from 1, columns in code points."""

    file: str
    line: int | None = None
    column: int | None = None


class Origin(Protocol):
    """Where an exchange stands in the recording that it was read from."""

    def of(self, part: str, pointer: str, /) -> Position:
        """Return the place of ``pointer`` of ``part``: the nearest enclosing one that is known."""
        ...

    def within(self, part: str, offset: int, /) -> Position:
        """Return the place of the character at ``offset`` of the text of ``part``, a body; the body's where that is unknown."""
        ...


@dataclass(frozen=True)
class SourceMap:
    """Which line of a source writes which part of a request.

    ``members`` maps an RFC 6901 pointer of the body to the place that writes it; ``""`` is the
    place that opens the body. ``url``, ``api_version`` and ``headers`` are the places that write these parts.
    """

    file: str
    members: Mapping[str, Position] = field(default_factory=dict)
    url: Position | None = None
    api_version: Position | None = None
    headers: Mapping[str, Position] = field(default_factory=dict)

    def of(self, part: str, pointer: str) -> Position:
        """Return the place that writes ``pointer`` of ``part``: the nearest enclosing one, at the least the file."""
        if part == "request":
            while pointer not in self.members and pointer:
                pointer = pointer.rpartition("/")[0]
            return self.members.get(pointer, Position(self.file))
        if part == "url":
            return (self.api_version if pointer == "/api-version" else self.url) or Position(self.file)
        return Position(self.file)
