"""A recorded interaction of a VCR cassette, whoever wrote it: each member under any of the names that recorders give it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from conformance.exchange import Exchange, Headers, Origin, Request, Response
from conformance.traffic.blocks import Block
from conformance.traffic.cassette_origin import CassetteOrigin
from conformance.traffic.content import Packed, body_of_base64, body_of_text, body_of_value
from conformance.traffic.entries import DECODER
from conformance.traffic.origin import JsonOrigin, Written
from conformance.traffic.unreadable import Unreadable
from conformance.traffic.yaml_nodes import Node, NotYaml, documents, node_of_json
from conformance.wire.body import Body

LISTS: Final = ("interactions", "http_interactions")


def read_cassette(
    block: Block, read: "Callable[[Node, str, Written], Iterator[Exchange | Unreadable]]"
) -> Iterator[Exchange | Unreadable]:
    """Yield the exchanges of a YAML file, an entry at a time; ``read`` takes the entry, its name and the file."""
    try:
        text = block.text.decode()
    except UnicodeDecodeError as error:
        yield Unreadable(block.name, f"is not UTF-8 at byte {error.start + 1}; save the file as UTF-8.")
        return
    number, written = 0, Written(block.name, text)
    try:
        for node, listed in documents(text, LISTS):
            if listed or node.members:
                number += 1
                yield from read(node, f"{block.name}#{number}", written)
    except NotYaml as problem:
        yield Unreadable(block.name, problem.reason)


def read_json_cassette(block: Block) -> Iterator[Exchange | Unreadable]:
    """Yield the exchanges of a cassette in JSON."""
    for element in block.elements:
        try:
            value = DECODER.decode(element.text)
            entry = node_of_json(value)
        except RecursionError:
            yield Unreadable(f"{block.name}#{element.number}", "nests too deep; leave it out.")
            continue
        written = Written(block.name, element.text, element.line, element.column)
        yield from interaction(entry, f"{block.name}#{element.number}", written, listed=True)


def interaction(entry: Node, place: str, written: Written, listed: bool = False) -> Iterator[Exchange | Unreadable]:
    """Yield the exchange that ``entry`` holds, and a sentence where a body of it cannot be read.

    ``written`` is what its places are counted in: the whole file; where the entry is ``listed`` in a JSON file, it alone.
    """
    request, response = entry.get("request"), entry.get("response")
    if entry.kind != "map" or (request is None and response is None):
        yield Unreadable(place, "is not an interaction: it has neither `request` nor `response`; leave it out.")
        return
    nodes: dict[str, Node] = {}
    bodies: dict[str, Body] = {}
    headers: dict[str, Headers | None] = {}
    for part, message in (("request", request), ("response", response)):
        if message is None:
            continue
        headers[part] = _headers(message.get("headers"))
        try:
            found = _body(message, headers[part])
        except Packed as problem:
            yield Unreadable(place, f"has a {part} body that {problem.reason}.")
            continue
        if found is not None:
            nodes[part], bodies[part] = found
    if listed:
        for part, body in bodies.items():
            if not body.exact:  # it is a part of this text, and each member has its place there
                bodies[part] = replace(body, text=written.text, prefix=nodes[part].path)
    asked = None
    if request is not None:
        url, method = request.get("uri", "url"), request.get("method")
        if url is not None:
            nodes["url"] = url
        verb = method.string if method else None
        asked = Request(
            verb.upper() if verb else None, url.string if url else None, headers["request"], bodies.get("request")
        )
    answered = (
        Response(_status(response, nodes), headers["response"], bodies.get("response"))
        if response is not None
        else None
    )
    origin: Origin = CassetteOrigin(written, entry, nodes, bodies)
    if listed:
        origin = JsonOrigin(written, {part: node.path for part, node in nodes.items()}, bodies)
    yield Exchange(place, asked, answered, origin=origin)


def _headers(node: Node | None) -> Headers | None:
    """Return the header fields, of which a cassette's filters may have left out any; None where none were recorded."""
    if node is None or not node.members:
        return None
    fields = [(name, one.string) for name, (_, value) in node.members.items() for one in value.items or (value,)]
    return Headers(tuple((name, text) for name, text in fields if text is not None), whole=False)


def _status(response: Node, nodes: dict[str, Node]) -> int | None:
    """Return the status: a number, ``200 OK``, or an object with ``code``."""
    for node in (response.get("status_code", "code"), response.get("status")):
        code = node.get("code", "status_code") if node is not None and node.kind == "map" else node
        word = (code.string or "").partition(" ")[0] if code is not None else ""
        if code is not None and word.isdecimal() and len(word) == 3:
            nodes["status"] = code
            return int(word)
    return None


def _body(message: Node, headers: Headers | None) -> tuple[Node, Body] | None:
    """Return the body with the node that holds it, None where there is none. Raises Packed."""
    coding = headers.get("content-encoding") if headers else None
    holder = message.get("body", "content")
    node = holder
    if holder is not None and holder.kind == "map":
        node = holder.get("string", "base64_string")
        if node is None and holder.members and holder.get("encoding") is None:
            node = holder
    if node is not None and node.kind == "scalar" and node.string:
        packed = node.is_binary or (holder is not None and holder.get("base64_string") is node)
        body = body_of_base64(node.text, coding) if packed else body_of_text(node.text, coding)
        if body is not None:
            return node, body
    parsed = message.get("parsed_body")
    if parsed is None and node is not None and node.kind != "scalar":
        parsed = node  # a serializer that wrote the body's JSON as YAML
    if parsed is None or parsed.string == "" or (parsed.kind == "scalar" and parsed.string is None):
        return None
    if parsed.kind == "scalar" and parsed.style is not None:
        text = body_of_text(parsed.text, coding)
        return (parsed, text) if text is not None else None
    return parsed, body_of_value(parsed.value)
