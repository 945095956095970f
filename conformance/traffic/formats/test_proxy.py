"""Recordings of the Azure SDK test proxy (https://github.com/Azure/azure-sdk-tools/tree/main/tools/test-proxy)."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from conformance.exchange import Exchange, Headers, Request, Response
from conformance.traffic.blocks import Block
from conformance.traffic.content import Packed, body_of_base64, body_of_text, body_of_value
from conformance.traffic.entries import DECODER, Element, cut_elements
from conformance.traffic.formats.format import Format, Pieces
from conformance.traffic.look import Look
from conformance.traffic.origin import JsonOrigin, Written
from conformance.traffic.unreadable import Unreadable
from conformance.wire.body import Body

_TEXTUAL: Final = ("json", "text/", "xml", "event-stream", "form-urlencoded")
_PATHS: Final = {
    "url": ("RequestUri",),
    "status": ("StatusCode",),
    "request headers": ("RequestHeaders",),
    "request": ("RequestBody",),
    "response": ("ResponseBody",),
}


def _looks(look: Look) -> bool:
    return "Entries" in look.keys


def _cut(name: str, pieces: Pieces) -> Iterator[Block | Unreadable]:
    return cut_elements(name, "test-proxy", ("Entries",), pieces)


def _read(block: Block, _bare_bodies: bool) -> Iterator[Exchange | Unreadable]:
    for element in block.elements:
        yield from _entry(element, block.name)


def _entry(element: Element, name: str) -> Iterator[Exchange | Unreadable]:
    place = f"{name}#{element.number}"
    entry = DECODER.decode(element.text)
    if not isinstance(entry, dict) or "RequestUri" not in entry:
        yield Unreadable(place, "is not an entry of the test proxy: it has no `RequestUri`; leave it out.")
        return
    headers = {part: _headers(entry.get(f"{part.title()}Headers")) for part in ("request", "response")}
    bodies: dict[str, Body] = {}
    for part in ("request", "response"):
        try:
            body = _body(entry.get(f"{part.title()}Body"), headers[part], element.text, f"{part.title()}Body")
        except Packed as problem:
            yield Unreadable(place, f"has a {part} body that {problem.reason}.")
            continue
        if body is not None:
            bodies[part] = body
    status = entry.get("StatusCode")
    response = None
    if type(status) is int or "response" in bodies:
        response = Response(status if type(status) is int else None, headers["response"], bodies.get("response"))
    url, method = entry["RequestUri"], entry.get("RequestMethod")
    yield Exchange(
        place,
        Request(
            method if isinstance(method, str) else None,
            url if isinstance(url, str) else None,
            headers["request"],
            bodies.get("request"),
        ),
        response,
        origin=JsonOrigin(Written(name, element.text, element.line, element.column), dict(_PATHS), bodies),
    )


def _headers(given: Any) -> Headers | None:
    """Return the header fields; the proxy sanitizes them and leaves some out. None where none were recorded."""
    if not isinstance(given, dict):
        return None
    fields = [
        (name, one)
        for name, value in given.items()
        for one in (value if isinstance(value, list) else [value])
        if isinstance(one, str)
    ]
    return Headers(tuple(fields), whole=False) if fields else None


def _body(given: Any, headers: Headers | None, text: str, member: str) -> Body | None:
    """Return the body: JSON as a value of the file, text as a string or a list of its lines, else base64. Raises Packed."""
    media_type = ((headers.get("content-type") if headers else None) or "").lower()
    coding = headers.get("content-encoding") if headers else None
    if isinstance(given, list) and given and all(isinstance(line, str) for line in given):
        return body_of_text("".join(given))
    if isinstance(given, dict | list):
        return body_of_value(given, text, (member,))
    if not isinstance(given, str) or not given:
        return None
    if media_type and not any(word in media_type for word in _TEXTUAL):
        try:
            return body_of_base64(given, coding)
        except Packed:
            return body_of_text(given)
    body = body_of_text(given, coding)
    return replace(body, exact=False) if body is not None else None


TEST_PROXY: Final = Format(
    "test-proxy",
    "a recording of the Azure SDK test proxy (`Entries`)",
    "bodies are written anew and sanitized, headers left out: no repeated keys, no exact numbers, "
    "and a header that is not there is not missed",
    _looks,
    _cut,
    _read,
)
