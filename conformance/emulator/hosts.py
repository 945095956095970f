"""Which ``Host`` a request may name. A page in a browser can have its own name lead to this machine (DNS rebinding);
its requests carry that name, and are refused."""

import ipaddress
from dataclasses import dataclass
from functools import lru_cache
from typing import Final


@dataclass(frozen=True, slots=True)
class Hosts:
    """``named`` are accepted besides the names of this machine; ``addresses`` where any address is, for it is not a name."""

    named: tuple[str, ...] = ()
    addresses: bool = False


LOOPBACK: Final = Hosts()


def is_named(headers: list[tuple[bytes, bytes]], hosts: Hosts) -> bool:
    """Return whether the Host of a request is one that it may name. HTTP/1.0 needs none."""
    return all(_accepted(value, hosts) for name, value in headers if name == b"host")


@lru_cache(maxsize=256)
def _accepted(value: bytes, hosts: Hosts) -> bool:
    host = value.decode("latin-1").strip().lower()
    host = host[1:].partition("]")[0] if host.startswith("[") else host.rpartition(":")[0] or host
    if host == "localhost" or host.endswith(".localhost") or host in hosts.named:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback or hosts.addresses
    except ValueError:
        return False
