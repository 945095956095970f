"""What a finding is, wherever its line has moved to: the same problem has the same fingerprint in the next report.

Of a payload it is rule, part, pointer, the value that stands there, the suggestion, and the api-version where a
contract says it. Of a document it is rule and the text of the place. Never the wording of the message, a line, a column,
the number of an exchange or of a chunk, and never the file: who compares files too asks ``file_of``. The same problem
twice at places that are alike has the same fingerprint twice: compare how often it is there.
"""

import hashlib
import re
from collections import Counter
from typing import Final

from conformance.finding import Excerpt, Finding, LateExcerpt

# Raised where the fingerprint of a finding changes: baselines name the scheme that they were written with.
SCHEME: Final = "conformance/v1"

_NUMBER: Final = re.compile(r"[:#]\d+\Z")
_VERSION: Final = re.compile(r"@(?:\d{4}-\d\d-\d\d[\w-]*|v1[\w-]*)\Z")
_WORD: Final = re.compile(r"\w")
_BETWEEN: Final = "\0"


def fingerprint(finding: Finding) -> str:
    """Return the fingerprint of ``finding``: 32 hexadecimal digits."""
    text = _BETWEEN.join(_identity(finding))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def file_of(finding: Finding) -> str:
    """Return the sample, document or recording that ``finding`` is about, as reports name it; empty where there is none.

    It is the source that wrote the member, where that is known, else the recording without the exchange's number.
    """
    return finding.source.file if finding.source is not None else file_of_exchange(finding.exchange or "")


def file_of_exchange(place: str) -> str:
    """Return the file of an exchange that reports call ``place``: ``traffic.ndjson:3``, ``story.py@2024-02-01:2``."""
    file = _NUMBER.sub("", place)
    return file.rpartition("@")[0] if _VERSION.search(file) else file


class Occurrences:
    """Counts how often a fingerprint was there in a file, for who wants the findings of one file told apart."""

    def __init__(self) -> None:
        self._seen: Counter[tuple[str, str]] = Counter()

    def of(self, file: str, print_of_finding: str) -> int:
        """Return which one this is, from 1 on."""
        key = (file, print_of_finding)
        self._seen[key] += 1
        return self._seen[key]


def _identity(finding: Finding) -> tuple[str, ...]:
    if finding.part == "document":
        return finding.rule, finding.part, _place_text(finding.excerpt)
    says_version = finding.spec is not None or finding.part == "suite"
    version = finding.api_version if says_version else None
    value = _value(finding.excerpt, finding.pointer.rpartition("/")[2])
    return finding.rule, finding.part, finding.pointer, version or "", value, finding.suggestion or ""


def _place_text(excerpt: Excerpt | LateExcerpt | None) -> str:
    """Return the marked text, and the line where the mark is a sign that stands anywhere."""
    marked = _marked(excerpt)
    return marked if _WORD.search(marked) else _line(excerpt)


def _value(excerpt: Excerpt | LateExcerpt | None, name: str) -> str:
    """Return the marked member ``name`` as it is written; of an object or a list nothing: what else is in it is not the problem.

    On a page the member's name alone is marked, and the value stands in its line.
    """
    marked = _marked(excerpt)
    if name and marked.strip("\"'`") == name:
        return _line(excerpt)
    return "" if marked[-1:] in ("}", "]", "{", "[") else marked


def _marked(excerpt: Excerpt | LateExcerpt | None) -> str:
    return _close(excerpt.marked) if excerpt is not None else ""


def _line(excerpt: Excerpt | LateExcerpt | None) -> str:
    return _close(excerpt.text) if excerpt is not None else ""


def _close(text: str) -> str:
    return "".join(text.split())
