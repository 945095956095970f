"""A page that is to be checked, as it was read from its file."""

from dataclasses import dataclass
from pathlib import Path

from conformance.document.markdown.notebook import Notebook, is_notebook, read_notebook


@dataclass(frozen=True, slots=True)
class Page:
    """``name`` is what findings call the file, ``raw`` the Markdown that it holds, or that its ``notebook`` shows."""

    path: Path
    name: str
    raw: bytes
    notebook: Notebook | None = None

    @classmethod
    def of(cls, path: Path, name: str, raw: bytes) -> "Page":
        """Return the page that the bytes of a file hold; raises DocumentError where it should be a notebook and is none."""
        if not is_notebook(name):
            return cls(path, name, raw)
        notebook = read_notebook(raw, name)
        return cls(path, name, notebook.text.encode(), notebook)
