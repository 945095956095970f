"""What a result depends on, besides the files that the page pulls in."""

import hashlib
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any, Final

from conformance import __version__
from conformance.document.analysis.question import Question
from conformance.document.checking.page import Page
from conformance.document.discovery import root_of
from conformance.document.markdown.tab_names import TabName
from conformance.files import project

_LIBRARIES: Final = (
    "markdown-it-py", "openai", "jsonschema-rs", "tree-sitter", "tree-sitter-bash", "tree-sitter-javascript",
    "tree-sitter-powershell",
)  # fmt: skip
_ABSENT: Final = "absent"


def key_of(page: Page, question: Question, all_tabs: Iterable[TabName]) -> str:
    """Return the digest of all that a page's result comes from: itself, what is asked, the tool and its contracts."""
    root = root_of(page.path)
    said = {
        "of_all": _of_all(),
        "page": hashlib.sha256(page.raw).hexdigest(),
        "name": page.name,
        "path": str(page.path.resolve()),
        "here": str(Path.cwd()),
        "root": [str(root), (root / ".git").exists()],
        "question": {name: str(value) for name, value in asdict(question).items()},
        "pwsh": _stamp(Path(question.pwsh)) if question.pwsh else None,
        "tabs": [(one.title, one.id) for one in all_tabs],
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()


def state_of(path: Path) -> str:
    """Return what tells whether a file, or the names in a folder, have changed."""
    try:
        if path.is_dir():
            return "folder " + _digest(
                "\0".join(sorted(one.name for one in path.iterdir())).encode("utf-8", "surrogateescape")
            )
        return _digest(path.read_bytes())
    except (OSError, ValueError):
        return _ABSENT


@cache
def _of_all() -> dict[str, Any]:
    """Return what is the same for all pages of a run: versions, the code of the tool and the contracts."""
    package = Path(__file__).parents[2]
    code = [[str(path.relative_to(package)), *_stamp(path)] for path in sorted(package.rglob("*.[pm][yd]"))]
    contracts = {path.name: _digest(path.read_bytes()) for path in sorted((project() / "spec").glob("*.json"))}
    contracts |= {one.parent.name: _digest(one.read_bytes()) for one in (project() / "spec").glob("*/inference.json")}
    return {
        "tool": __version__,
        "code": _digest(json.dumps(code).encode()),
        "contracts": contracts,
        "python": sys.version,
        "libraries": {name: _version(name) for name in _LIBRARIES},
    }


def _version(name: str) -> str:
    from importlib import metadata

    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return _ABSENT


def _stamp(path: Path) -> list[str | int]:
    try:
        found = path.stat()
    except OSError:
        return [str(path), _ABSENT]
    return [str(path), found.st_size, found.st_mtime_ns]


def _digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()
