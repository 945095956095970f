"""Run ``conformance document`` as a user does, in a folder of documents of their own."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.shared_folder import ROOT

FENCE = "```"


@dataclass(frozen=True)
class Ended:
    """How the command ended."""

    code: int
    stdout: str
    stderr: str


def document(command: str, *arguments: str, folder: Path, environment: dict[str, str] | None = None) -> Ended:
    """Run ``conformance document COMMAND`` in ``folder``, with no pwsh on PATH."""
    here = {name: value for name, value in os.environ.items() if name != "PATH"}
    ended = subprocess.run(
        [sys.executable, "-m", "conformance", "document", command, *arguments],
        cwd=folder,
        env=here | {"PYTHONPATH": _path(), "PATH": "/nowhere"} | (environment or {}),
        capture_output=True,
        timeout=240,
        check=False,
    )
    return Ended(ended.returncode, ended.stdout.decode(), ended.stderr.decode())


def block(label: str, code: str, marker: str = "") -> str:
    """Return a fence, with a marker before it where one is given."""
    comment = f"<!-- {marker} -->\n" if marker else ""
    return f"{comment}{FENCE}{label}\n{code}{FENCE}\n\n"


def written(path: Path, text: str) -> Path:
    """Write ``text`` as it is, and return ``path``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def _path() -> str:
    return os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
