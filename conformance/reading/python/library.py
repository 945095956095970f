"""What the functions of modules and the builtins do, as far as it matters for what is sent and printed."""

import ast
from collections.abc import Callable
from typing import Final

from conformance.reading.engine.leaving import Ends
from conformance.reading.python import builtin_functions as builtin
from conformance.reading.python import json_functions, printing
from conformance.reading.python.arguments import Arguments
from conformance.reading.python.environ import environ_method, get_variable
from conformance.reading.python.harmless import is_harmless_function
from conformance.reading.python.http import VERBS, call_http, make_request, make_session
from conformance.reading.python.machine import Machine
from conformance.reading.python.name_sets import name_set
from conformance.reading.python.objects import (
    Coroutine,
    ListObject,
    Object,
    Slot,
)
from conformance.reading.python.sdk import make_client
from conformance.reading.python.sdk_before import REMOVED_CLIENT, ask_before
from conformance.reading.python.sdk_names import CLIENTS
from conformance.reading.python.url_functions import quoted, url_encoded, url_joined
from conformance.reading.value import Known

_Called = Callable[[Machine, Arguments, ast.Call], Object]
_ENDS: Final = frozenset({"sys.exit", "builtins.exit", "builtins.quit", "os._exit", "os.abort"})
_SDK_HTTP: Final = frozenset({"openai.DefaultHttpxClient", "openai.DefaultAsyncHttpxClient"})
# What a client may be given without leading its requests elsewhere.
_HTTP_OPTIONS: Final = name_set(
    "timeout verify follow_redirects http2 http1 limits max_redirects cert headers params base_url trust_env",
)
_SESSIONS: Final = frozenset({"requests.Session", "requests.session", "httpx.Client", "httpx.AsyncClient"})
_FUNCTIONS: Final[dict[str, _Called]] = {
    "os.getenv": lambda machine, given, node: get_variable(machine, given, node),
    "json.dumps": json_functions.dumps,
    "json.loads": json_functions.loads,
    "json.load": json_functions.loads,
    "urllib.parse.quote": quoted,
    "urllib.parse.quote_plus": quoted,
    "urllib.parse.urlencode": url_encoded,
    "urllib.parse.urljoin": url_joined,
    "requests.compat.urljoin": url_joined,
    "urllib.request.Request": make_request,
    "sys.stdout.write": printing.write,
    "pprint.pprint": printing.pretty,
    "pprint.pp": printing.pretty,
    "builtins.print": printing.printed,
    "dataclasses.asdict": builtin.attributes,
    "copy.copy": builtin.copied,
    "copy.deepcopy": builtin.copied,
    **{f"builtins.{name}": function for name, function in builtin.FUNCTIONS.items()},
}


def call_imported(machine: Machine, name: str, given: Arguments, node: ast.Call) -> Object:
    """Return what the function or class ``name`` of a module yields."""
    module, _, last = name.rpartition(".")
    if name in _FUNCTIONS:
        return _FUNCTIONS[name](machine, given, node)
    if name in _ENDS:
        raise Ends
    if module == "os.environ":
        return environ_method(machine, last, given, node)
    if name in ("dotenv.load_dotenv", "dotenv.find_dotenv"):
        return Known(True)
    if module in ("openai", "openai.lib.azure") and last in CLIENTS:
        return make_client(machine, last, given, node)
    if module == REMOVED_CLIENT and last in ("create", "acreate"):
        return ask_before(machine, given, node, last == "acreate")
    if module in ("requests", "httpx", "requests.api") and (last in VERBS or last == "request"):
        return call_http(machine, module.partition(".")[0], last, given, node)
    if name in _SESSIONS | _SDK_HTTP:
        return _session(machine, name, given, node)
    if name in ("asyncio.run", "asyncio.create_task", "asyncio.wait_for", "asyncio.ensure_future"):
        first = given.first()
        return first.start() if isinstance(first, Coroutine) else machine.unknown(node)
    if name == "asyncio.gather":
        return ListObject([_awaited(slot) for slot in given.positional], given.more)
    if name == "logging.basicConfig" and not {"filename", "handlers"} & set(given.keywords):
        return Known(None)
    if is_harmless_function(name):
        if name in ("random.shuffle", "heapq.heappush", "heapq.heapify"):
            machine.escape(given.first() or Known(None), machine.written(node))
        return machine.unknown(node)
    for value in given.values():
        machine.escape(value, machine.written(node))
    return machine.not_understood(node)


def _session(machine: Machine, name: str, given: Arguments, node: ast.Call) -> Object:
    if given.more is not None or not set(given.keywords) <= _HTTP_OPTIONS:
        machine.not_understood(node)
    return machine.unknown(node) if name in _SDK_HTTP else make_session(name, given)


def _awaited(slot: Slot) -> Slot:
    return Slot(slot.value.start(), slot.place) if isinstance(slot.value, Coroutine) else slot
