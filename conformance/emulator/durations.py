"""Lengths of time as options and scripts write them: ``200ms``, ``1.5s``, ``2`` (seconds)."""

import re
from typing import Final

_DURATION: Final = re.compile(r"(\d{1,6}(?:\.\d{1,6})?)(ms|s|)")


class NotADuration(ValueError):
    """The text is no length of time; the message says so."""


def seconds_of(text: str) -> float:
    """Return the seconds that ``text`` says; raises NotADuration."""
    match = _DURATION.fullmatch(text.strip())
    if match is None:
        raise NotADuration(f"{text[:40]} is not a length of time; write 200ms or 1.5s")
    number = float(match[1])
    return number / 1000 if match[2] == "ms" else number
