"""Restrict this process as a plan says, and become the program that the plan names.

Run as ``python -I -S launcher.py DESCRIPTOR`` by ``child.py``, in a process of its own. It decides nothing: the plan comes
through the socket DESCRIPTOR, with every path, number and byte in it, and what watches over the child goes back. It imports
nothing of this project and little of Python, so that a child starts quickly.

The order matters: files first, while they can still be opened; then the filter, behind which a call must be allowed.
Sources: landlock(7), seccomp(2), capabilities(7), prctl(2).
"""

import _socket
import marshal
import os
import resource
import sys
from ctypes import CDLL, addressof, c_char_p, c_long, c_uint, c_void_p, create_string_buffer, get_errno
from typing import Any

_PR_SET_PDEATHSIG, _PR_CAPBSET_DROP, _PR_SET_SECUREBITS, _PR_SET_NO_NEW_PRIVS, _PR_CAP_AMBIENT = 1, 24, 28, 38, 47
_CLEAR_ALL = 4
_NO_ROOT_LOCKED = 0x2F  # SECBIT_NOROOT, NO_SETUID_FIXUP, KEEP_CAPS_LOCKED, each with its lock
_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
_SET_FILTER, _NEW_LISTENER, _WAIT_KILLABLE = 1, 8, 32
_LIBC = CDLL(None, use_errno=True)
_LIBC.syscall.restype = c_long


def _call(number: int, *arguments: Any) -> int:
    result = int(_LIBC.syscall(c_long(number), *arguments))
    if result < 0:
        raise OSError(get_errno(), os.strerror(get_errno()))
    return result


def _control(option: int, *arguments: int) -> int:
    return int(_LIBC.prctl(option, *(c_void_p(argument) for argument in (*arguments, 0, 0, 0, 0)[:4])))


def _limit(plan: dict[str, Any]) -> None:
    for kind, most in plan["limits"]:
        hard = resource.getrlimit(kind)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (most, most))


def _bound_files(plan: dict[str, Any]) -> None:
    """Let only the listed paths be used, each with its rights; ports: none at all, where the kernel knows of them."""
    attributes = create_string_buffer(plan["landlock"], len(plan["landlock"]))
    rules = _call(_LANDLOCK_CREATE, attributes, c_long(len(plan["landlock"])), c_uint(0))
    for path, for_folder, for_file in plan["paths"]:
        try:
            opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except OSError:
            continue
        rights = for_folder if os.path.isdir(path) else for_file  # noqa: PTH112 - pathlib takes long to import
        rule = rights.to_bytes(8, sys.byteorder) + opened.to_bytes(4, sys.byteorder, signed=True)
        _call(_LANDLOCK_ADD, c_long(rules), c_long(1), c_char_p(rule), c_uint(0))
        os.close(opened)
    _call(_LANDLOCK_RESTRICT, c_long(rules), c_uint(0))
    os.close(rules)


def _drop_privileges(capset: int) -> None:
    """Give up what root may, for good: there is nothing to be gained by an execve, and no capability is left."""
    if _control(_PR_SET_NO_NEW_PRIVS, 1) != 0:
        raise OSError(get_errno(), "no_new_privs")
    _control(_PR_CAP_AMBIENT, _CLEAR_ALL)
    for capability in range(64):  # fails without CAP_SETPCAP, and then there is nothing to be dropped
        _control(_PR_CAPBSET_DROP, capability)
    _control(_PR_SET_SECUREBITS, _NO_ROOT_LOCKED)
    header = (0x20080522).to_bytes(4, sys.byteorder) + bytes(4)  # _LINUX_CAPABILITY_VERSION_3, this process
    _call(capset, c_char_p(header), c_char_p(bytes(24)))


def _filter(number: int, program: bytes, flags: int) -> int:
    """Install the filter and return the descriptor at which its questions are answered."""
    instructions = create_string_buffer(program, len(program))
    described = (len(program) // 8).to_bytes(8, sys.byteorder) + addressof(instructions).to_bytes(8, sys.byteorder)
    return _call(number, c_long(_SET_FILTER), c_long(flags), c_char_p(described))


def _listener(number: int, program: bytes) -> int:
    try:
        return _filter(number, program, _NEW_LISTENER | _WAIT_KILLABLE)
    except OSError as error:
        if error.errno != 22:  # EINVAL: before Linux 5.19 a signal may interrupt a question
            raise
        return _filter(number, program, _NEW_LISTENER)


def _receive(link: "_socket.socket") -> dict[str, Any]:
    size = int.from_bytes(link.recv(4), "big")
    data = b""
    while len(data) < size:
        more = link.recv(size - len(data))
        if not more:
            raise SystemExit(1)
        data += more
    plan: dict[str, Any] = marshal.loads(data)  # noqa: S302 - written by the process that started this one
    return plan


def main() -> None:
    """Do what the plan says; what fails is told through the socket, and then nothing is executed."""
    link = _socket.socket(fileno=int(sys.argv[1]))
    plan = _receive(link)
    try:
        _control(_PR_SET_PDEATHSIG, 9)
        if os.getppid() != plan["parent"]:
            raise SystemExit(1)
        os.chdir(plan["folder"])
        os.umask(0o077)
        _limit(plan)
        # Kept open, so that the kernel keeps its entry, to which a rule is bound.
        os.set_inheritable(os.open("/proc/self", os.O_PATH), True)
        _drop_privileges(plan["capset"])
        _bound_files(plan)
        listener = _listener(plan["seccomp"], plan["filter"])
    except OSError as error:
        link.send(b"!" + str(error.strerror).encode())
        raise SystemExit(1) from None
    link.sendmsg([b"+"], [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, listener.to_bytes(4, sys.byteorder))])
    os.close(listener)
    link.close()
    try:
        os.execve(plan["command"][0], plan["command"], plan["environment"])  # noqa: S606 - that is its task
    except OSError as error:
        sys.stderr.write(f"{plan['command'][0]}: {error.strerror}\n")
        raise SystemExit(127) from None


if __name__ == "__main__":
    main()
