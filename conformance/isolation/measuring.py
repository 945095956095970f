"""Whether a child is kept in its bounds here: not what the kernel's version promises, but what one child finds."""

import os
import socket
import sys
import tempfile
from pathlib import Path
from typing import Final

from conformance.isolation.bounds import Bounds
from conformance.isolation.child import Child, NotIsolated
from conformance.isolation.landlock import landlock_abi

_SECONDS: Final = 30
# Says which bound does not hold; nothing where each does, and the one connection that is allowed comes about.
_PROBE: Final = """
import _socket, os, sys
port, secret = int(sys.argv[1]), sys.argv[2]
def opened(path, flags): os.close(os.open(path, flags, 0o600))
def connected(host): _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM).connect((host, port))
def datagram(): _socket.socket(_socket.AF_INET, _socket.SOCK_DGRAM)
def started():
    if os.fork() == 0: os._exit(0)
for name, tried, *arguments in (
    ("another file can be read", opened, secret, os.O_RDONLY),
    ("another file can be written", opened, secret + "2", os.O_WRONLY | os.O_CREAT),
    ("another address can be reached", connected, "127.0.0.2"),
    ("a datagram can be sent", datagram),
    ("a process can be started", started),
):
    try:
        tried(*arguments)
    except PermissionError:
        continue
    sys.exit(name)
connected("127.0.0.1")
opened("own", os.O_WRONLY | os.O_CREAT)
print("kept")
"""


def kept_in_bounds() -> str | None:
    """Return None where a child is kept in its bounds; else why not, as half a sentence."""
    if landlock_abi() == 0:
        return "the kernel has no Landlock, or it is switched off"
    with (
        tempfile.TemporaryDirectory(prefix="isolation-") as name,
        tempfile.TemporaryFile() as out,
        socket.create_server(("127.0.0.1", 0)) as server,
    ):
        folder, secret = Path(os.path.realpath(name)) / "child", Path(os.path.realpath(name)) / "secret"
        folder.mkdir()
        secret.touch()
        port = server.getsockname()[1]
        command = [sys.executable, "-I", "-S", "-c", _PROBE, str(port), str(secret)]
        try:
            child = Child(command, {}, Bounds((), port), str(folder), _SECONDS, out, out)
        except NotIsolated as why:
            return str(why)
        try:
            ended = child.wait(_SECONDS)
        finally:
            child.process.kill()
            child.process.wait()
            child.close()
        out.seek(0)
        said = out.read(1000).decode("utf-8", "replace").strip().splitlines()
    if ended == 0 and said == ["kept"]:
        return None
    return said[-1] if said else "a child was ended early"
