"""Files that a source reads: only such as lie below its own folder."""

from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Final

from conformance.exchange import Position
from conformance.files import shown, touch
from conformance.reading.pieces import Text, known

Files = Callable[[str], Text | None]
# A body is far smaller; what is larger is not worth the time.
_MOST_BYTES: Final = 1_000_000


def files_below(folder: Path) -> Files:
    """Return what gives the text of a file below ``folder``, with its places.

    It gives None for a file that is not there, lies elsewhere (a link that leads out of ``folder`` included), is larger
    than a megabyte or is not UTF-8.
    """

    def text_of(name: str) -> Text | None:
        path = PurePosixPath(name)
        if not name or "\0" in name or "\\" in name or path.is_absolute() or ".." in path.parts:
            return None
        try:
            target, top = (folder / path).resolve(), folder.resolve()
            touch(target)
            if not target.is_relative_to(top) or not target.is_file() or target.stat().st_size > _MOST_BYTES:
                return None
            content = target.read_bytes().decode("utf-8-sig")
        except (OSError, ValueError, RuntimeError):
            return None
        return known(content, 0, _Places(shown(folder / path), content).place)

    return text_of


class _Places:
    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self._lines = [0, *(index + 1 for index, one in enumerate(text) if one == "\n")]

    def place(self, offset: int) -> Position:
        from bisect import bisect_right

        line = bisect_right(self._lines, offset)
        return Position(self.file, line, offset - self._lines[line - 1] + 1)
