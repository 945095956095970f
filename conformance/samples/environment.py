"""What a sample sees of its surroundings: the run decides, and of the user's shell only what a runtime needs is left."""

import os
from collections.abc import Mapping
from typing import Final

# Where programs are, which language and time zone the user has, and where .NET is. No secret bears such a name.
_KEPT: Final = frozenset(
    {"PATH", "LANG", "LANGUAGE", "TZ", "DOTNET_ROOT", "DOTNET_ROOT_X64", "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"}
)
# Without these no program starts on Windows, or finds its own files.
_KEPT_ON_WINDOWS: Final = frozenset(
    [
        "APPDATA",
        "COMMONPROGRAMFILES",
        "COMSPEC",
        "HOMEDRIVE",
        "HOMEPATH",
        "LOCALAPPDATA",
        "NUMBER_OF_PROCESSORS",
        "OS",
        "PATHEXT",
        "PROCESSOR_ARCHITECTURE",
        "PROGRAMDATA",
        "PROGRAMFILES",
        "PROGRAMFILES(X86)",
        "PROGRAMW6432",
        "SYSTEMDRIVE",
        "SYSTEMROOT",
        "USERPROFILE",
        "WINDIR",
    ]
)


def environment(
    endpoint: str, key: str, deployment: str, api_version: str | None, of: Mapping[str, str]
) -> dict[str, str]:
    """Return the environment for a sample: of ``of`` what a runtime needs, and the run's own settings.

    Without an ``api_version``, as on the v1 path, ``OPENAI_API_VERSION`` is not set.
    """
    kept = {name: value for name, value in of.items() if _is_kept(name.upper())}
    settings = {
        "AZURE_OPENAI_ENDPOINT": endpoint,
        "AZURE_OPENAI_API_KEY": key,
        "AZURE_OPENAI_DEPLOYMENT": deployment,
        "NO_PROXY": "*",
        "NETRC": os.devnull,  # requests would send what ~/.netrc has for this host
    }
    return kept | settings | ({"OPENAI_API_VERSION": api_version} if api_version is not None else {})


def _is_kept(name: str) -> bool:
    return name in _KEPT or name.startswith("LC_") or (os.name == "nt" and name in _KEPT_ON_WINDOWS)
