"""The variables that a child has in common with every other: its own folder is its home, and runtimes keep still."""

import os
import site
from collections.abc import Mapping
from typing import Final

# .NET and PowerShell open no sockets and pipes for a debugger, send nothing about their use and look for no update.
# Code is not mapped twice, which needs memory files, and the heap ends in an exception before the limit ends the process.
_QUIET: Final = {
    "DOTNET_EnableDiagnostics": "0",
    "DOTNET_EnableWriteXorExecute": "0",
    "DOTNET_GCHeapHardLimit": "0x40000000",
    "DOTNET_CLI_TELEMETRY_OPTOUT": "1",
    "POWERSHELL_DIAGNOSTICS_OPTOUT": "1",
    "POWERSHELL_TELEMETRY_OPTOUT": "1",
    "POWERSHELL_UPDATECHECK": "Off",
}


def surroundings(environment: Mapping[str, str], folder: str) -> dict[str, str]:
    """Return the environment of a child that works in ``folder``: what it is given, and what is its own."""
    own = dict(_QUIET) | dict.fromkeys(("TMPDIR", "TEMP", "TMP"), folder)
    if os.name != "nt":  # there the profile is where a runtime keeps its own files
        own["HOME"] = folder
        if site.ENABLE_USER_SITE:  # packages that were installed for the user alone are found below their home folder
            own["PYTHONUSERBASE"] = site.getuserbase()
    return dict(environment) | own
