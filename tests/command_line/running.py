"""Run ``conformance`` as a user does, in a process with arguments, folder, environment and streams of its own.

Most tests need no interpreter that has just started, so a copy of one server's process does it (see ``server.py``). What
Python itself reads at its start takes a process of its own, and so does whatever a test starts with ``subprocess``: signals,
pipes that break, closed streams, what is imported.
"""

import os
import subprocess
import sys
import tempfile
import traceback
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from tests.command_line.client import asked
from tests.shared_folder import ROOT

# Where this is set, by whoever changes the package in the memory of this process, copies are made of it and not of a
# server's; each does at its end what is told.
AT_END: Final[list[Callable[[], None]]] = []
_CLIENT: Final = Path(__file__).with_name("client.py")
_COPIES: Final = sys.platform == "linux"
# What a copy follows as a new interpreter does.
_FOLLOWED: Final = {"PYTHONPATH", "PYTHONUNBUFFERED"}


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    stdout: str
    stderr: str


def conformance(
    *arguments: str,
    folder: Path = ROOT,
    stdin: bytes = b"",
    environment: Mapping[str, str] | None = None,
    project: Path = ROOT,
) -> Ended:
    """Run ``conformance ARGUMENTS`` in ``folder``; ``environment`` stands for that of this process.

    ``project`` is a copy of this one that a test has changed.
    """
    seen = dict(os.environ if environment is None else environment)
    seen["PYTHONPATH"] = os.pathsep.join(filter(None, [str(project), seen.get("PYTHONPATH", "")]))
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        given.write(stdin)
        given.seek(0)
        alike = project == ROOT and not any(_read_at_start(name, seen) for name in {*seen, *os.environ})
        run = run_with_streams if alike else _started
        code = run(arguments, folder, seen, [one.fileno() for one in (given, out, err)])
        out.seek(0)
        err.seek(0)
        return Ended(code, out.read().decode(), err.read().decode())


def run_with_streams(arguments: Sequence[str], folder: Path, environment: Mapping[str, str], streams: list[int]) -> int:
    """Run ``conformance ARGUMENTS`` with these standard streams, in a copy of a process; return its exit code."""
    if _COPIES:
        return (_copied if AT_END else _served)(arguments, str(folder), environment, streams)
    return _started(arguments, folder, environment, streams)


def _started(arguments: Sequence[str], folder: Path, environment: Mapping[str, str], streams: list[int]) -> int:
    given, out, err = streams
    command = [sys.executable, "-m", "conformance", *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment, stdin=given, stdout=out, stderr=err, check=False
    ).returncode


def _served(arguments: Sequence[str], folder: str, environment: Mapping[str, str], streams: list[int]) -> int:
    return asked(_server(), arguments, folder, environment, streams)


def _copied(arguments: Sequence[str], folder: str, environment: Mapping[str, str], streams: list[int]) -> int:
    from tests.command_line.server import become

    child = os.fork()
    if child == 0:
        try:
            warnings.simplefilter("ignore")  # those of tests are errors
            become({"arguments": arguments, "folder": folder, "environment": environment}, streams, AT_END[-1])
        except BaseException:
            traceback.print_exc()
            os._exit(70)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def as_program() -> str:
    """Return a shell script that is ``conformance``."""
    python = f'"{sys.executable}"'
    command = f'{python} -I -S "{_CLIENT}" "{_server()}"' if _COPIES else f"{python} -m conformance"
    return f'#!/bin/sh\nexec {command} "$@"\n'


def _read_at_start(name: str, environment: Mapping[str, str]) -> bool:
    return (
        name.startswith(("PYTHON", "LC_", "LANG"))
        and name not in _FOLLOWED
        and environment.get(name) != os.environ.get(name)
    )


@cache
def _server() -> str:
    """Start the server that the tests of this process share; it ends with this process."""
    path = str(Path(_folder().name, "server"))
    command = [sys.executable, "-m", "tests.command_line.server", path]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout is not None and process.stdout.readline() == b"ready\n"
    _RUNNING.append(process)
    return path


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="server-")


_RUNNING: Final[list["subprocess.Popen[bytes]"]] = []
