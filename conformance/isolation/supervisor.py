"""Answer what a child's filter asks: may it have this socket, connect there, become that program?

The supervisor does not let the child's own call go on after a look at its arguments: the child could change an address
between look and use. It makes the socket itself and puts it into the child, and it connects that socket itself, to the
address that it has read and found to be the one allowed. ``execve`` is let go on once, for the launcher, which is still
code of this project then.

Needs Linux 5.9 (SECCOMP_IOCTL_NOTIF_ADDFD). Sources: seccomp_unotify(2), linux/seccomp.h.
"""

import errno
import fcntl
import os
import socket
import struct
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from conformance.isolation.syscalls import EXAMINED, Machine

_RECEIVE, _SEND, _ADD = 0xC0502100, 0xC0182101, 0x40182103  # SECCOMP_IOCTL_NOTIF_RECV, _SEND, _ADDFD
_QUESTION: Final = struct.Struct("=QIIiIQ6Q")  # id, pid, flags; number, architecture, instruction, arguments
_ANSWER: Final = struct.Struct("=QqiI")  # id, value, error, flags
_ADDED: Final = struct.Struct("=QIIII")  # id, flags, source, new descriptor, its flags
_GO_ON: Final = 1  # SECCOMP_USER_NOTIF_FLAG_CONTINUE
_LONGEST: Final = 128  # sizeof(struct sockaddr_storage)
_SECONDS: Final = 10  # the emulator takes a connection at once, or is gone


Reply = tuple[int, int, int]  # value, error, flags


class Supervisor:
    """Answers at ``listener`` for the child ``process``, which may connect to 127.0.0.1 at ``port``."""

    def __init__(self, listener: int, process: int, port: int, machine: Machine) -> None:
        self._listener, self._process = listener, process
        v4 = socket.inet_aton("127.0.0.1")
        # A dual-stack socket, as .NET's are, writes the same address so.
        self._allowed = {
            struct.pack("=H", socket.AF_INET) + struct.pack("!H", port) + v4: ("127.0.0.1", port),
            struct.pack("=H", socket.AF_INET6) + struct.pack("!HI", port, 0) + b"\0" * 10 + b"\xff\xff" + v4: (
                "::ffff:127.0.0.1",
                port,
            ),
        }
        calls = EXAMINED[machine]
        self._answers: dict[int, Callable[[int, list[int]], Reply]] = {
            calls["socket"]: self._socket,
            calls["connect"]: self._connect,
            calls["execve"]: self._execve,
        }
        self._executed = False
        # By the child's descriptor: sockets that are not connected yet, and what came of the others.
        self._sockets: dict[int, socket.socket] = {}
        self._connected: dict[int, int] = {}

    def answer(self) -> None:
        """Take one question and answer it; do nothing where the child is gone in the meantime."""
        question = bytearray(_QUESTION.size)
        try:
            fcntl.ioctl(self._listener, _RECEIVE, question)
        except OSError:
            return
        identity, _, _, number, _, _, *arguments = _QUESTION.unpack(question)
        try:
            value, error, flags = self._answers[number](identity, arguments)
        except OSError as failed:
            value, error, flags = 0, failed.errno or errno.EACCES, 0
        with suppress(OSError):
            fcntl.ioctl(self._listener, _SEND, _ANSWER.pack(identity, value, -error, flags))

    def close(self) -> None:
        """Give up the listener and the sockets: what the child still asks is refused."""
        for one in self._sockets.values():
            one.close()
        self._sockets.clear()
        os.close(self._listener)

    def _execve(self, *_: object) -> Reply:
        if self._executed:
            return 0, errno.EPERM, 0
        self._executed = True
        return 0, 0, _GO_ON

    def _socket(self, identity: int, arguments: list[int]) -> Reply:
        family, kind = arguments[0] & 0xFFFFFFFF, arguments[1] & 0xFFFFFFFF
        made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        try:
            made.setblocking(not kind & socket.SOCK_NONBLOCK)
            flags = os.O_CLOEXEC if kind & socket.SOCK_CLOEXEC else 0
            added = bytearray(_ADDED.pack(identity, 0, made.fileno(), 0, flags))
            number = fcntl.ioctl(self._listener, _ADD, added)
        except OSError:
            made.close()
            raise
        if number in self._sockets:  # the child has closed that one
            self._sockets.pop(number).close()
        self._connected.pop(number, None)
        self._sockets[number] = made
        return number, 0, 0

    def _connect(self, _: int, arguments: list[int]) -> Reply:
        number, address, length = arguments[0] & 0xFFFFFFFF, arguments[1], arguments[2] & 0xFFFFFFFF
        allowed = self._allowed.get(self._meant(address, min(length, _LONGEST)))
        if allowed is None:
            return 0, errno.EACCES, 0
        if number in self._connected:
            # A signal may have come between the connecting and the answer; the child then asks once more.
            return 0, self._connected.pop(number), 0
        if number not in self._sockets:
            return 0, errno.EACCES, 0
        made = self._sockets.pop(number)
        with made:  # the child has it too, and closing is the child's alone from now on
            blocking = made.getblocking()
            if blocking:
                made.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("=qq", _SECONDS, 0))
            error = made.connect_ex(allowed)
            if blocking:
                made.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("=qq", 0, 0))
        self._connected[number] = error
        return 0, error, 0

    def _meant(self, address: int, length: int) -> bytes:
        """Return the part of the child's address that says where it leads: family, port, host."""
        memory = os.open(f"/proc/{self._process}/mem", os.O_RDONLY | os.O_CLOEXEC)
        try:
            written = os.pread(memory, length, address)
        finally:
            os.close(memory)
        inet = written[:2] == struct.pack("=H", socket.AF_INET)
        whole = len(written) == length and length >= (16 if inet else 24)
        return b"" if not whole else written[:8] if inet else written[:4] + bytes(4) + written[8:24]
