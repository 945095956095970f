"""The seccomp filter of a child, as a program of classic BPF.

Landlock knows files and ports. It knows neither addresses nor other kinds of sockets, neither signals (before ABI 6) nor
the modes and times of files. This filter is an allow-list beside it. Three calls are not settled in the kernel: ``socket``,
``connect`` and ``execve`` go to the supervisor, which is outside and does them itself (see ``supervisor.py``).

Sources: seccomp(2), linux/filter.h, linux/seccomp.h.
"""

import struct
from collections.abc import Iterable
from typing import Final

from conformance.isolation.syscalls import ALLOWED, ARCHITECTURES, EXAMINED, REFUSED, Machine

_EPERM, _EACCES, _ENOSYS, _ENOTTY, _EINVAL, _ENOPROTOOPT = 1, 13, 38, 25, 22, 92
_ALLOW: Final = 0x7FFF0000
_ASK: Final = 0x7FC00000  # SECCOMP_RET_USER_NOTIF
_ERRNO: Final = 0x00050000

_LOAD, _AND, _RETURN = 0x20, 0x54, 0x06
_EQUAL, _AT_LEAST, _ANY_BIT = 0x15, 0x35, 0x45
_NUMBER_AT, _ARCHITECTURE_AT, _ARGUMENTS_AT = 0, 4, 16  # struct seccomp_data

Instruction = tuple[int, int, int, int]  # code, jump if true, jump if false, operand

_STREAM: Final = 1
_SOCKET_FLAGS: Final = 0o2004000  # SOCK_CLOEXEC | SOCK_NONBLOCK
_UNIX, _INET, _INET6 = 1, 2, 10
_TCP: Final = 6
_FAST_OPEN: Final = 0x20000000  # MSG_FASTOPEN
_TRUNCATE: Final = 0o1000  # O_TRUNC
_ACCESS_MODE: Final = 3  # O_ACCMODE; the mode 3 itself opens a file neither to be read nor to be written
# What a new thread shares with its process: CLONE_VM, FS, FILES, SIGHAND, THREAD.
_THREAD: Final = 0x00010F00
# CLONE_PIDFD, PTRACE, VFORK, PARENT, and a namespace of any kind.
_NO_THREAD: Final = 0x00001000 | 0x00002000 | 0x00004000 | 0x00008000 | 0x00020000 | 0x7E000000 | 0x80
# TCGETS, TIOCGWINSZ, TIOCGPGRP, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX: none of them writes to a terminal.
_IOCTLS: Final = (0x5401, 0x5413, 0x540F, 0x541B, 0x5421, 0x5450, 0x5451)
# F_DUPFD to F_SETLKW, the locks of open files, F_DUPFD_CLOEXEC, sizes of pipes. F_SETOWN and F_SETSIG would send signals.
_FCNTLS: Final = (0, 1, 2, 3, 4, 5, 6, 7, 36, 37, 38, 1030, 1031, 1032)
# PR_GET_DUMPABLE, PR_SET_NAME, PR_GET_NAME, PR_GET_SECCOMP, PR_CAPBSET_READ, PR_GET_NO_NEW_PRIVS, PR_SET_VMA.
_PRCTLS: Final = (3, 15, 16, 21, 23, 39, 0x53564D41)
# Reuse of addresses, keeping alive, sizes, lingering, time limits; of TCP no delay, corking and keeping alive: no
# fast open (23, 30), and no other protocol on top or below (TCP_ULP, 31).
_SOCKET_OPTIONS: Final = {1: (2, 3, 4, 7, 8, 9, 13, 15, 20, 21, 66, 67), _TCP: (1, 3, 4, 5, 6, 12, 18), 41: (26,)}


def filter_program(machine: Machine, process: int) -> bytes:
    """Return the filter for the child that is ``process``, as an array of ``struct sock_filter``."""
    program: list[Instruction] = [
        (_LOAD, 0, 0, _ARCHITECTURE_AT),
        (_EQUAL, 1, 0, ARCHITECTURES[machine]),
        (_RETURN, 0, 0, _ERRNO | _EPERM),  # a call of another ABI, such as the 32-bit one
        (_LOAD, 0, 0, _NUMBER_AT),
    ]
    for number in ALLOWED[machine].values():
        program += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _ALLOW)]
    for name, number in EXAMINED[machine].items():
        block = _examined(name, process)
        program += [(_EQUAL, 0, len(block), number), *block]
    for number in REFUSED[machine].values():
        program += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _ERRNO | _EPERM)]
    # Calls of the x32 ABI bear numbers of their own, from 0x40000000 on, and end here with all that is unknown.
    program.append((_RETURN, 0, 0, _ERRNO | _ENOSYS))
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in program)


