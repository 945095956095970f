"""A process that has imported the package, and becomes ``python -m conformance`` in a copy of itself as often as it is asked.

To start Python, import the package and compile a contract takes longer than most commands do. A copy has all that a process
of its own has: arguments, folder, environment, standard streams, signals, an exit code, and memory that nobody shares.

Run as ``python -m tests.command_line.server SOCKET``; it ends when its standard input does.
"""

import atexit
import gc
import io
import json
import os
import pkgutil
import select
import signal
import socket
import sys
import tempfile
import threading
import weakref
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Final, NoReturn

import conformance
from conformance.__main__ import main
from conformance.cli.main import run

# As Python itself treats what is not UTF-8 on its standard streams.
_ERRORS: Final = str(getattr(sys.__stdout__, "errors", "strict"))
# More than the server and a test's process have open.
_DESCRIPTORS: Final = 4096
# What brings Java or a graph library with it, and what would run at once.
_LEFT_OUT = ("conformance.spark", "conformance.arrow", "conformance.isolation.launcher")
# What commands import when they need it.
_LATE = [
    "concurrent.futures.process",
    "ijson",
    "jsonschema_rs",
    "markdown_it",
    "starlette.applications",
    "tree_sitter",
    "tree_sitter_bash",
    "tree_sitter_javascript",
    "tree_sitter_powershell",
    "uvicorn",
    "uvicorn.protocols.http.httptools_impl",
    "uvloop",
    "yaml",
    "zstandard",
]
_PAGE = "# A page\n\nSend `seed`.\n\n```python\nimport openai\n```\n\n```powershell\n$a = 1\n```\n"


def prepare() -> None:
    """Import what commands import, compile every contract, and read the languages of documents, by doing so once."""
    for module in pkgutil.walk_packages(conformance.__path__, "conformance."):
        if not module.name.startswith(_LEFT_OUT) and not module.name.endswith("__main__"):
            import_module(module.name)
    for name in _LATE:
        with suppress(ImportError):
            import_module(name)
    asked = {"url": "https://h/openai/deployments/d/chat/completions?api-version=2024-02-01", "body": {"seed": "42"}}
    text = json.dumps({"request": asked, "response": {"status": 200, "body": {}}}).encode()
    before = sys.stdin
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "page.md")
        page.write_text(_PAGE, encoding="utf-8")
        commands = (["check", "-"], ["versions", "check", "-"], ["document", "check", "--no-cache", str(page)])
        for command in commands:
            sys.stdin = io.TextIOWrapper(io.BytesIO(text))
            with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
                run(command)
    sys.stdin = before


@dataclass(frozen=True)
class Running:
    """A command that runs in a copy: its process, a descriptor that tells of its end, and the client that waits for it."""

    process: int
    ended: int
    client: socket.socket


def serve(listener: socket.socket) -> None:
    """Run what clients ask for, each command in a copy, until standard input ends."""
    running: dict[int, Running] = {}  # by either descriptor
    poll = select.poll()
    poll.register(listener, select.POLLIN)
    poll.register(sys.stdin, select.POLLIN | select.POLLHUP)
    while True:
        ready = {descriptor for descriptor, _ in poll.poll()}
        if sys.stdin.fileno() in ready:
            break
        for descriptor in ready - {listener.fileno()}:
            one = running.get(descriptor)
            if one is None:  # it ended just before
                continue
            poll.unregister(descriptor)
            if descriptor != one.ended:  # the client went away
                os.kill(one.process, signal.SIGTERM)
                continue
            _tell_end(one)
            del running[one.ended]
            with suppress(KeyError):
                poll.unregister(one.client)
            del running[one.client.fileno()]
            os.close(one.ended)
            one.client.close()
        # Last, so that no number of a descriptor is another one's within one round.
        if listener.fileno() in ready:
            one = _started(listener.accept()[0])
            for descriptor in (one.ended, one.client.fileno()):
                running[descriptor] = one
                poll.register(descriptor, select.POLLIN)
    for process in {one.process for one in running.values()}:
        os.kill(process, signal.SIGTERM)


def _started(client: socket.socket) -> Running:
    """Start the command that the client names."""
    asked, streams = _received(client)
    child = os.fork()
    if child == 0:
        become(asked, streams)
    for descriptor in streams:
        os.close(descriptor)
    return Running(child, os.pidfd_open(child), client)


def _tell_end(one: Running) -> None:
    """Tell the client, where it is still there, the exit code of the command that ended."""
    code = os.waitstatus_to_exitcode(os.waitpid(one.process, 0)[1])
    with suppress(OSError):
        one.client.sendall(json.dumps(code).encode())


def become(asked: dict[str, Any], streams: list[int], at_end: Callable[[], None] = lambda: None) -> NoReturn:
    """Be ``python -m conformance`` with these arguments, to the end."""
    os.setsid()
    # What the process that was copied would tidy up is not the copy's.
    atexit._clear()
    weakref.finalize._registry.clear()  # type: ignore[attr-defined]
    weakref.finalize._registered_with_atexit = False  # type: ignore[attr-defined]
    for number, descriptor in enumerate(streams):
        os.dup2(descriptor, number)
    os.closerange(3, _DESCRIPTORS)
    os.chdir(asked["folder"])
    os.environ.clear()
    os.environ.update(asked["environment"])
    sys.argv = ["conformance", *asked["arguments"]]
    unbuffered = bool(os.environ.get("PYTHONUNBUFFERED"))
    sys.stdin = os.fdopen(0, encoding="utf-8", errors=_ERRORS, closefd=False)
    sys.stdout = _writing(1, _ERRORS, unbuffered or os.isatty(1), unbuffered)
    sys.stderr = _writing(2, "backslashreplace", True, unbuffered)
    try:
        code: object = main()
    except SystemExit as end:
        code = end.code
    except BaseException:  # an exception of ours is what a test has to see
        sys.excepthook(*sys.exc_info())
        code = 1
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    with suppress(OSError, ValueError):
        sys.stdout.flush()
        sys.stderr.flush()
    at_end()
    os._exit(code if isinstance(code, int) else 0 if code is None else 1)


def _writing(descriptor: int, errors: str, by_line: bool, at_once: bool) -> io.TextIOWrapper:
    raw = os.fdopen(descriptor, "wb", closefd=False)
    return io.TextIOWrapper(raw, "utf-8", errors, line_buffering=by_line, write_through=at_once)


def _received(client: socket.socket) -> tuple[dict[str, Any], list[int]]:
    size, streams, _, _ = socket.recv_fds(client, 8, 3)
    left, text = int(size), b""
    while len(text) < left:
        text += client.recv(left - len(text))
    return json.loads(text), list(streams)


if __name__ == "__main__":
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(sys.argv[1])
        prepare()
        gc.collect()
        gc.freeze()
        listening.listen()
        print("ready", flush=True)
        serve(listening)
