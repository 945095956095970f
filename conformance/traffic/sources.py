"""Which files a path stands for: itself, or what lies below a folder, sorted."""

import os
import stat
from collections.abc import Iterator
from glob import glob
from pathlib import Path
from typing import Final

from conformance.files import shown
from conformance.traffic.unreadable import Unreadable

STDIN: Final = "-"
# What a folder is searched for; a file that is named itself is read whatever its name.
SUFFIXES: Final = (".ndjson", ".jsonl", ".json", ".har", ".yaml", ".yml", ".sse", ".parquet")
_ZIPPED: Final = (".gz", ".zst")


def is_traffic(name: str) -> bool:
    """Return whether a file of a folder is read; hidden ones and those of other formats are not."""
    plain = name.lower()
    for zipped in _ZIPPED:
        plain = plain.removesuffix(zipped)
    return not name.startswith(".") and plain.endswith(SUFFIXES)


def files_of(path: str) -> Iterator[Path | Unreadable]:
    """Yield the files that ``path`` stands for. A folder that is linked into itself is walked once."""
    if not path:
        yield Unreadable("''", "is an empty path; name a file, a folder, or - for standard input.")
        return
    root = Path(path)
    try:
        mode = root.stat().st_mode
    except OSError as error:
        if isinstance(error, FileNotFoundError) and any(mark in path for mark in "*?["):
            yield from _matching(path)
        else:
            yield _refused(root, error)
        return
    if stat.S_ISDIR(mode):
        yield from _below(root, set())
    else:
        yield root


def _matching(pattern: str) -> Iterator[Path | Unreadable]:
    """Yield the files that a glob names; a shell that found nothing, or was told not to look, passes it as it is."""
    # Path.glob takes no absolute pattern.
    found = sorted(path for path in glob(pattern, recursive=True) if Path(path).is_file())  # noqa: PTH207
    if not found:
        yield Unreadable(pattern, "matches no file; name a file, a folder, or a pattern that some match.")
    yield from map(Path, found)


def _below(folder: Path, seen: set[tuple[int, int]]) -> Iterator[Path | Unreadable]:
    try:
        status = folder.stat()
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield _refused(folder, error)
        return
    identity = (status.st_dev, status.st_ino)
    if identity in seen:
        return
    seen.add(identity)
    for entry in entries:
        try:
            if entry.is_dir():
                if not entry.name.startswith("."):
                    yield from _below(folder / entry.name, seen)
            elif is_traffic(entry.name) and entry.is_file():
                yield folder / entry.name
        except OSError as error:
            yield _refused(folder / entry.name, error)


def _refused(path: Path, error: OSError) -> Unreadable:
    if isinstance(error, FileNotFoundError):
        return Unreadable(shown(path), "does not exist; name a file, a folder, or - for standard input.")
    return Unreadable(shown(path), f"cannot be read ({error.strerror}); give yourself the right to, or leave it out.")
