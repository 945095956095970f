"""Where a finding is shown: a file as others name it, a line, and the columns that are marked."""

import os
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final
from urllib.parse import quote

from conformance.files import project
from conformance.finding import Finding
from conformance.fingerprint import file_of

_KEY: Final = re.compile(r'\s*"[^"\\]{0,200}"(?=\s*:)')
_NUMBER: Final = re.compile(r":(\d+)\Z")
_MOST: Final = 200  # columns that are marked: a value may be a whole conversation
# What may stand in the path of a relative reference as it is (RFC 3986, section 3.3); a colon could end a scheme.
_PLAIN: Final = "/~!$&'()*+,;=@-._"
_DRIVE: Final = re.compile(r"[A-Za-z]:/")
STDIN: Final = "-"


@dataclass(frozen=True, slots=True)
class Place:
    """A region of one line; ``column`` and ``end`` (the first column that is not marked) are None where unknown."""

    file: str
    line: int | None = None
    column: int | None = None
    end: int | None = None


def place_of(finding: Finding) -> Place | None:
    """Return where ``finding`` is shown: in the source that wrote it, else in its recording; None where it has no file."""
    found = finding.source or finding.place
    if found is None:
        file = file_of(finding)
        number = _NUMBER.search(finding.exchange or "")
        line = int(number[1]) if number and "@" not in (finding.exchange or "") else None
        return Place(file, line) if file not in ("", STDIN) else None
    if found.file == STDIN:
        return None
    return Place(found.file, found.line, found.column, _end(finding, found.file, found.column))


def _end(finding: Finding, file: str, column: int | None) -> int | None:
    """Return the column behind what is marked: a word of a document, or the key of a member in a recording."""
    excerpt = finding.excerpt
    if column is None or excerpt is None:
        return None
    marked = excerpt.marked[:_MOST]
    if finding.source is not None and finding.place is None and excerpt.start == column - 1 and _is_line(finding):
        return column + len(marked)
    if (finding.exchange or "").startswith(file):  # not the source of a sample: that is written otherwise
        key = _KEY.match(marked)
        return column + (len(key[0]) if key else 1)
    return None


def _is_line(finding: Finding) -> bool:
    """Whether the excerpt is a line of a document, and not of a payload."""
    return finding.part == "document" or not (finding.exchange or "").startswith(f"{file_of(finding)}#")


@dataclass(frozen=True, slots=True)
class Root:
    """A folder that URIs start from: its name in a report, and its own URI, None for the root of the reader's checkout."""

    name: str
    uri: str | None = None


CHECKOUT: Final = Root("%SRCROOT%")


@lru_cache(maxsize=1024)
def located(file: str, folder: Path | None) -> tuple[str, Root | None]:
    """Return the path of ``file`` from the current folder, or from the root that it is told with.

    ``folder`` is what a relative name starts from; of one elsewhere the root is that folder. An absolute name has no
    root.
    """
    if file.startswith("/") or _DRIVE.match(file):
        return file, None
    if folder is None:
        return file, CHECKOUT
    here, there = Path.cwd(), Path(os.path.abspath(folder))  # noqa: PTH100 - the user may have named a link
    if there == here or here in there.parents:
        return (there.relative_to(here) / file).as_posix(), CHECKOUT
    return file, Root("SAMPLES", f"{there.as_uri()}/")


@lru_cache(maxsize=1024)
def contract_located(file: str) -> tuple[str, Root | None]:
    """Return the same of a contract: names of these start from our own project, whose folder is nobody else's business."""
    path, root = located(file, project())
    return path, Root("CONTRACTS") if root is not None and root.uri else root


def path_of(file: str, folder: Path | None) -> str:
    """Return ``file`` from the current folder, or absolute where it lies elsewhere."""
    path, root = located(file, folder)
    return path if root is None or root.uri is None else (Path(os.path.abspath(folder or ".")) / path).as_posix()  # noqa: PTH100


@lru_cache(maxsize=1024)
def uri_of(path: str) -> str:
    """Return ``path`` as a relative reference, an absolute one as a ``file:`` URI; any text makes one (RFC 3986)."""
    try:
        raw = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        raw = path.encode("utf-8", "backslashreplace")
    quoted = quote(raw, safe=_PLAIN)
    if path.startswith("/"):
        return f"file://{quoted}"
    return f"file:///{path[:2]}{quoted[4:]}" if _DRIVE.match(path) else quoted
