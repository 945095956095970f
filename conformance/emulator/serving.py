"""An emulator that runs beside its caller: a thread with a server of its own, and a clean end."""

import asyncio
import socket
import threading
from contextlib import suppress
from types import TracebackType
from typing import Final, Self

import uvicorn

from conformance.emulator.application import Observed, Observer, application
from conformance.emulator.service import Service
from conformance.emulator.settings import ABSENT, Absent, Fingerprint, Settings, fingerprint_of
from conformance.errors import UsageError

__all__ = ["ABSENT", "Absent", "Emulator", "Fingerprint", "Observed", "Observer", "Settings", "fingerprint_of"]

_STARTS_WITHIN: Final = 10.0  # seconds; it takes milliseconds
_GRACE: Final = 0.2  # seconds that answers under way are given at the end
_BACKLOG: Final = 2048
_LAST_PORT: Final = 65535


class Emulator:
    """A running emulator. Use it in a ``with`` statement; its end takes less than a second, whatever clients do."""

    def __init__(self, server: "_Server", listener: socket.socket) -> None:
        host, port = listener.getsockname()[:2]
        self.port: int = port
        self.url: str = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
        self._server = server
        self._thread = threading.Thread(target=server.run, args=([listener],), name="emulator", daemon=True)

    @classmethod
    def start(
        cls, settings: Settings | None = None, host: str = "127.0.0.1", port: int = 0, observe: Observer | None = None
    ) -> Self:
        """Return an emulator that accepts connections; ``observe`` is called from its thread.

        Raises UsageError where ``host`` and ``port`` cannot be listened at. Port 0 is any free one.
        """
        listener = _listen(host, port)
        config = uvicorn.Config(
            application(Service(settings or Settings()), observe),
            http="httptools",
            ws="none",
            lifespan="off",
            log_config=None,
            log_level="critical",  # uvicorn tells of each malformed request; here that is an everyday matter
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=75,
            backlog=_BACKLOG,
        )
        emulator = cls(_Server(config), listener)
        emulator._thread.start()
        if not emulator._server.ready.wait(_STARTS_WITHIN):
            raise RuntimeError("the emulator's server did not start")
        return emulator

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until the server has ended, or for ``seconds``; return whether it has ended."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def stop(self) -> None:
        """Accept nothing more, end what is open, and return when the thread has ended."""
        self._server.should_exit = True
        self._thread.join()

    def __enter__(self) -> Self:
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


def _listen(host: str, port: int) -> socket.socket:
    """Return a listening socket; raises UsageError in one sentence."""
    if not 0 <= port <= _LAST_PORT:
        raise UsageError(f"--port {port} is no port; choose one up to {_LAST_PORT}, or 0 for any that is free.")
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0][0]
        return socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(f"{host}:{port} cannot be listened at ({reason}); choose another --port or --host.") from None
