"""Recordings of Rust's httpmock: documents with `when` and `then` (https://docs.rs/httpmock)."""

import re
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlencode

from conformance.exchange import Exchange, Headers, Request, Response
from conformance.traffic.blocks import Block, whole_document
from conformance.traffic.cassette import read_cassette
from conformance.traffic.cassette_origin import CassetteOrigin
from conformance.traffic.content import Packed, body_of_base64, body_of_text, body_of_value
from conformance.traffic.formats.format import Format, Pieces
from conformance.traffic.look import Look
from conformance.traffic.origin import Written
from conformance.traffic.unreadable import Unreadable
from conformance.traffic.yaml_nodes import Node
from conformance.wire.body import Body

_WHEN: Final = re.compile(rb"^when[ \t]*:[ \t]*\r?$", re.MULTILINE)


def _looks(look: Look) -> bool:
    return not look.is_json and _WHEN.search(look.start) is not None and b"then" in look.start


def _cut(name: str, pieces: Pieces) -> Iterator[Block | Unreadable]:
    return whole_document(name, pieces, "httpmock")


def _read(block: Block, _bare_bodies: bool) -> Iterator[Exchange | Unreadable]:
    return read_cassette(block, _mock)


def _mock(entry: Node, place: str, written: Written) -> Iterator[Exchange | Unreadable]:
    when, then = entry.get("when"), entry.get("then")
    if when is None or then is None:
        yield Unreadable(place, "is not a mock: it lacks `when` or `then`; leave it out.")
        return
    nodes: dict[str, Node] = {}
    bodies: dict[str, Body] = {}
    for part, message in (("request", when), ("response", then)):
        try:
            _add_body(part, message, nodes, bodies)
        except Packed as problem:
            yield Unreadable(place, f"has a {part} body that {problem.reason}.")
    path, method, status = when.get("path"), when.get("method"), then.get("status")
    if path is not None:
        nodes["url"] = path
    code = status.value if status is not None else None
    yield Exchange(
        place,
        Request(method.string if method else None, _url(path, when), _headers(when), bodies.get("request")),
        Response(code if type(code) is int else None, _headers(then), bodies.get("response")),
        origin=CassetteOrigin(written, entry, nodes, bodies),
    )


def _add_body(part: str, message: Node, nodes: dict[str, Node], bodies: dict[str, Body]) -> None:
    node, body = message.get("body", "json_body"), None
    if node is not None:
        body = body_of_text(node.text) if node.kind == "scalar" else body_of_value(node.value)
    else:
        node = message.get("body_base64")
        body = body_of_base64(node.text) if node is not None else None
    if node is not None and body is not None:
        nodes[part], bodies[part] = node, body


def _url(path: Node | None, when: Node) -> str | None:
    """Return path and query; the host is not recorded."""
    query = _pairs(when.get("query_param"))
    return None if path is None else path.text + (f"?{urlencode(query)}" if query else "")


def _headers(message: Node) -> Headers | None:
    fields = _pairs(message.get("header"))
    return Headers(tuple(fields), whole=False) if fields else None


def _pairs(node: Node | None) -> list[tuple[str, str]]:
    """Return the names and values of a list of `name`, `value` (or `key`)."""
    found: list[tuple[str, Any]] = []
    for item in node.items if node is not None else ():
        name, value = item.get("name", "key"), item.get("value")
        if name is not None and value is not None:
            found.append((name.text, value.text))
    return found


HTTPMOCK: Final = Format(
    "httpmock",
    "a recording of Rust's httpmock (`when`, `then`)",
    "no host, and headers by choice: what is not there is not missed",
    _looks,
    _cut,
    _read,
)
