"""Landlock's rights by ABI, and what a child's rules say. Source: landlock(7), linux/landlock.h."""

import os
import struct
from functools import cache
from typing import Final

_CREATE_RULESET: Final = 444  # the same number on every architecture
_VERSION: Final = 1  # LANDLOCK_CREATE_RULESET_VERSION

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1, 2, 4, 8
_ABI_1: Final = (1 << 13) - 1  # the above, and to make and remove entries of each kind
_REFER, _TRUNCATE, _IOCTL_DEVICE = 1 << 13, 1 << 14, 1 << 15  # ABI 2, 3, 5
_FILE_ALONE: Final = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEVICE
_NET: Final = 0b11  # bind and connect, ABI 4
_SCOPES: Final = 0b11  # abstract Unix sockets and signals, ABI 6

# Files, folders and links are made and removed; devices, sockets and FIFOs (bits 6, 9, 10, 11) are not made.
_MADE: Final = 1 << 4 | 1 << 5 | 1 << 7 | 1 << 8 | 1 << 12
READ: Final = _READ_FILE | _READ_DIR
RUN: Final = READ | _EXECUTE


@cache
def landlock_abi() -> int:
    """Return the ABI of this kernel's Landlock; 0 where there is none, or where it is switched off."""
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long
    try:
        found = int(libc.syscall(ctypes.c_long(_CREATE_RULESET), None, ctypes.c_long(0), ctypes.c_uint(_VERSION)))
    except AttributeError:  # a C library without syscall()
        return 0
    return max(found, 0)


def ruleset(abi: int) -> bytes:
    """Return ``struct landlock_ruleset_attr``: all that this ABI can refuse, it refuses."""
    files = handled_files(abi)
    if abi >= 6:
        return struct.pack("=QQQ", files, _NET, _SCOPES)
    return struct.pack("=QQ", files, _NET) if abi >= 4 else struct.pack("=Q", files)


def handled_files(abi: int) -> int:
    """Return the rights over files that an ABI knows."""
    return _ABI_1 | (_REFER if abi >= 2 else 0) | (_TRUNCATE if abi >= 3 else 0) | (_IOCTL_DEVICE if abi >= 5 else 0)


def rule(path: str | os.PathLike[str], rights: int, abi: int) -> tuple[str, int, int]:
    """Return a rule: a path, what is allowed below it where it is a folder, and where it is a file."""
    known = rights & handled_files(abi)
    return os.fspath(path), known, known & _FILE_ALONE


def write_rights() -> int:
    """Return what a child may do below its own folder: everything but to execute, and to make devices and sockets."""
    return READ | _WRITE_FILE | _MADE | _REFER | _TRUNCATE


DEVICE: Final = _READ_FILE | _WRITE_FILE
