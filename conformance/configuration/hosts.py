"""Names of hosts, as people write them."""

import re
from typing import Final

_HOST: Final = re.compile(r"(?:\*\.)?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[?[0-9a-f:.]+\]?")
_HOST_AND_PORT: Final = re.compile(r"[^:\[\]]+:\d+|\[.*\]:\d+")


def host_name(text: str) -> str | None:
    """Return a host name in lower case, without port (``*.example.com``: all below it); None where it is none."""
    name = text.lower()
    if _HOST_AND_PORT.fullmatch(name):
        name = name.rpartition(":")[0]
    return name.strip("[]") if _HOST.fullmatch(name) else None
