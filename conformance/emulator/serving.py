"""An emulator that runs beside its caller: a thread with a server of its own, and a clean end."""

import asyncio
import socket
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from types import TracebackType
from typing import Any, Final, Self
from weakref import WeakSet

import uvicorn

from conformance.emulator.application import Observed, Observer, application
from conformance.emulator.protocol import Connection
from conformance.emulator.received import Received
from conformance.emulator.replay import Replay
from conformance.emulator.script import Script, row_of
from conformance.emulator.service import Service
from conformance.emulator.settings import ABSENT, Absent, Fingerprint, Settings, fingerprint_of
from conformance.errors import UsageError

__all__ = ["ABSENT", "Absent", "Emulator", "Fingerprint", "Observed", "Observer", "Settings", "fingerprint_of"]

_ROW: Final = ("message", "pattern", "turn", "deployment", "times", "text", "fault", "delay")
_STARTS_WITHIN: Final = 10.0  # seconds; it takes milliseconds
_GRACE: Final = 0.2  # seconds that answers under way are given at the end
_SETTLES_WITHIN: Final = 5.0  # seconds; a client that left is noticed at the next turn of the loop
_LOOKS_EVERY: Final = 0.002  # seconds
_BACKLOG: Final = 2048
_LAST_PORT: Final = 65535


class Emulator:
    """An emulator beside its caller. Use it in a ``with`` statement; its end takes less than a second, whatever clients do.

    ``requests`` is what it was asked so far, in the order of the answers.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        observe: Observer | None = None,
        remember: bool = True,
        script: Script | None = None,
        replay: Replay | None = None,
    ) -> None:
        """Prepare an emulator, which listens from ``with`` on; port 0 is any free one.

        ``observe`` is called from its thread with each exchange; without ``remember``, ``requests`` stays empty.
        ``script`` and ``replay`` answer the requests that they fit.
        """
        self.settings = settings or Settings()
        self.requests: list[Received] = []
        self._place = host, port
        self._observe = observe
        self._remember = remember
        self._service = Service(self.settings, script, replay)
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None
        self._waited_for: WeakSet[asyncio.Task[None]] = WeakSet()
        self._address = ""
        self.port = port

    @classmethod
    def start(
        cls, settings: Settings | None = None, host: str = "127.0.0.1", port: int = 0, observe: Observer | None = None
    ) -> Self:
        """Return an emulator that accepts connections and remembers nothing of them.

        Raises UsageError where it cannot listen on ``host`` and ``port``.
        """
        emulator = cls(settings, host=host, port=port, observe=observe, remember=False)
        emulator.open()
        return emulator

    @property
    def url(self) -> str:
        """Where it listens, without a slash at the end; raises RuntimeError where it does not listen yet."""
        if not self._address:
            raise RuntimeError("The emulator listens from its `with` statement on.")
        return self._address

    @property
    def key(self) -> str:
        """The key to ask with."""
        return self.settings.key

    def open(self) -> None:
        """Listen; raises UsageError where that cannot be."""
        listener = _listen(*self._place)
        host, self.port = listener.getsockname()[:2]
        self._address = f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"
        config = uvicorn.Config(
            application(self._service, self._seen if self._remember or self._observe else None),
            http=_connection(self.settings),
            ws="none",
            lifespan="off",
            log_config=None,
            log_level="critical",  # uvicorn tells of each malformed request; here that is an everyday matter
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=max(1, round(self.settings.idle_seconds)),
            backlog=_BACKLOG,
        )
        self._server = _Server(config)
        self._thread = threading.Thread(target=self._server.run, args=([listener],), name="emulator", daemon=True)
        self._thread.start()
        if not self._server.ready.wait(_STARTS_WITHIN):
            raise RuntimeError("the emulator's server did not start")

    def script(
        self,
        *,
        message: str | None = None,
        pattern: str | None = None,
        turn: int | None = None,
        deployment: str | None = None,
        times: int | None = None,
        text: str | None = None,
        tool_calls: Sequence[Mapping[str, Any]] | None = None,
        error: Mapping[str, Any] | None = None,
        fault: str | None = None,
        delay: str | float | None = None,
    ) -> None:
        """Add a row to the script: which requests it answers, and how; ``--script`` has the same members.

        ``message`` is the whole last user message, ``pattern`` a regular expression that is found in it, ``turn`` the
        number of user messages. Raises ValueError where the row cannot be meant.
        """
        given = locals()
        calls = None if tool_calls is None else [dict(call) for call in tool_calls]
        members = {name: given[name] for name in _ROW}
        error_members = None if error is None else dict(error)
        self._service.script.rows.append(row_of(members | {"tool_calls": calls, "error": error_members}))

    def begin_anew(self) -> None:
        """Drop the rows that ``script`` added and what was asked so far; a list that somebody holds stays as it is."""
        self._service.script.rows = []
        self.requests = []

    def _seen(self, observed: Observed) -> None:
        if self._remember:
            headers = {name.lower(): value for name, value in observed.request_headers}
            body = observed.request_body
            self.requests.append(Received(observed.method, observed.url, headers, body, observed.status))
        if self._observe is not None:
            self._observe(observed)

    def settle(self, seconds: float = _SETTLES_WITHIN) -> None:
        """Wait until the answers that are under way now were observed; a client may have left before their end.

        An answer that takes longer than ``seconds``, as a stalled one does, is waited for once only.
        """
        if self._server is None:
            return
        tasks = [task for task in self._server.server_state.tasks.copy() if task not in self._waited_for]
        until = time.monotonic() + seconds
        while any(not task.done() for task in tasks) and time.monotonic() < until:
            time.sleep(_LOOKS_EVERY)
        self._waited_for.update(tasks)

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until the server has ended, or for ``seconds``; return whether it has ended."""
        if self._thread is None:
            return True
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def stop(self) -> None:
        """Accept nothing more, end what is open, and return when the thread has ended."""
        if self._server is not None and self._thread is not None:
            self._server.should_exit = True
            self._thread.join()

    def __enter__(self) -> Self:
        if self._server is None:
            self.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


class _Server(uvicorn.Server):
    """uvicorn's server, which at the end would wait for as long as a client keeps half a request open."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        for listener in sockets or ():
            listener.close()
        for connection in tuple(self.server_state.connections):
            connection.shutdown()
        await self._settled()
        for connection in tuple(self.server_state.connections):
            connection.transport.abort()
        await self._settled()

    async def _settled(self) -> None:
        """Wait until no connection and no task is left, though not for long."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_GRACE):
                while self.server_state.connections or self.server_state.tasks:
                    await asyncio.sleep(0.005)


def _connection(settings: Settings) -> type[Connection]:
    return type("Connection", (Connection,), {"header_seconds": settings.header_seconds})


def _listen(host: str, port: int) -> socket.socket:
    """Return a listening socket; raises UsageError in one sentence."""
    if not 0 <= port <= _LAST_PORT:
        raise UsageError(f"--port {port} is not a port; choose one up to {_LAST_PORT}, or 0 for any that is free.")
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0][0]
        return socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(f"cannot listen on {host}:{port} ({reason}); choose another --port or --host.") from None
