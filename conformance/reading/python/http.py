"""Requests by ``requests``, ``httpx`` and ``urllib.request``."""

import ast
from typing import Final
from urllib.parse import quote

from conformance.exchange import Position
from conformance.reading.program import Call
from conformance.reading.python.arguments import Arguments
from conformance.reading.python.machine import Machine
from conformance.reading.python.name_sets import name_set
from conformance.reading.python.objects import (
    Answer,
    Coroutine,
    DictObject,
    HttpRequest,
    ListObject,
    Object,
    Serialized,
    Session,
    Slot,
)
from conformance.reading.python.python_values import NotKnown, lift
from conformance.reading.python.snapshots import snapshot
from conformance.reading.python.text import as_text, joined
from conformance.reading.python.urls import mentions, url_text, with_query, with_slash
from conformance.reading.value import Entry, Known, Members, Unknown, Value
from conformance.wire.json_text import NotJson, read_json

VERBS: Final = frozenset({"get", "post", "put", "patch", "delete", "head", "options"})
# What else a request may be given: none of it changes method, URL or body, or leads elsewhere.
_UNDERSTOOD: Final = name_set(
    "method url params data json headers content timeout allow_redirects follow_redirects verify auth stream cookies",
)
_CHAT: Final = ("chat/completion", "/openai/deployments", "openai.azure.com")


def call_http(machine: Machine, client: str, verb: str, given: Arguments, node: ast.Call) -> Object:
    """Return what ``requests.VERB(…)`` or ``httpx.VERB(…)`` yields."""
    return _call(machine, Session(client, DictObject(), DictObject()), verb, given, node)


def call_session(machine: Machine, session: Session, name: str, given: Arguments, node: ast.Call) -> Object:
    """Return what method ``name`` of a session yields."""
    if name in ("close", "mount", "aclose"):
        return Known(None)
    if name not in VERBS and name != "request":
        return machine.not_understood(node)
    if session.asynchronous:
        return Coroutine(lambda: _call(machine, session, name, given, node))
    return _call(machine, session, name, given, node)


def make_session(client: str, given: Arguments) -> Object:
    """Return the session that ``requests.Session()`` or ``httpx.Client(…)`` makes."""
    parts = [given.get(name) for name in ("headers", "params")]
    headers, params = (part if isinstance(part, DictObject) else DictObject() for part in parts)
    return Session(client, headers, params, given.get("base_url"), "Async" in client)


def _call(machine: Machine, session: Session, verb: str, given: Arguments, node: ast.Call) -> Object:
    shift = verb == "request"
    url = given.slot("url", int(shift))
    method = given.get("method", 0) if shift else Known(verb.upper())
    if url is None or method is None or given.more is not None or not set(given.keywords) <= _UNDERSTOOD:
        machine.not_understood(node)
    if url is None:
        return machine.unknown(node)
    expression = machine.written(node)
    httpx = session.name.startswith("httpx")
    # By position: post(url, data, json) in requests, nothing but the URL elsewhere.
    data = given.get("content") or given.get("data", 1 if verb == "post" and not httpx else None)
    body = given.get("json", 2 if verb == "post" and not httpx else None)
    headers = _headers(session.headers, given.get("headers"))
    content, opened, kind = _content(machine, data, body, httpx, node)
    text = _as_form(data) if kind is not None and data is not None and _says_json(headers) else None
    if kind is not None and not any(name.lower() == "content-type" for name in headers):
        headers["Content-Type"] = Slot(Known(kind))
    params = _params(session.params, given.get("params", 1 if verb == "get" else None))
    address = _address(session, url.value, _written(machine, node, ("url",), int(shift)))
    if isinstance(address, Known) and "://" not in str(address.value):
        machine.doubt()  # the client refuses it before anything is sent
    sent = _record(
        machine,
        f"{session.name}.{verb}",
        address
        if not params
        else with_query(address, [(name, as_text(slot.value, name)) for name, slot in params.items()]),
        method or Unknown(expression),
        headers,
        (content, opened),
        _url_place(machine, node, url, int(shift)),
        params["api-version"].place if "api-version" in params else None,
        node,
        text,
    )
    return sent or machine.unknown(node)


def send_urllib(machine: Machine, given: Arguments, node: ast.Call) -> Object:
    """Return what ``urllib.request.urlopen(…)`` yields."""
    target = given.get("url", 0)
    if not isinstance(target, HttpRequest):
        url = target if target is not None else machine.unknown(node)
        target = HttpRequest(url, given.get("data", 1) or Known(None), DictObject(), None, machine.place(node))
    headers = _headers(target.headers, None)
    content, opened, _ = _content(machine, target.data, None, False, node)
    if content is not None and not any(name.lower() == "content-type" for name in headers):
        headers["Content-Type"] = Slot(Known("application/x-www-form-urlencoded"))
    method = target.method or Known("GET" if content is None else "POST")
    url = url_text(as_text(target.url, _written(machine, node, ("url",), 0)))
    place = target.url_place
    sent = _record(machine, "urllib.request.urlopen", url, method, headers, (content, opened), place, None, node)
    return sent or machine.unknown(node)


