"""Run ``conformance document`` as a user does, in a folder of documents of their own."""

import os
from pathlib import Path

from tests.command_line.running import Ended, conformance

__all__ = ["Ended", "block", "document", "written"]
FENCE = "```"


def document(command: str, *arguments: str, folder: Path, environment: dict[str, str] | None = None) -> Ended:
    """Run ``conformance document COMMAND`` in ``folder``, with no pwsh on PATH."""
    seen = os.environ | {"PATH": "/nowhere"} | (environment or {})
    return conformance("document", command, *arguments, folder=folder, environment=seen)


def block(label: str, code: str, marker: str = "") -> str:
    """Return a fence, with a marker before it where one is given."""
    comment = f"<!-- {marker} -->\n" if marker else ""
    return f"{comment}{FENCE}{label}\n{code}{FENCE}\n\n"


def written(path: Path, text: str) -> Path:
    """Write ``text`` as it is, and return ``path``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path
