"""The folder of kept results: the user's own, bounded, and never trusted beyond its digests."""

import hashlib
import json
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from conformance.document.caching.key import state_of
from conformance.files import WholeFile

# So much is kept; the entries that were not asked for longest go first.
MOST_BYTES: Final = 64 << 20
_ENDING: Final = ".json"


def cache_folder() -> Path | None:
    """Return the user's folder for what can be made anew; None where the system names none.

    XDG Base Directory Specification; Apple, *File System Programming Guide*; Windows, *Known folders*.
    """
    home = os.path.expanduser("~")  # noqa: PTH111 - Path.home() raises where there is none
    named = os.environ.get("XDG_CACHE_HOME", "")
    if os.path.isabs(named):  # noqa: PTH117 - the specification says that another is to be ignored
        base = Path(named)
    elif sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or home)
    else:
        base = Path(home, "Library", "Caches") if sys.platform == "darwin" else Path(home, ".cache")
    return base / "conformance" / "documents" if base.is_absolute() else None


class Store:
    """Entries by their keys. What cannot be read or written is as if it were not there: a cache is no reason to fail."""

    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES) -> None:
        self._folder = folder
        self._most = most_bytes

    def find(self, key: str) -> Any | None:
        """Return what was kept under ``key``; None where it is not there, damaged, or a file it came from has changed."""
        try:
            digest, _, text = (self._folder / f"{key}{_ENDING}").read_text(encoding="utf-8").partition("\n")
            if hashlib.sha256(text.encode()).hexdigest() != digest:
                return None
            entry = json.loads(text)
            if entry["key"] != key or any(state_of(Path(path)) != state for path, state in entry["pulled"].items()):
                return None
            with suppress(OSError):
                os.utime(self._folder / f"{key}{_ENDING}")
            return entry["result"]
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None

    def keep(self, key: str, result: Any, pulled: Iterable[Path]) -> None:
        """Keep ``result``; ``pulled`` are the files, and the absent ones, that it came from."""
        states = {str(path): state_of(path) for path in sorted(set(pulled))}
        text = json.dumps({"key": key, "pulled": states, "result": result})
        with suppress(OSError, ValueError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with WholeFile(self._folder / f"{key}{_ENDING}", private=True) as out:
                out.write(f"{hashlib.sha256(text.encode()).hexdigest()}\n{text}")

    def trim(self) -> None:
        """Remove the entries that were not asked for longest, until what is left is within bounds."""
        found: list[tuple[float, int, str]] = []
        with suppress(OSError), os.scandir(self._folder) as entries:
            for one in entries:
                if one.name.endswith(_ENDING):
                    stat = one.stat(follow_symlinks=False)
                    found.append((stat.st_mtime, stat.st_size, one.path))
        total = sum(size for _, size, _ in found)
        for _, size, path in sorted(found):
            if total <= self._most:
                break
            with suppress(OSError):
                Path(path).unlink()
            total -= size
