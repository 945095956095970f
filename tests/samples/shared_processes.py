"""Processes that many runs of samples share: to start Python with ``openai``, or PowerShell, takes longer than the run."""

import atexit
import json
import secrets
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import IO, Any, Final

from conformance.isolation.isolation import Isolation
from conformance.samples.process import Outcome
from tests.shared_folder import pwsh

_HERE: Final = Path(__file__).parent
_BARE: Final = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}


class SharedProcesses:
    """Stands in for the runner's own processes, one for each language, which start when they are first needed."""

    def __init__(self) -> None:
        self._python = _Python()
        self._powershell = _PowerShell()

    @property
    def isolation(self) -> Isolation:
        """Which isolation the runner is told of: none is needed, since every script here is one of ours."""
        return Isolation("shared", "scripts of the tests share a process", holds=True)

    def run(
        self, command: Sequence[str], environment: Mapping[str, str], timeout: float, _bounds: object = None
    ) -> Outcome:
        """Run the script that ``command`` ends with. Nothing bounds it: it is one of ours."""
        host = self._powershell if command[-1].endswith(".ps1") else self._python
        started = time.monotonic()
        code, stdout, stderr = host.run(command[-1], environment, timeout)
        return Outcome(code, stdout, stderr, time.monotonic() - started)

    def stop(self) -> None:
        """Nothing of a run is left behind when it is over; ``close`` ends the processes themselves."""

    def close(self) -> None:
        self._python.close()
        self._powershell.close()


@cache
def shared_processes() -> SharedProcesses:
    """Return those that all tests of this process share; they end with it."""
    shared = SharedProcesses()
    atexit.register(shared.close)
    return shared


class _Host:
    command: Sequence[str]

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._folder = tempfile.TemporaryDirectory(prefix="samples-")

    def run(self, script: str, environment: Mapping[str, str], timeout: float) -> tuple[int | None, str, str]:
        with self._lock:
            if self._process is None:
                self._process = self._start()
            return self._run(self._process, script, environment, timeout)

    def close(self) -> None:
        if self._process is not None:
            self._process.stdin.close()  # type: ignore[union-attr]
            self._process.wait(timeout=30)
            self._process.stdout.close()  # type: ignore[union-attr]
        self._folder.cleanup()

    def _start(self) -> "subprocess.Popen[bytes]":
        raise NotImplementedError

    def _run(
        self, process: "subprocess.Popen[bytes]", script: str, environment: Mapping[str, str], timeout: float
    ) -> tuple[int | None, str, str]:
        raise NotImplementedError

    def _popen(self, command: Sequence[str], stderr: IO[bytes] | None = None) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=stderr, env=_BARE)

    @staticmethod
    def _say(process: "subprocess.Popen[bytes]", run: Mapping[str, Any]) -> None:
        assert process.stdin is not None
        process.stdin.write(json.dumps(run).encode() + b"\n")
        process.stdin.flush()


class _Python(_Host):
    def _start(self) -> "subprocess.Popen[bytes]":
        return self._popen([sys.executable, str(_HERE / "many.py")])

    def _run(
        self, process: "subprocess.Popen[bytes]", script: str, environment: Mapping[str, str], timeout: float
    ) -> tuple[int | None, str, str]:
        with tempfile.TemporaryDirectory(dir=self._folder.name) as folder:
            files = {name: str(Path(folder, name)) for name in ("stdout", "stderr")}
            own = {"script": script, "environment": dict(environment), "timeout": timeout}
            self._say(process, own | files | {"folder": folder})
            assert process.stdout is not None
            code = json.loads(process.stdout.readline())
            stdout, stderr = (Path(path).read_bytes().decode() for path in files.values())
            return code, stdout, stderr


class _PowerShell(_Host):
    def _start(self) -> "subprocess.Popen[bytes]":
        self._mark = secrets.token_hex(8)
        self._stderr = Path(self._folder.name, "stderr")
        listing = str(_HERE / "many.ps1")
        with self._stderr.open("wb") as errors:
            return self._popen(
                [str(pwsh()), "-NoProfile", "-NonInteractive", "-File", listing, "-Mark", self._mark], errors
            )

    def _run(
        self, process: "subprocess.Popen[bytes]", script: str, environment: Mapping[str, str], timeout: float
    ) -> tuple[int | None, str, str]:
        """Run to the end: a script without one belongs into a process of its own, which ``timeout`` ends."""
        before = self._stderr.stat().st_size
        self._say(process, {"script": script, "environment": dict(environment), "timeout": timeout})
        assert process.stdout is not None
        printed = b""
        while self._mark.encode() not in printed:
            line = process.stdout.readline()
            assert line, f"PowerShell ended in {script}: {self._stderr.read_text(encoding='utf-8')[before:]}"
            printed += line
        stdout, _, code = printed.decode().partition(self._mark)
        stderr = self._stderr.read_bytes()[before:].decode().partition(f"{self._mark}\n")[0]
        return int(code), stdout, stderr
