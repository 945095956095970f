"""Find the shared folder: what tests use and the project does not contain."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def shared() -> Path:
    """Return the shared folder, ``../shared`` beside the project or what CONFORMANCE_SHARED names; it may be absent."""
    return (ROOT / os.environ.get("CONFORMANCE_SHARED", "../shared")).resolve()


def pwsh() -> Path:
    """Return the PowerShell that tests use; it may be absent."""
    return shared() / "powershell" / "linux-x64" / "pwsh"


def must_be_there() -> bool:
    """Say whether tests may count on the folder: in CI they fail without it, elsewhere they skip."""
    return shared().is_dir() or os.environ.get("CI") == "true"


needs_shared = pytest.mark.skipif(
    not must_be_there(), reason="there is no shared folder beside the project; CONFORMANCE_SHARED names another"
)
