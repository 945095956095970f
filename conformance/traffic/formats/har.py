"""HAR 1.2: what browsers, mitmproxy, Playwright and other proxies export (http://www.softwareishard.com/blog/har-12-spec/)."""

from collections.abc import Iterator
from typing import Any, Final

from conformance.exchange import Exchange, Headers, Request, Response
from conformance.traffic.blocks import Block
from conformance.traffic.content import Packed, body_of_base64, body_of_text
from conformance.traffic.entries import DECODER, Element, cut_elements
from conformance.traffic.formats.format import Format, Pieces
from conformance.traffic.look import Look
from conformance.traffic.origin import JsonOrigin, Written
from conformance.traffic.unreadable import Unreadable
from conformance.wire.body import Body
from conformance.wire.pointer import Path

_PATHS: Final[dict[str, Path]] = {
    "url": ("request", "url"),
    "status": ("response", "status"),
    "request headers": ("request", "headers"),
}


def _looks(look: Look) -> bool:
    return "log" in look.keys


def _cut(name: str, pieces: Pieces) -> Iterator[Block | Unreadable]:
    return cut_elements(name, "har", ("log", "entries"), pieces)


def _read(block: Block, _bare_bodies: bool) -> Iterator[Exchange | Unreadable]:
    for element in block.elements:
        yield from _entry(element, block.name)


def _entry(element: Element, name: str) -> Iterator[Exchange | Unreadable]:
    place = f"{name}#{element.number}"
    entry = _object(DECODER.decode(element.text))
    request, response = _object(entry.get("request")), _object(entry.get("response"))
    if not request and not response:
        yield Unreadable(place, "is not an HAR entry: it has neither `request` nor `response`; leave it out.")
        return
    asked, posted = _headers(request), _object(request.get("postData"))
    answered, content = _headers(response), _object(response.get("content"))
    bodies: dict[str, Body] = {}
    try:
        part = "request"
        _add(bodies, part, posted, asked)
        part = "response"
        _add(bodies, part, content, answered)
    except Packed as problem:
        yield Unreadable(place, f"has a {part} body that {problem.reason}.")
    paths: dict[str, Path] = _PATHS | {
        "request": ("request", "postData", "text"),
        "response": ("response", "content", "text"),
    }
    yield Exchange(
        place,
        Request(_text(request, "method"), _text(request, "url"), asked, bodies.get("request")) if request else None,
        _response(response, answered, bodies.get("response")),
        origin=JsonOrigin(Written(name, element.text, element.line, element.column), paths, bodies),
    )


def _add(bodies: dict[str, Body], part: str, content: dict[str, Any], headers: Headers | None) -> None:
    """Add the body that ``content`` holds; raises Packed."""
    text = content.get("text")
    if not isinstance(text, str):
        return
    coding = headers.get("content-encoding") if headers else None
    packed = content.get("encoding") == "base64"
    body = body_of_base64(text, coding) if packed else body_of_text(text, coding)
    if body is not None:
        bodies[part] = body


def _response(response: dict[str, Any], headers: Headers | None, body: Body | None) -> Response | None:
    """Return the answer; None where none came, which HAR writes as status 0."""
    status = response.get("status")
    if not response or not status:
        return None
    return Response(status if type(status) is int else None, headers, body)


def _headers(message: dict[str, Any]) -> Headers | None:
    """Return the header fields without the pseudo ones of HTTP/2; None where none were recorded."""
    given = message.get("headers")
    fields = [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []
    named = [(one.get("name"), one.get("value")) for one in fields]
    kept = tuple((n, v) for n, v in named if isinstance(n, str) and isinstance(v, str) and not n.startswith(":"))
    # Extensions and "sanitized" exports leave fields out; that they left out just this one is not likely.
    return Headers(kept, whole=any(name.lower() == "content-length" for name, _ in kept)) if kept else None


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(message: dict[str, Any], name: str) -> str | None:
    value = message.get(name)
    return value if isinstance(value, str) else None


HAR: Final = Format(
    "har",
    "HAR 1.2, as browsers, mitmproxy and Playwright export it",
    "a body may be missing, and some exports leave headers out: nothing is said about what is not there",
    _looks,
    _cut,
    _read,
)
