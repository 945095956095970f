"""Shell commands that are run: each ``curl`` as a process of its own, with the words that reading found, and no shell.

What a shell does besides is not run: its variables, here-documents and loops are in the words already.
"""

import shutil
from collections.abc import Iterable, Mapping
from typing import Final

from conformance.reading.program import Language, Reading
from conformance.reading.resolving import resolve

_NAMES: Final[Mapping[str, str]] = {"javascript": "JavaScript", "http": "an HTTP request"}
_QUIET: Final = "-q"  # no settings of the reader's; it has to be the first word


def commands_of(
    language: Language, reading: Reading, variables: Mapping[str, str]
) -> tuple[tuple[tuple[str, ...], ...], str | None]:
    """Return the words of each curl that a source runs, and why it is not run, as half a sentence, else None."""
    if language != "bash":
        return (), f"{_NAMES.get(language, language)} is read and not run"
    if shutil.which("curl") is None:
        return (), "no curl was found"
    found: list[tuple[str, ...]] = []
    for call in reading.calls:
        words = [resolve(word, variables) for word in call.command]
        if not call.certain or not words or not all(isinstance(word, str) for word in words):
            return (), "what its curl sends is not known for sure"
        found.append(tuple(words))
    return tuple(found), None


def curl_command(commands: Iterable[tuple[str, ...]]) -> list[str]:
    """Return one command that sends what ``commands`` send, one behind the other."""
    command = [shutil.which("curl") or "curl", _QUIET]
    for index, words in enumerate(commands):
        command += ["--next", *words] if index else words
    return command
