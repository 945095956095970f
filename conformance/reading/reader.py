"""Read one source by its language, which its file's name or a caller tells."""

from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from conformance.errors import InputError
from conformance.reading.program import Language, Reading
from conformance.reading.remembering import remembered

if TYPE_CHECKING:
    from conformance.reading.nearby import Files

SUFFIXES: Final[dict[str, Language]] = {
    ".py": "python",
    ".ps1": "powershell",
    ".sh": "bash",
    ".bash": "bash",
    ".js": "javascript",
    ".mjs": "javascript",
    ".ts": "javascript",
    ".http": "http",
    ".rest": "http",
}
# The same for a sentence.
READABLE: Final = "{} or {}".format(", ".join(list(SUFFIXES)[:-1]), list(SUFFIXES)[-1])


def language_of(name: str) -> Language:
    """Return the language of the file ``name``; raises InputError where it is none that can be read."""
    language = SUFFIXES.get(PurePath(name).suffix.lower())
    if language is None:
        raise InputError(f"{name} is of no language that is read; name a file that ends in {READABLE}.")
    return language


def read_source(file: str, text: str, language: Language | None = None, files: "Files | None" = None) -> Reading:
    """Return what ``text`` sends and prints; ``file`` is what places call it. Nothing is executed.

    ``files`` gives the text of a file that the source reads; without it none is opened. A source that does not parse
    yields what comes before; ``problem`` says why. Raises InputError where no language is named and ``file`` does not tell.
    """
    language = language or language_of(file)
    if language == "bash":
        from conformance.reading.bash import read_bash

        return read_bash(file, text, files)
    return _read(text, file, language)


@remembered(128)
def _read(text: str, file: str, language: Language) -> Reading:
    """Return the reading of a source that takes nothing from files: of the same text at the same place the same."""
    match language:
        case "powershell":
            from conformance.reading.powershell import read_powershell

            return read_powershell(file, text)
        case "javascript":
            from conformance.reading.javascript import read_javascript

            return read_javascript(file, text)
        case "http":
            from conformance.reading.http import read_http

            return read_http(file, text)
        case _:
            from conformance.reading.python import read_python

            return read_python(file, text)
