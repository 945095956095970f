"""Ask the server for one command with the standard streams of this process, and end as it ends.

Run as ``python -I -S client.py SOCKET ARGUMENT ...`` by a shell that takes it for ``conformance``; it imports next to nothing.
"""

import json
import os
import signal
import socket
import sys
from collections.abc import Mapping, Sequence


def asked(path: str, arguments: Sequence[str], folder: str, environment: Mapping[str, str], streams: list[int]) -> int:
    """Return the exit code of ``conformance ARGUMENTS``; it is negative where a signal ended the command."""
    message = json.dumps({"arguments": list(arguments), "folder": folder, "environment": dict(environment)}).encode()
    with socket.socket(socket.AF_UNIX) as server:
        server.connect(path)
        socket.send_fds(server, [b"%8d" % len(message)], streams)
        server.sendall(message)
        return int(server.recv(16) or b"1")


if __name__ == "__main__":
    code = asked(sys.argv[1], sys.argv[2:], os.getcwd(), os.environ, [0, 1, 2])  # noqa: PTH109 - pathlib takes long to import
    if code < 0:
        signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    sys.exit(code)