def make_request(machine: Machine, given: Arguments, node: ast.Call) -> Object:
    """Return the ``urllib.request.Request`` that is made."""
    url, headers = given.slot("url", 0), given.get("headers", 2)
    if url is None:
        return machine.unknown(node)
    return HttpRequest(
        url.value,
        given.get("data", 1) or Known(None),
        headers if isinstance(headers, DictObject) else DictObject(),
        given.get("method"),
        _url_place(machine, node, url, 0),
    )


def _record(
    machine: Machine,
    client: str,
    url: Value,
    method: Object,
    headers: dict[str, Slot],
    body: tuple[Value | None, Position | None],
    url_place: Position,
    api_version_place: Position | None,
    node: ast.Call,
    text: str | None = None,
) -> Object | None:
    """Record a request where it asks for a chat completion; else list it as not understood, and return None.

    ``text`` is the beginning of a body that is no JSON.
    """
    expression = machine.written(node)
    content, opened = body
    says_messages = isinstance(content, Members) and content.entry("messages") is not None
    if not mentions(url, _CHAT) and not says_messages:
        machine.not_understood(node)
        return None
    entries = tuple(Entry(name, as_text(slot.value, expression), slot.place) for name, slot in headers.items())
    if method not in (Known("POST"), Known("GET")):
        machine.not_understood(node)  # it may be meant to delete
    sent = machine.record.send(
        Call(
            client,
            machine.place(node),
            as_text(method, expression),
            url,
            Members(entries),
            content,
            opened or machine.place(node),
            url_place,
            api_version_place,
            machine.certain,
            bool(machine.passes),
            text,
        )
    )
    return Answer("http", sent)


def _address(session: Session, url: Object, expression: str) -> Value:
    text = as_text(url, expression)
    if session.base is None or mentions(text, ("://",)):
        return url_text(text)
    base = with_slash(as_text(session.base, expression))
    return url_text(joined([base, Known(text.value.lstrip("/")) if isinstance(text, Known) else text]))  # type: ignore[union-attr]


def _headers(own: DictObject, given: Object | None) -> dict[str, Slot]:
    headers = {str(key): slot for key, slot in own.entries.items()}
    if isinstance(given, DictObject):
        names = {str(key).lower() for key in given.entries}
        headers = {name: slot for name, slot in headers.items() if name.lower() not in names}
        headers |= {str(key): slot for key, slot in given.entries.items()}
    return {name: slot for name, slot in headers.items() if slot.value != Known(None)}


def _params(own: DictObject, given: Object | None) -> dict[str, Slot]:
    merged = dict(own.entries) | (dict(given.entries) if isinstance(given, DictObject) else {})
    return {str(key): slot for key, slot in merged.items() if slot.value != Known(None)}


def _content(
    machine: Machine, data: Object | None, body: Object | None, httpx: bool, node: ast.Call
) -> tuple[Value | None, Position | None, str | None]:
    """Return the JSON that is sent, where it is opened, and the media type that the client adds itself."""
    expression = _written(machine, node, ("content", "data", "json"), 1)
    if data is not None and data != Known(None):
        if isinstance(data, DictObject | ListObject):
            return Unknown(expression), data_opened(data), "application/x-www-form-urlencoded"
        if isinstance(data, Serialized):
            return data.of, data.opened, None
        return _parsed(data, expression), None, None
    if body is None or (body == Known(None) and not httpx):
        return None, None, None
    return snapshot(body, expression), data_opened(body), "application/json"


def _says_json(headers: dict[str, Slot]) -> bool:
    """Whether the headers promise JSON."""
    return any(
        name.lower() == "content-type" and isinstance(slot.value, Known) and "json" in str(slot.value.value)
        for name, slot in headers.items()
    )


def _as_form(data: Object) -> str | None:
    """Return how a dictionary that is given as ``data`` begins on the wire: as a form (requests, *Quickstart*)."""
    if not isinstance(data, DictObject) or not data.entries:
        return None
    return "&".join(f"{quote(str(key))}=…" for key in data.entries)


def data_opened(item: Object) -> Position | None:
    """Return the place that writes ``item``, None where that is not known."""
    return item.opened if isinstance(item, DictObject | Serialized) else None


def _parsed(data: Object, expression: str) -> Value:
    if isinstance(data, Known) and isinstance(data.value, str):
        try:
            return snapshot(lift(read_json(data.value).value), expression)
        except (NotJson, NotKnown):
            return Unknown(expression)
    return Unknown(expression)


def _url_place(machine: Machine, node: ast.Call, url: Slot, position: int) -> Position:
    """Return where the URL is written: the assignment, where the call has a name for it."""
    written = _argument(node, ("url",), position)
    if isinstance(written, ast.Name) and (slot := machine.scope.find(written.id)) is not None and slot.place:
        return slot.place
    return url.place or machine.place(node)


def _argument(node: ast.Call, names: tuple[str, ...], position: int) -> ast.expr | None:
    """Return the expression of the argument that has one of ``names``, or stands at ``position``; None without one."""
    found = next((word.value for word in node.keywords if word.arg is not None and word.arg in names), None)
    return node.args[position] if found is None and position < len(node.args) else found


def _written(machine: Machine, node: ast.Call, names: tuple[str, ...], position: int) -> str:
    """Return how an argument is written, and no more of the call: beside it a key may stand."""
    found = _argument(node, names, position)
    return machine.written(found) if found is not None else names[-1]
