"""Find the PowerShell that runs the samples."""

import shutil
from pathlib import Path

from conformance.errors import UsageError


def find_pwsh(named: str | None) -> str | None:
    """Return the ``pwsh`` to use: the one that was named, else the one on PATH, else None.

    Raises UsageError where the named one is not a program.
    """
    found = shutil.which(named or "pwsh")
    if found is None:
        if named is None:
            return None
        raise UsageError(f"--pwsh {named} is not a program; name the path of a PowerShell 7.")
    return str(Path(found).absolute())
