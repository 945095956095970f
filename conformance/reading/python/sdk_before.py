"""The openai SDK before release 1: settings of the module, and ``openai.ChatCompletion.create``.

What it did was read in release 0.28 (``openai/__init__.py``, ``api_resources/abstract/engine_api_resource.py``). From 1.0
on the settings are read by a client of the module, and the call raises ``APIRemovedInV1``.
"""

import ast
from typing import Final

from conformance.exchange import Position
from conformance.reading.program import Call
from conformance.reading.python.arguments import Arguments
from conformance.reading.python.machine import Machine
from conformance.reading.python.objects import Answer, Coroutine, DictObject, Object, Slot
from conformance.reading.python.snapshots import snapshot
from conformance.reading.python.text import as_text, joined
from conformance.reading.python.urls import segment, url_text, with_query, without_slash
from conformance.reading.value import Entry, Known, Members, Setting, Unknown, Value

REMOVED_CLIENT: Final = "openai.ChatCompletion"
SETTINGS: Final = frozenset(
    {"api_type", "api_base", "api_version", "api_key", "organization", "azure_endpoint", "base_url", "log", "debug"}
)
_AZURE: Final = frozenset({"azure", "azure_ad", "azuread"})
_PUBLIC: Final = "https://api.openai.com/v1"
_NOT_THE_BODY: Final = frozenset(
    {"engine", "deployment_id", "api_type", "api_base", "api_version", "api_key", "organization", "headers",
     "request_timeout", "timeout", "request_id"}
)  # fmt: skip


def set_in_module(machine: Machine, name: str, value: Object, place: Position) -> None:
    """Make the setting ``openai.NAME`` hold ``value``."""
    machine.journal.touch(machine.sdk)
    machine.sdk.entries[name] = Slot(value, place)


def ask_before(machine: Machine, given: Arguments, node: ast.Call, asynchronous: bool) -> Object:
    """Return the answer to ``openai.ChatCompletion.create(…)``."""
    return Coroutine(lambda: _send(machine, given, node)) if asynchronous else _send(machine, given, node)


def _send(machine: Machine, given: Arguments, node: ast.Call) -> Object:
    body = DictObject(more=given.more)
    for name, slot in given.keywords.items():
        if name not in _NOT_THE_BODY:
            body.entries[name] = slot
    base, version = _setting(machine, given, "api_base"), _setting(machine, given, "api_version")
    stream = given.get("stream")
    sent = machine.record.send(
        Call(
            REMOVED_CLIENT,
            machine.place(node),
            Known("POST"),
            url_text(_url(machine, given, base, version, node)),
            Members((Entry("Content-Type", Known("application/json")),)),
            snapshot(body, "body"),
            machine.place(machine.statement),
            base.place if base else None,
            version.place if version else None,
            machine.certain,
            bool(machine.passes),
        )
    )
    streams = stream is not None and stream not in (Known(False), Known(None))
    return Answer("stream", sent) if streams else Answer("json", sent)


def _url(machine: Machine, given: Arguments, base: Slot | None, version: Slot | None, node: ast.Call) -> Value:
    written = machine.written(node.func)
    kind = _setting(machine, given, "api_type")
    engine = given.get("engine") or given.get("deployment_id")
    root = as_text(base.value, written) if base is not None else None
    if kind is None and engine is None:
        return joined([root or Known(_PUBLIC), Known("/chat/completions")])
    named = str(kind.value.value).lower() if kind is not None and isinstance(kind.value, Known) else "azure"
    if named not in _AZURE:
        return joined([without_slash(root) if root else Known(_PUBLIC), Known("/chat/completions")])
    if engine is None:
        return Unknown(written)
    resource = without_slash(root) if root is not None else Setting("OPENAI_API_BASE")
    path = joined(
        [resource, Known("/openai/deployments/"), segment(as_text(engine, written)), Known("/chat/completions")]
    )
    query = as_text(version.value, written) if version is not None else Setting("OPENAI_API_VERSION")
    return with_query(path, [("api-version", query)])


def _setting(machine: Machine, given: Arguments, name: str) -> Slot | None:
    """Return what a call is told, else what the module holds."""
    slot = given.slot(name) or machine.sdk.entries.get(name)
    return None if slot is None or slot.value == Known(None) else slot
