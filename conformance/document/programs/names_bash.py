"""The variables and files that shell commands need from what comes before them, and give to what follows."""

import re
from typing import Final

from conformance.document.programs.naming import Names

_SETS: Final = re.compile(
    r"(?:^|[;&|({]|\b(?:export|local|readonly|declare))[^\S\n]*+([A-Za-z_]\w*+)\+?=", re.MULTILINE
)
_READS: Final = re.compile(r"\$\{?([A-Za-z_]\w*+)")
# ``> body.json``, and what sends it: ``-d @body.json``.
_WRITES_FILE: Final = re.compile(r"(?<![0-9&])>>?[^\S\n]*+[\"']?([\w./-]++)")
_SENDS_FILE: Final = re.compile(r"@[\"']?([\w./-]++)")


def bash_names(text: str) -> Names:
    """Return the names of ``text``; files stand among them with an ``@`` before their name."""
    gives = set(_SETS.findall(text)) | {f"@{name}" for name in _WRITES_FILE.findall(text)}
    needs = set(_READS.findall(text)) | {f"@{name}" for name in _SENDS_FILE.findall(text)}
    return Names(frozenset(needs - gives), frozenset(gives))
