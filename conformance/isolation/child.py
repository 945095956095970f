"""Start a program as an isolated child, and wait for it while its questions are answered."""

import errno
import marshal
import os
import platform
import select
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Final, get_args

from conformance.isolation.bounds import Bounds, limits, paths
from conformance.isolation.filter import filter_program
from conformance.isolation.landlock import landlock_abi, ruleset
from conformance.isolation.supervisor import Supervisor
from conformance.isolation.syscalls import Machine

_LAUNCHER: Final = str(Path(__file__).with_name("launcher.py"))
_SECCOMP: Final[dict[Machine, int]] = {"x86_64": 317, "aarch64": 277}
_CAPSET: Final[dict[Machine, int]] = {"x86_64": 126, "aarch64": 91}
_SECONDS: Final = 30  # a launcher that has not answered by then is no slow one


class NotIsolated(Exception):
    """A child could not be restricted; it has not run. ``str()`` says why, as half a sentence."""


def machine() -> Machine | None:
    """Return the architecture, where the project knows its system calls."""
    name = platform.machine()
    return next((known for known in get_args(Machine) if known == name and sys.maxsize > 2**32), None)


class Child:
    """An isolated child. ``process`` is a leader of its own session; ``wait`` has to be called for it to get on."""

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        bounds: Bounds,
        folder: str,
        timeout: float,
        out: IO[bytes] | int,
        err: IO[bytes] | int,
    ) -> None:
        """Start ``command``, whose first word is an absolute path, in ``folder``. Raises NotIsolated."""
        known = machine()
        if known is None:
            raise NotIsolated(f"the system calls of {platform.machine()} are not known")
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                self.process = subprocess.Popen(
                    [sys.executable, "-I", "-S", _LAUNCHER, str(theirs.fileno())],
                    env={},
                    stdin=subprocess.DEVNULL,
                    stdout=out,
                    stderr=err,
                    pass_fds=[theirs.fileno()],
                    start_new_session=True,
                )
            try:
                plan = self._plan(command, environment, bounds, folder, timeout, known)
                listener = _handed_over(ours, marshal.dumps(plan))
            except BaseException:
                self.process.kill()
                self.process.wait()
                raise
        self._supervisor = Supervisor(listener, self.process.pid, bounds.port, known)
        self._listener = listener

    def _plan(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        bounds: Bounds,
        folder: str,
        timeout: float,
        known: Machine,
    ) -> dict[str, Any]:
        abi = landlock_abi()
        return {
            "parent": os.getpid(),
            "folder": folder,
            "limits": limits(command, timeout),
            "landlock": ruleset(abi),
            "paths": paths(command, bounds, folder, abi),
            "capset": _CAPSET[known],
            "seccomp": _SECCOMP[known],
            "filter": filter_program(known, self.process.pid),
            "command": list(command),
            "environment": dict(environment),
        }

    def wait(self, timeout: float) -> int | None:
        """Answer the child until it ends, and return its exit code; None where it has not ended in time."""
        end = time.monotonic() + timeout
        ended = os.pidfd_open(self.process.pid)
        poll = select.poll()
        poll.register(ended, select.POLLIN)
        poll.register(self._listener, select.POLLIN)
        try:
            while (left := end - time.monotonic()) > 0:
                for descriptor, event in poll.poll(left * 1000):
                    if descriptor == ended:
                        return self.process.wait()
                    if event & select.POLLIN:
                        self._supervisor.answer()
                    else:
                        poll.unregister(descriptor)
            return None
        finally:
            os.close(ended)

    def close(self) -> None:
        """Answer no more. The process is the caller's to end."""
        self._supervisor.close()


def _handed_over(link: socket.socket, plan: bytes) -> int:
    """Send the plan and return the listener of the filter that the launcher has installed."""
    link.settimeout(_SECONDS)
    try:
        link.sendall(len(plan).to_bytes(4, "big") + plan)
        said, descriptors, _, _ = socket.recv_fds(link, 512, 1)
    except OSError as failed:
        raise NotIsolated(f"the launcher ended early ({os.strerror(failed.errno or errno.EPIPE)})") from None
    if said == b"+" and descriptors:
        os.set_inheritable(descriptors[0], False)
        return descriptors[0]
    for one in descriptors:
        with suppress(OSError):
            os.close(one)
    raise NotIsolated(said[1:].decode("utf-8", "replace") or "the launcher ended early")
