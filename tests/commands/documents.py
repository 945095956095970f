"""Run ``conformance document`` as a user does, in a folder of documents of their own."""

import os
from functools import partial
from pathlib import Path

import pytest

from conformance.document.running.runner import DocumentRunner
from conformance.document.updating.printing import Printer
from tests.command_line.here import conformance_here
from tests.command_line.running import Ended, conformance
from tests.samples.shared_processes import SharedProcesses

__all__ = ["Ended", "block", "document", "document_here", "written"]
FENCE = "```"


def document(command: str, *arguments: str, folder: Path, environment: dict[str, str] | None = None) -> Ended:
    """Run ``conformance document COMMAND`` in ``folder``, with no pwsh on PATH."""
    seen = os.environ | {"PATH": "/nowhere"} | (environment or {})
    return conformance("document", command, *arguments, folder=folder, environment=seen)


def document_here(processes: SharedProcesses, command: str, *arguments: str, folder: Path) -> Ended:
    """Run ``conformance document COMMAND`` in this process, and what a document shows in the processes that tests share."""
    with pytest.MonkeyPatch.context() as patch:
        for module, made in (("document_run", DocumentRunner), ("document_update", Printer)):
            shared = partial(made, processes=processes)  # type: ignore[arg-type]
            patch.setattr(f"conformance.commands.{module}.{made.__name__}", shared)
        seen = os.environ | {"PATH": "/nowhere"}
        return conformance_here("document", command, *arguments, folder=folder, environment=seen)


def block(label: str, code: str, marker: str = "") -> str:
    """Return a fence, with a marker before it where one is given."""
    comment = f"<!-- {marker} -->\n" if marker else ""
    return f"{comment}{FENCE}{label}\n{code}{FENCE}\n\n"


def written(path: Path, text: str) -> Path:
    """Write ``text`` as it is, and return ``path``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path
