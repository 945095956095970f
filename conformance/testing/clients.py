"""See what requests and httpx send and receive in this process, whatever transport they use.

The public ``send`` of their clients is wrapped while somebody listens: redirects, retries of the OpenAI SDK and mocked
transports pass through it. Other clients, and other processes, are seen by the emulator alone.
"""

import functools
import importlib
import importlib.util
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from conformance.exchange import Exchange, Request
from conformance.testing.seen import Fields, Seen, Sink
from conformance.testing.streamed import keep_httpx, keep_requests
from conformance.traffic.service import Service, service_of

if TYPE_CHECKING:
    from conformance.emulator.serving import Emulator

_HTTPX: Final = ("httpx", "httpx2")  # the OpenAI SDK uses the one or the other
Keep = Callable[[Seen, Any], None]
_LOOPBACK: Final = ("127.0.0.1", "localhost")


class Clients:
    """The clients of this process; ``listening`` may be nested, and each listener is told."""

    def __init__(self) -> None:
        self.emulators: dict[int, Emulator] = {}  # by their ports
        self._sinks: list[Sink] = []
        self._patched: list[tuple[Any, Any, Any]] = []
        self._lock = threading.Lock()

    @contextmanager
    def listening(self, sink: Sink) -> Iterator[None]:
        """Have ``sink`` told of each request as it is sent, from any thread, and of what the emulators answered in the end."""
        with self._lock:
            if not self._sinks:
                self._install()
            self._sinks.append(sink)
        try:
            yield
        finally:
            for emulator in tuple(self.emulators.values()):
                emulator.settle()
            with self._lock:
                self._sinks.remove(sink)
                if not self._sinks:
                    self._remove()

    def tell(self, seen: Seen) -> None:
        """Tell each listener."""
        for sink in tuple(self._sinks):
            sink(seen)

    def asked(self, request: Any) -> Seen:
        """Return, and tell, a request of a client."""
        method, url = str(request.method), str(request.url)
        kept = _may_be_judged(method, url)
        body = body_of(request) if kept else b""
        seen = Seen(method, url, fields_of(request.headers), body, mirrored=self._is_emulators(url), kept=kept)
        self.tell(seen)
        return seen

    def _is_emulators(self, url: str) -> bool:
        try:
            parts = urlsplit(url)
            host, port = parts.hostname, parts.port
        except ValueError:
            return False
        return host in _LOOPBACK and port in self.emulators

    def _install(self) -> None:
        for name in _HTTPX:
            if (module := _module(name)) is not None:
                keep = functools.partial(keep_httpx, module)
                self._wrap(module.Client, functools.partial(_sync, self, keep))
                self._wrap(module.AsyncClient, functools.partial(_async, self, keep))
        if (module := _module("requests")) is not None:
            self._wrap(module.Session, functools.partial(_requests, self))

    def _wrap(self, holder: Any, wrapping: Callable[[Any], Any]) -> None:
        original = holder.send
        ours = functools.wraps(original)(wrapping(original))
        holder.send = ours
        self._patched.append((holder, original, ours))

    def _remove(self) -> None:
        for holder, original, ours in reversed(self._patched):
            if holder.send is ours:  # else somebody wrapped it once more, and ours tells nobody from now on
                holder.send = original
        self._patched.clear()


CLIENTS: Final = Clients()


def fields_of(headers: Any) -> Fields:
    """Return the headers of a client's request or response; bytes in them are Latin-1, as on the wire."""
    items = headers.multi_items() if hasattr(headers, "multi_items") else headers.items()
    return tuple((_text(name), _text(value)) for name, value in items)


def body_of(request: Any) -> bytes:
    """Return the body of a client's request; nothing where it is made while it is sent."""
    try:
        body = request.body if hasattr(request, "body") else request.content
    except Exception:  # httpx: RequestNotRead
        return b""
    if isinstance(body, str):
        return body.encode()
    return bytes(body) if isinstance(body, bytes | bytearray) else b""


def _may_be_judged(method: str, url: str) -> bool:
    """Return whether a request is one to Azure OpenAI, or to a host that a test may name as such."""
    return "/openai/" in url or service_of(Exchange("", Request(method, url))) is not Service.OTHER


def _text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _module(name: str) -> Any:
    """Return a library that is installed; None where it is not, or cannot be imported."""
    try:
        return importlib.import_module(name) if importlib.util.find_spec(name) else None
    except Exception:
        return None


def _sync(clients: Clients, keep: Keep, original: Any) -> Any:
    def send(client: Any, request: Any, *args: Any, **options: Any) -> Any:
        __tracebackhide__ = True
        seen = clients.asked(request)
        response = original(client, request, *args, **options)
        _answered(clients, seen, response, keep)
        return response

    return send


def _async(clients: Clients, keep: Keep, original: Any) -> Any:
    async def send(client: Any, request: Any, *args: Any, **options: Any) -> Any:
        __tracebackhide__ = True
        seen = clients.asked(request)
        response = await original(client, request, *args, **options)
        _answered(clients, seen, response, keep)
        return response

    return send


def _requests(clients: Clients, original: Any) -> Any:
    def send(session: Any, request: Any, *args: Any, **options: Any) -> Any:
        __tracebackhide__ = True
        seen = clients.asked(request)
        response = original(session, request, *args, **options)
        # It follows redirects by sending again, and each of these comes by here itself.
        keep_requests(seen, response.history[0] if response.history else response)
        return response

    return send


def _answered(clients: Clients, seen: Seen, response: Any, keep: Keep) -> None:
    """Keep the answer to ``seen``; behind redirects, the requests and answers that followed too."""
    chain = [*response.history, response]
    keep(seen, chain[0])
    for one in chain[1:]:
        keep(clients.asked(one.request), one)
