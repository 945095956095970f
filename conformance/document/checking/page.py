"""A page that is to be checked, as it was read from its file."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Page:
    """``name`` is what findings call the file, ``raw`` what it holds."""

    path: Path
    name: str
    raw: bytes
