"""Run one program to its end, or to the end of its time, and leave nothing of it behind."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

# So much of what a program prints is kept; a sample that prints without end must not fill the memory.
_KEPT: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a program ended. ``exit_code`` is None where it was stopped."""

    exit_code: int | None
    stdout: str
    stderr: str
    seconds: float


class Processes:
    """The programs that are running, so that all of them can be stopped at once."""

    def __init__(self) -> None:
        self._running: set[subprocess.Popen[bytes]] = set()
        self._lock = threading.Lock()
        self._stopped = False

    def run(self, command: Sequence[str], environment: Mapping[str, str], timeout: float) -> Outcome:
        """Run ``command`` in an empty folder; end it with its children after ``timeout`` seconds."""
        started = time.monotonic()
        with (
            tempfile.TemporaryDirectory(prefix="sample-", ignore_cleanup_errors=True) as folder,
            tempfile.TemporaryFile() as out,
            tempfile.TemporaryFile() as err,
        ):
            with self._lock:
                if self._stopped:
                    return Outcome(None, "", "", 0.0)
                # Files, not pipes: a child that outlives the program would hold a pipe open.
                process = subprocess.Popen(
                    command,
                    cwd=folder,
                    env=dict(environment),
                    stdin=subprocess.DEVNULL,
                    stdout=out,
                    stderr=err,
                    **_own_group(),
                )
                self._running.add(process)
            try:
                exit_code: int | None = process.wait(timeout)
            except subprocess.TimeoutExpired:
                exit_code = None
            finally:
                end_group(process)
                with self._lock:
                    self._running.discard(process)
            stopped = self._stopped
            return Outcome(None if stopped else exit_code, _text(out), _text(err), round(time.monotonic() - started, 3))

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


def _text(stream: Any) -> str:
    stream.seek(0)
    return str(stream.read(_KEPT).decode("utf-8", "replace"))


def interpreter(language: str, path: Path, pwsh: str | None) -> list[str]:
    """Return the command that runs the sample at ``path``, from whatever folder; ``pwsh`` is PowerShell's."""
    script = str(path.absolute())
    if language == "powershell":
        return [pwsh or "pwsh", "-NoProfile", "-NonInteractive", "-File", script]
    return [sys.executable, script]
