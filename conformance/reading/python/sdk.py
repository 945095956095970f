"""The openai SDK: clients, and the requests that their methods send.

What it does was read in the package ``openai`` itself (``lib/azure.py``, ``_base_client.py``, ``resources/chat``).
"""

import ast
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from conformance.reading.engine.leaving import Raised
from conformance.reading.program import Call
from conformance.reading.python.arguments import Arguments
from conformance.reading.python.environ import setting
from conformance.reading.python.machine import Machine
from conformance.reading.python.objects import (
    Answer,
    Coroutine,
    DictObject,
    Imported,
    Object,
    Opaque,
    SdkClient,
    SdkNode,
    Slot,
)
from conformance.reading.python.sdk_names import CLIENT, CREATE, NOT_THE_BODY, OMITTED
from conformance.reading.python.snapshots import snapshot
from conformance.reading.python.text import as_text, joined
from conformance.reading.python.urls import (
    mentions,
    query_text,
    segment,
    url_text,
    with_query,
    with_slash,
    without_slash,
)
from conformance.reading.value import Entry, Known, Members, Unknown, Value

_CHAT: Final = (("chat", "completions"), ("beta", "chat", "completions"))
_KEYS: Final = frozenset({"api_key", "azure_ad_token", "azure_ad_token_provider", "workload_identity"})
_METHODS: Final = frozenset({"create", "parse", "stream"})
_RAW: Final = frozenset({"with_raw_response", "with_streaming_response"})


def make_client(machine: Machine, name: str, given: Arguments, node: ast.Call) -> Object:
    """Return the client that ``openai.NAME(…)`` makes; raises Raised where the SDK would raise."""
    if given.positional:
        raise Raised("TypeError")
    _doubt_unknown(machine, given, CLIENT)
    given, place = given.without_none(), machine.place(node)
    azure = "Azure" in name
    query = dict(_entries(given.get("default_query")))
    version_place = query["api-version"].place if "api-version" in query else None
    if not _KEYS & set(given.keywords):
        setting(machine, "AZURE_OPENAI_API_KEY" if azure else "OPENAI_API_KEY", place)
    if azure:
        version = given.slot("api_version") or Slot(setting(machine, "OPENAI_API_VERSION", place))
        query["api-version"] = version
        version_place = version.place
    written = given.slot("base_url") or given.slot("azure_endpoint")
    return SdkClient(
        name.removeprefix("Async"),
        url_text(_azure_base(machine, given, node) if azure else _base(machine, given, node)),
        query,
        dict(_entries(given.get("default_headers"))),
        (written.place if written else None) or place,
        version_place,
        azure,
        name.startswith("Async"),
    )


def _azure_base(machine: Machine, given: Arguments, node: ast.Call) -> Value:
    base, endpoint = given.get("base_url"), given.get("azure_endpoint")
    if base is not None:
        if endpoint is not None:
            raise Raised("ValueError")
        return _text(machine, base, node)
    if endpoint is None:
        endpoint = setting(machine, "AZURE_OPENAI_ENDPOINT", machine.place(node))
    resource = without_slash(_text(machine, endpoint, node))
    deployment = given.get("azure_deployment")
    if deployment is None:
        return joined([resource, Known("/openai")])
    return joined([resource, Known("/openai/deployments/"), _text(machine, deployment, node)])


def _base(machine: Machine, given: Arguments, node: ast.Call) -> Value:
    base = given.get("base_url")
    if base is None:
        base = setting(machine, "OPENAI_BASE_URL", machine.place(node))
    return _text(machine, base, node)


def changed_client(machine: Machine, client: SdkClient, given: Arguments, node: ast.Call) -> Object:
    """Return the client that ``with_options`` or ``copy`` makes of ``client``."""
    given = given.without_none()
    query, headers = dict(client.query), dict(client.headers)
    for name, into in (("query", query), ("headers", headers)):
        if given.get(f"set_default_{name}") is not None:
            into.clear()
        into.update(_entries(given.get(f"set_default_{name}")))
        into.update(_entries(given.get(f"default_{name}")))
    version, base = given.slot("api_version"), given.get("base_url")
    if version is not None:
        query["api-version"] = version
    return replace(
        client,
        base=client.base if base is None else url_text(_text(machine, base, node)),
        query=query,
        headers=headers,
        api_version_place=version.place if version is not None else client.api_version_place,
    )


def call_node(machine: Machine, node: SdkNode, given: Arguments, call: ast.Call) -> Object:
    """Return what a call below a client yields: an answer where it asks for a chat completion."""
    *path, method = node.path
    raw = bool(path) and path[-1] in _RAW
    if tuple(path[:-1] if raw else path) not in _CHAT or method not in _METHODS or (raw and method == "stream"):
        return machine.not_understood(call)
    if isinstance(node.client, Opaque):
        machine.not_understood(call)
    if isinstance(node.client, SdkClient) and node.client.asynchronous:
        return Coroutine(lambda: _send(machine, node.client, method, raw, given, call))
    return _send(machine, node.client, method, raw, given, call)


