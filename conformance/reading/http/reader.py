"""Requests in the words of HTTP: a line with method and URL, headers, an empty line, a body.

What editors add to it is read too: ``###`` between requests, ``@name = value`` and ``{{name}}``, comments, and a query on
lines of its own.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from conformance.exchange import Position
from conformance.reading.json_source import read_json_source
from conformance.reading.pieces import Piece, Text, known, place_in, value_of, version_place
from conformance.reading.program import Call, Comment, Reading, SettingRead
from conformance.reading.value import Entry, Known, Members, Setting, Value

_REQUEST: Final = re.compile(r"(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)[ \t]++(\S[^\r\n]*)")
_PROTOCOL: Final = re.compile(r"(?<![ \t])[ \t]++HTTP/[\d.]++[ \t]*+\Z")
_HEADER: Final = re.compile(r"([A-Za-z][\w-]*+)[ \t]*+:[ \t]*+([^\r\n]*)")
_VARIABLE: Final = re.compile(r"@([\w-]++)[ \t]*+=[ \t]*+([^\r\n]*)")
_USE: Final = re.compile(r"\{\{([$\w. -]{1,100})\}\}")
_MORE_QUERY: Final = re.compile(r"[ \t]++([?&][^\r\n]*)")
_CHAT: Final = "chat/completions"


def read_http(file: str, text: str) -> Reading:
    """Return the chat completions that ``text`` asks for; ``file`` is what places call it. Never raises."""
    return _Reader(file, text).reading()


@dataclass
class _Request:
    method: str
    place: Position
    url: list[Piece]
    headers: list[Entry] = field(default_factory=list)
    body: tuple[int, int] | None = None


class _Reader:
    def __init__(self, file: str, text: str) -> None:
        self.file, self.text = file, text
        self.starts = [0, *(index + 1 for index, one in enumerate(text) if one == "\n")]
        self.variables: dict[str, Text] = {}
        self.settings: dict[str, SettingRead] = {}
        self.comments: list[Comment] = []

    def reading(self) -> Reading:
        calls = tuple(call for request in self._requests() if (call := self._call(request)) is not None)
        return Reading(self.file, "http", calls, settings=tuple(self.settings.values()), comments=tuple(self.comments))

    def place(self, offset: int) -> Position:
        line = bisect_right(self.starts, offset)
        return Position(self.file, line, offset - self.starts[line - 1] + 1)

    def _requests(self) -> Iterator[_Request]:
        current: _Request | None = None
        in_body = False
        for start, line in self._lines():
            stripped = line.strip()
            if stripped.startswith("###"):
                if current is not None:
                    yield current
                current, in_body = None, False
            elif in_body and current is not None:
                if _begins(stripped):
                    yield current
                    current, in_body = self._begun(start, line), False
                elif stripped or current.body:
                    current.body = (current.body[0] if current.body else start, start + len(line))
            elif stripped.startswith(("#", "//")):
                self.comments.append(Comment(stripped.lstrip("#/ "), self.place(start + line.index(stripped[0]))))
            elif current is None:
                current = self._begun(start, line)
            elif not stripped:
                in_body = True
            elif stripped[0] in "{[":
                current.body, in_body = (start, start + len(line)), True
            else:
                self._head(current, start, line)
        if current is not None:
            yield current

    def _lines(self) -> Iterator[tuple[int, str]]:
        for number, start in enumerate(self.starts):
            end = self.starts[number + 1] - 1 if number + 1 < len(self.starts) else len(self.text)
            yield start, self.text[start:end]

    def _begun(self, start: int, line: str) -> _Request | None:
        """Return the request that a line begins; take note of a variable that it sets instead."""
        indent = len(line) - len(line.lstrip())
        if found := _REQUEST.match(line, indent):
            url = found[2].rstrip()
            url = url[: end.start()] if (end := _PROTOCOL.search(url)) else url
            return _Request(found[1], self.place(start + indent), self._pieces(url, start + found.start(2)))
        if found := _VARIABLE.match(line, indent):
            self.variables[found[1]] = tuple(self._pieces(found[2].rstrip(), start + found.start(2)))
        return None

    def _head(self, request: _Request, start: int, line: str) -> None:
        """Take a header, or more of the query."""
        if found := _MORE_QUERY.match(line):
            request.url += self._pieces(found[1].rstrip(), start + found.start(1))
        elif found := _HEADER.match(line.strip()):
            at = start + len(line) - len(line.lstrip())
            value = value_of(self._pieces(found[2], at + found.start(2)))
            request.headers.append(Entry(found[1], value, self.place(at)))

    def _pieces(self, text: str, start: int) -> list[Piece]:
        """Return ``text``, written from ``start`` on, with its variables."""
        found: list[Piece] = []
        at = 0
        for use in _USE.finditer(text):
            found += known(text[at : use.start()], start + at, self.place)
            name = use[1].strip()
            if name in self.variables:
                found += self.variables[name]
            else:
                place = self.place(start + use.start())
                if name.isupper() and name.replace("_", "a").isalnum():
                    self.settings.setdefault(name, SettingRead(name, place))
                found.append(Piece(Setting(name), start + use.start(), self.place))
            at = use.end()
        return [*found, *known(text[at:], start + at, self.place)]

    def _call(self, request: _Request) -> Call | None:
        """Return the call, None where it asks for no chat completion."""
        url = self._with_host(request)
        content = None
        if request.body is not None:
            first, last = request.body
            content = read_json_source(self._pieces(self.text[first:last], first), self.place(first))
        chat = any(isinstance(one.value, Known) and _CHAT in str(one.value.value) for one in url)
        says_messages = content and isinstance(content.value, Members) and content.value.entry("messages")
        if not chat and not says_messages:
            return None
        return Call(
            "HTTP",
            request.place,
            Known(request.method),
            value_of(url),
            Members(tuple(request.headers)),
            content.value if content else None,
            content.opened if content else request.place,
            place_in(url, request.place),
            version_place(url) or place_in(url, request.place),
            text=content.text if content else None,
        )

    @staticmethod
    def _with_host(request: _Request) -> list[Piece]:
        """Return the URL; behind a path alone the ``Host`` header says where it is."""
        first = request.url[0].value if request.url else None
        host: Value | None = next((one.value for one in request.headers if one.name.lower() == "host"), None)
        if host is None or not isinstance(first, Known) or not str(first.value).startswith("/"):
            return request.url
        return [*known("https://"), Piece(host), *request.url]


def _begins(line: str) -> bool:
    found = _REQUEST.fullmatch(line)
    return found is not None and ("/" in found[2] or "{{" in found[2])
