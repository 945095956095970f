"""Run one program to its end, or to the end of its time, within its bounds, and leave nothing of it behind."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from conformance.errors import InputError
from conformance.isolation import guard
from conformance.isolation.bounds import Bounds
from conformance.isolation.isolation import Isolation, isolation_in_force
from conformance.isolation.surroundings import surroundings

# So much of what a program prints is kept; a sample that prints without end must not fill the memory.
_KEPT: Final = 1_000_000
_GUARD: Final = str(Path(guard.__file__).absolute())


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a program ended. ``exit_code`` is None where it was stopped."""

    exit_code: int | None
    stdout: str
    stderr: str
    seconds: float


class Processes:
    """The programs that are running, so that all of them can be stopped at once.

    Each is isolated, where ``isolation`` holds; it is the one in force unless another is named. A program in Python is
    ``guarded`` by the audit hook too.
    """

    def __init__(self, isolation: Isolation | None = None, guarded: bool = True) -> None:
        self._isolation, self._guarded = isolation, guarded
        self._running: set[subprocess.Popen[bytes]] = set()
        self._lock = threading.Lock()
        self._stopped = False

    @property
    def isolation(self) -> Isolation:
        """Which isolation the programs get."""
        return self._isolation or isolation_in_force()

    def run(
        self, command: Sequence[str], environment: Mapping[str, str], timeout: float, bounds: Bounds | None = None
    ) -> Outcome:
        """Run ``command`` in an empty folder, its home; end it with its children after ``timeout`` seconds.

        It is isolated within ``bounds``; without them it is code of this project, and is not. Raises InputError where the
        isolation that is in force cannot be set up for it.
        """
        started = time.monotonic()
        with _folder() as folder, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            if self._stopped:
                return Outcome(None, "", "", 0.0)
            seen = surroundings(environment, folder)
            if bounds is not None and self._guarded and command[0] == sys.executable:
                command = [sys.executable, _GUARD, str(bounds.port), *command[1:]]
            if bounds is not None and self.isolation.holds:
                exit_code = self._isolated(command, seen, timeout, bounds, folder, out, err)
            else:
                exit_code = self._plain(command, seen, timeout, folder, out, err)
            stopped = self._stopped
            return Outcome(None if stopped else exit_code, _text(out), _text(err), round(time.monotonic() - started, 3))

    def _isolated(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        timeout: float,
        bounds: Bounds,
        folder: str,
        out: IO[bytes],
        err: IO[bytes],
    ) -> int | None:
        from conformance.isolation.child import Child, NotIsolated  # there is no such thing on Windows

        try:
            child = Child(command, environment, bounds, folder, timeout, out, err)
        except NotIsolated as why:
            raise InputError(
                f"{command[0]} cannot be isolated ({why}); check that this system permits Landlock and seccomp."
            ) from None
        with closing(child), self._known(child.process):
            return child.wait(timeout)

    def _plain(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        timeout: float,
        folder: str,
        out: IO[bytes],
        err: IO[bytes],
    ) -> int | None:
        # Files, not pipes: a child that outlives the program would hold a pipe open.
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=err, **_own_group()
        )
        with self._known(process), suppress(subprocess.TimeoutExpired):
            return process.wait(timeout)
        return None

    @contextmanager
    def _known(self, process: "subprocess.Popen[bytes]") -> Iterator[None]:
        """Let ``stop`` know of ``process``, and end it whatever happens."""
        try:
            with self._lock:
                self._running.add(process)
                if self._stopped:
                    end_group(process)
            yield
        finally:
            end_group(process)
            with self._lock:
                self._running.discard(process)

    def stop(self) -> None:
        """End every program that is running, with its children, and start no more."""
        with self._lock:
            self._stopped = True
            for process in self._running:
                end_group(process)


def _own_group() -> dict[str, Any]:
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}


def end_group(process: "subprocess.Popen[bytes]") -> None:
    """End ``process`` and its children, by their ids; it is no error that they are gone already."""
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/T", "/F", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        away = _descendants(process.pid)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        for child in away:  # one that left the group, as a daemon does
            with suppress(ProcessLookupError, PermissionError):
                os.kill(child, signal.SIGKILL)
    process.wait()


def _descendants(process: int) -> list[int]:
    """Return the ids of the children of ``process`` and of theirs; none where there is no /proc to read."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            # The name in brackets may hold anything; the parent is the second field behind it (proc(5)).
            parent = int(entry.read_text(errors="replace").rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(entry.parent.name))
    found: list[int] = []
    todo = [process]
    while todo:
        below = children.get(todo.pop(), [])
        found += below
        todo += below
    return found


@contextmanager
def _folder() -> Iterator[str]:
    """Yield an empty folder, and remove it with all that a child has put there; links are removed, not followed."""
    folder = os.path.realpath(tempfile.mkdtemp(prefix="sample-"))
    try:
        yield folder
    finally:
        for path, folders, _ in os.walk(folder):  # one that a child has closed to itself
            for name in folders:
                below = os.path.join(path, name)  # noqa: PTH118
                if not os.path.islink(below):  # noqa: PTH114
                    with suppress(OSError):
                        os.chmod(below, 0o700)  # noqa: PTH101
        shutil.rmtree(folder, ignore_errors=True)


def _text(stream: Any) -> str:
    stream.seek(0)
    return str(stream.read(_KEPT).decode("utf-8", "replace"))


def interpreter(language: str, path: Path, pwsh: str | None) -> list[str]:
    """Return the command that runs the sample at ``path``, from whatever folder; ``pwsh`` is PowerShell's."""
    script = str(path.absolute())
    if language == "powershell":
        return [pwsh or "pwsh", "-NoProfile", "-NonInteractive", "-File", script]
    return [sys.executable, script]
