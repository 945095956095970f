"""What a child may read, and how much of the machine it may use."""

import os
import site
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from conformance.isolation.landlock import DEVICE, READ, RUN, rule, write_rights

_PROGRAMS: Final = ("/usr", "/lib", "/lib32", "/lib64", "/bin", "/nix/store", "/gnu/store")
# Of /etc what a runtime looks up: names, certificates, the clock. No passwords, no private keys.
_SETTINGS: Final = (
    "ca-certificates", "crypto-policies", "debian_version", "default/locale", "gai.conf", "group", "host.conf", "hosts", "ld.so.cache", "ld.so.conf",
    "ld.so.conf.d", "locale.alias", "locale.conf", "localtime", "lsb-release", "mime.types", "nsswitch.conf", "opt/dotnet",
    "os-release", "passwd", "pki/ca-trust", "pki/tls/cert.pem", "pki/tls/certs", "pki/tls/openssl.cnf", "protocols",
    "redhat-release", "resolv.conf", "services", "ssl/cert.pem", "ssl/certs", "ssl/openssl.cnf", "terminfo", "timezone",
)  # fmt: skip
_SYSTEM: Final = ("/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/proc/version", "/sys/devices/system")
_READ_DEVICES: Final = ("/dev/urandom", "/dev/random", "/dev/zero")
_MIB: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one child may reach: it reads below ``reads``, and connects to 127.0.0.1 at ``port``."""

    reads: tuple[Path, ...]
    port: int

    @classmethod
    def of(cls, program: Path, url: str, *more: Path) -> "Bounds":
        """Return the bounds of a child that runs ``program``, reads ``more`` and sends to ``url``, on this machine."""
        return cls((program.parent, program, *more), urlsplit(url).port or 0)


def paths(command: Sequence[str], bounds: Bounds, folder: str, abi: int) -> list[tuple[str, int, int]]:
    """Return Landlock's rules for a child that ``command`` starts and that writes below ``folder``."""
    read = [*_SYSTEM, *_READ_DEVICES, *(f"/etc/{name}" for name in _SETTINGS), *map(str, _outside_home(bounds.reads))]
    rules = [rule(path, RUN, abi) for path in (*_PROGRAMS, *_program(command[0]))]
    rules += [rule(path, READ, abi) for path in read]
    rules.append(rule("/dev/null", DEVICE, abi))
    rules.append(rule(folder, write_rights(), abi))
    return rules


def _program(program: str) -> list[str]:
    """Return where the runtime and its packages are: for this Python, its environment; else the program's folder."""
    if os.path.realpath(program) != os.path.realpath(sys.executable):
        real = Path(os.path.realpath(program))
        named = [os.environ[name] for name in ("DOTNET_ROOT",) if os.environ.get(name)]
        return [str(path) for path in (real, Path(program), *_outside_home([real.parent, *map(Path, named)]))]
    found = [program, os.path.realpath(program), f"{sys.prefix}/pyvenv.cfg", str(Path(__file__).with_name("guard.py"))]
    for prefix in {sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix}:
        parts = [prefix, *(f"{prefix}/{part}" for part in ("bin", "lib", "lib64"))]
        found += [str(path) for path in _outside_home(map(Path, parts))]
    packages = [*site.getsitepackages(), *([site.getusersitepackages()] if site.ENABLE_USER_SITE else [])]
    return found + [str(path) for path in _outside_home(map(Path, packages))]


def _outside_home(folders: Iterable[Path]) -> list[Path]:
    """Return the folders that do not hold the home folder: below it is enough, all of it is too much."""
    homes = {Path(os.path.realpath(home)) for home in (os.path.expanduser("~"), os.environ.get("HOME")) if home}  # noqa: PTH111
    return [one for one in folders if not any(home.is_relative_to(os.path.realpath(one)) for home in homes)]


def limits(command: Sequence[str], timeout: float) -> list[tuple[int, int]]:
    """Return limits of memory, files and time, as ``setrlimit`` takes them.

    .NET reserves hundreds of GiB of addresses that it never uses, so that RLIMIT_AS says nothing about it; what it
    writes to counts as data. The time is the last resort, should nobody be there to end a child in time.
    """
    import resource

    python = os.path.realpath(command[0]) == os.path.realpath(sys.executable)
    found = [
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, int(timeout) * 4 + 10),
        (resource.RLIMIT_DATA, 2048 * _MIB),
        (resource.RLIMIT_FSIZE, 64 * _MIB),
        (resource.RLIMIT_NOFILE, 512),
        (resource.RLIMIT_MEMLOCK, 0),
        (resource.RLIMIT_MSGQUEUE, 0),
    ]
    return [*found, (resource.RLIMIT_AS, 4096 * _MIB)] if python else found