def _examined(name: str, process: int) -> list[Instruction]:
    """Return the instructions that settle the call ``name``; each way through them ends."""
    match name:
        case "connect" | "execve":
            return [_end(_ASK)]
        case "socket":
            kind = _only_bits(1, ~_SOCKET_FLAGS, _STREAM)
            return [*_one_of(0, (_INET, _INET6)), *kind, *_one_of(2, (0, _TCP)), _end(_ASK)]
        case "socketpair":
            return [*_one_of(0, (_UNIX,)), *_only_bits(1, ~_SOCKET_FLAGS, _STREAM), _end(_ALLOW)]
        case "sendto":
            return [*_null(4), *_without(3, _FAST_OPEN), _end(_ALLOW)]
        case "sendmsg":
            # The address in the message cannot be read here; a stream ignores it, but for a fast open.
            return [*_without(2, _FAST_OPEN), _end(_ALLOW)]
        case "setsockopt":
            return _socket_options()
        case "clone":
            return [*_only_bits(0, _THREAD | _NO_THREAD, _THREAD, _EPERM), _end(_ALLOW)]
        case "kill" | "tgkill":
            return [*_one_of(0, (process,), _EPERM), _end(_ALLOW)]
        case "prlimit64":
            return [*_one_of(0, (0, process), _EPERM), _end(_ALLOW)]
        case "ioctl":
            return [*_one_of(1, _IOCTLS, _ENOTTY), _end(_ALLOW)]
        case "fcntl":
            return [*_one_of(1, _FCNTLS, _EINVAL), _end(_ALLOW)]
        case "prctl":
            return [*_one_of(0, _PRCTLS, _EINVAL), _end(_ALLOW)]
        case "sched_setscheduler":  # the ordinary policy only, which a runtime sets for its threads
            return [*_one_of(1, (0,), _EPERM), _end(_ALLOW)]
        case "sched_setaffinity":
            return [*_one_of(0, (0,), _EPERM), _end(_ALLOW)]
        case "open" | "openat":
            # Before ABI 3 Landlock lets a file be truncated that is opened for reading.
            at = 1 if name == "open" else 2
            mask = _TRUNCATE | _ACCESS_MODE
            reading, neither = _never(at, mask, _TRUNCATE), _never(at, mask, _TRUNCATE | _ACCESS_MODE)
            return [*reading, *neither, _end(_ALLOW)]
    raise AssertionError(name)


def _end(action: int) -> Instruction:
    return (_RETURN, 0, 0, action)


def _argument(index: int, high: bool = False) -> Instruction:
    return (_LOAD, 0, 0, _ARGUMENTS_AT + 8 * index + (4 if high else 0))


def _one_of(index: int, values: Iterable[int], errno: int = _EACCES) -> list[Instruction]:
    """Go on where the argument is one of ``values``, else end with ``errno``."""
    wanted = list(values)
    tests = [(_EQUAL, len(wanted) - at, 0, value) for at, value in enumerate(wanted)]
    return [_argument(index), *tests, _end(_ERRNO | errno)]


def _only_bits(index: int, mask: int, value: int, errno: int = _EACCES) -> list[Instruction]:
    """Go on where the bits of ``mask`` in the argument are ``value``."""
    masked = (_AND, 0, 0, mask & 0xFFFFFFFF)
    return [_argument(index), masked, (_EQUAL, 1, 0, value), _end(_ERRNO | errno)]


def _never(index: int, mask: int, value: int) -> list[Instruction]:
    """Go on where the bits of ``mask`` in the argument are anything but ``value``."""
    return [_argument(index), (_AND, 0, 0, mask), (_EQUAL, 0, 1, value), _end(_ERRNO | _EACCES)]


def _without(index: int, bits: int) -> list[Instruction]:
    return [_argument(index), (_ANY_BIT, 0, 1, bits), _end(_ERRNO | _EACCES)]


def _null(index: int) -> list[Instruction]:
    """Go on where the argument, a pointer, is null."""
    refused = _end(_ERRNO | _EACCES)
    return [_argument(index), (_EQUAL, 1, 0, 0), refused, _argument(index, high=True), (_EQUAL, 1, 0, 0), refused]


def _socket_options() -> list[Instruction]:
    blocks: list[Instruction] = [_argument(1)]
    for level, options in _SOCKET_OPTIONS.items():
        block = [*_one_of(2, options, _ENOPROTOOPT), _end(_ALLOW)]
        blocks += [(_EQUAL, 0, len(block), level), *block]
    return [*blocks, _end(_ERRNO | _ENOPROTOOPT)]
