"""What people write is inside the gate: the samples, the sources, and the blocks of documents."""

import re
from pathlib import Path

import pytest

from conformance.document.markdown import Fence, load_document
from conformance.reading.gate import examine
from conformance.reading.program import Language
from tests.reading.gate.corpus import BASE
from tests.shared_folder import ROOT, needs_shared, shared

SOURCES = ROOT / "tests" / "reading" / "sources"
FOLDERS: tuple[tuple[Path, Language, str], ...] = (
    (ROOT / "python", "python", "*.py"),
    (ROOT / "powershell", "powershell", "*.ps1"),
    (SOURCES / "python", "python", "*.py"),
    (SOURCES / "powershell", "powershell", "*.ps1"),
)
FILES = [
    pytest.param(path, language, id=path.relative_to(ROOT).as_posix())
    for folder, language, pattern in FOLDERS
    for path in sorted(folder.rglob(pattern))
]
# What shows the language, asks nothing, and calls a script block by its method; and classes of a source's own, which are
# followed, but run only where isolation is in force.
OUTSIDE = {
    "objects_and_control.ps1": "calls `.Invoke`",
    "rest_class.py": "gives class `AzureChat` more than fields",
    "sdk_class_inherited.py": "imports `abc.abstractmethod`",
    "sdk_class_with_history.py": "gives class `Conversation` more than fields",
    "sdk_dataclass.py": "tells `field` `default_factory`",
}
# Blocks of the shared documents that need another service, a program or the user's own settings, or that do not parse.
NOT_RUN = {
    "chatgpt-rest.md": "calls `[System.Environment]::SetEnvironmentVariable`",
    "structured-outputs-part.md": "imports `azure.identity.DefaultAzureCredential`",
    "switching-endpoints.md": "imports `azure.identity.DefaultAzureCredential`",
}


def filled(text: str) -> str:
    """Return ``text`` with the emulator's URL where a document has a reader's own."""
    return re.sub(r"https?://[\w-]+\.openai\.azure\.com|<your_azure_openai_endpoint>", BASE, text)


@pytest.mark.parametrize(("path", "language"), FILES)
def test_a_source_is_inside(path: Path, language: Language) -> None:
    refused = examine(path.read_text(encoding="utf-8"), language, BASE).refused
    assert (refused.why if refused else None) == OUTSIDE.get(path.name)


@needs_shared
@pytest.mark.parametrize("name", ["document", "documents"])
def test_the_blocks_of_the_shared_documents_are_inside(name: str) -> None:
    seen = 0
    for path in sorted((shared() / name).glob("*.md")):
        for block in load_document(path, path.name).blocks:
            if not isinstance(block, Fence) or block.language not in ("python", "powershell"):
                continue
            language: Language = "python" if block.language == "python" else "powershell"
            refused = examine(filled(block.content), language, BASE).refused
            seen += 1
            assert refused is None or refused.why in (NOT_RUN.get(path.name), "does not parse"), (path.name, refused)
    assert seen >= 4