def _send(
    machine: Machine, client: SdkClient | Opaque, method: str, raw: bool, given: Arguments, node: ast.Call
) -> Object:
    _doubt_unknown(machine, given, CREATE)
    if given.positional or (not given.more and not {"model", "messages"} <= set(given.keywords)):
        machine.doubt()  # the SDK refuses it before anything is sent
    body = _body(machine, given, method, node)
    headers = {"Content-Type": Slot(Known("application/json"))}
    url: Value = Unknown(machine.written(node.func))
    version_place = None
    if isinstance(client, SdkClient):
        url, version_place = _url(machine, client, body, given, node), client.api_version_place
        headers = _merged(headers, client.headers)
    headers = _merged(headers, dict(_entries(given.get("extra_headers"))))
    extra = dict(_entries(given.get("extra_query")))
    if "api-version" in extra:
        version_place = extra["api-version"].place
    sent = machine.record.send(
        Call(
            client.name if isinstance(client, SdkClient) else client.expression,
            machine.place(node),
            Known("POST"),
            url,
            _members(machine, headers, node),
            _with_extra(body, given),
            machine.place(machine.statement),
            client.place if isinstance(client, SdkClient) else None,
            version_place,
            machine.certain and isinstance(client, SdkClient),
            bool(machine.passes),
        )
    )
    if raw:
        return Answer("raw", sent)
    stream = given.get("stream")
    streams = method == "stream" or (stream is not None and stream not in (Known(False), Known(None)))
    return Answer("stream", sent) if streams and not _omitted(stream) else Answer("sdk", sent, (), "sdk")


def _body(machine: Machine, given: Arguments, method: str, node: ast.Call) -> DictObject:
    body = DictObject(more=given.more)
    for name, slot in given.keywords.items():
        if name not in NOT_THE_BODY and not _omitted(slot.value):
            body.entries[name] = slot
    if method == "stream":
        body.entries["stream"] = Slot(Known(True), machine.place(node))
    return body


def _with_extra(body: DictObject, given: Arguments) -> Value:
    extra = given.get("extra_body")
    if isinstance(extra, DictObject):
        body.entries.update({key: slot for key, slot in extra.entries.items() if not _omitted(slot.value)})
        body.more = body.more or extra.more
    elif extra is not None and extra != Known(None):
        body.more = body.more or "extra_body"
    return snapshot(body, "body")


def _url(machine: Machine, client: SdkClient, body: DictObject, given: Arguments, node: ast.Call) -> Value:
    url, model = client.base, body.entries.get("model")
    if client.in_path and not mentions(url, ["/deployments"]) and model is None and given.more is not None:
        url = joined([with_slash(url), Known("deployments/"), Unknown(given.more)])
    elif client.in_path and not mentions(url, ["/deployments"]) and model is not None and model.value != Known(None):
        name = segment(as_text(model.value, machine.written(node)))
        url = joined([with_slash(url), Known("deployments/"), name])
    query = {**client.query, **dict(_entries(given.get("extra_query")))}
    items = [(name, query_text(slot.value, name)) for name, slot in query.items() if not _omitted(slot.value)]
    return with_query(joined([with_slash(url), Known("chat/completions")]), items)


def _doubt_unknown(machine: Machine, given: Arguments, known: frozenset[str]) -> None:
    """A keyword that the SDK does not know, or not in every release, makes it raise before anything is sent."""
    if not set(given.keywords) <= known:
        machine.doubt()


def _merged(headers: Mapping[str, Slot], more: Mapping[str, Slot]) -> dict[str, Slot]:
    names = {name.lower() for name in more}
    kept = {name: slot for name, slot in headers.items() if name.lower() not in names}
    return kept | {name: slot for name, slot in more.items() if not _omitted(slot.value)}


def _members(machine: Machine, headers: Mapping[str, Slot], node: ast.AST) -> Members:
    expression = machine.written(node)
    return Members(tuple(Entry(name, as_text(slot.value, expression), slot.place) for name, slot in headers.items()))


def _entries(item: Object | None) -> list[tuple[str, Slot]]:
    return [(str(key), slot) for key, slot in item.entries.items()] if isinstance(item, DictObject) else []


def _omitted(item: Object | None) -> bool:
    return isinstance(item, Imported) and item.name in OMITTED


def _text(machine: Machine, item: Object, node: ast.AST) -> Value:
    return as_text(item, machine.written(node))
